package io.perfagent.sample.shop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** A file stands where each server wants its directory, so that neither can unpack itself. */
class FallbackTest {
    @Test
    void whereThereCanBeNoPostgresThereIsH2(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        try (Database database = Database.start(Database.Kind.POSTGRES, file);
                Connection connection = database.pool().getConnection()) {
            assertThat(database.toString())
                    .startsWith("H2 ")
                    .contains("because PostgreSQL can't start here: ")
                    .hasLineCount(1);
            assertThat(connection.isValid(1)).isTrue();
        }
    }

    @Test
    void whereThereCanBeNoRedisThereIsOneInTheProcess(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        try (Redis redis = Redis.start(file);
                RedisClient client = RedisClient.create("127.0.0.1", redis.port())) {
            assertThat(redis.toString())
                    .startsWith("in-process RESP server on port ")
                    .contains("because Redis can't start here: ")
                    .hasLineCount(1);
            assertThat(client.ping()).isEqualTo("PONG");
        }
    }
}
