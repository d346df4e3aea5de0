package io.perfagent.sample.shop.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.sample.shop.server.Database;
import io.perfagent.sample.shop.server.Redis;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both Redis clients get from the in-process server all they need. */
class InProcessRedisTest {
    @Test
    void cartsThroughLettuce() throws Exception {
        try (Redis redis = Redis.inProcess();
                Carts carts = new Carts(redis.port())) {
            carts.put("ann", 7, 2);
            carts.put("ann", 9, 1);
            carts.put("ann", 7, 3);
            assertThat(carts.contents("ann")).isEqualTo(Map.of(7, 3, 9, 1));
            assertThat(carts.contents("bob")).isEmpty();
            assertThat(carts.emptyLater("ann").toCompletableFuture().get(5, TimeUnit.SECONDS))
                    .isEqualTo(1);
            assertThat(carts.contentsLater("ann").toCompletableFuture().get(5, TimeUnit.SECONDS))
                    .isEmpty();
        }
    }

    @Test
    void catalogThroughJedis(@TempDir Path directory) throws Exception {
        try (Redis redis = Redis.inProcess();
                Database database = Database.start(Database.Kind.H2, directory);
                Catalog catalog = new Catalog(database.pool(), redis.port())) {
            Schema.create(database.pool());
            String name = catalog.name(7);
            assertThat(name).isEqualTo("blue kettle no. 7");
            try (Connection connection = database.pool().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("UPDATE item SET name = 'renamed' WHERE id = 7");
            }
            // From Redis now: the database has another one.
            assertThat(catalog.name(7)).isEqualTo(name);
            assertThat(catalog.name(Schema.ITEMS + 1)).isNull();
            assertThat(catalog.countVisit(7)).isEqualTo(1);
            assertThat(catalog.countVisit(7)).isEqualTo(2);
        }
    }
}
