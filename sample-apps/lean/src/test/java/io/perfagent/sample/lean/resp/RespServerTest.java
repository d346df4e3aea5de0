package io.perfagent.sample.lean.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** The server as a real client sees it, over both versions of the protocol. */
class RespServerTest {
    private RespServer server;

    @BeforeEach
    void start() throws IOException {
        server = RespServer.start(0);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void jedisIsUnderstood(RedisProtocol protocol) {
        try (RedisClient redis = client(protocol)) {
            assertThat(redis.set("k", "v")).isEqualTo("OK");
            assertThat(redis.get("k")).isEqualTo("v");
            assertThat(redis.get("absent")).isNull();
            assertThat(redis.mget("k", "absent")).containsExactly("v", null);
            assertThat(redis.hset("h", Map.of("f", "1", "g", "2"))).isEqualTo(2);
            assertThat(redis.hgetAll("h")).isEqualTo(Map.of("f", "1", "g", "2"));
            assertThat(redis.del("k", "h")).isEqualTo(2);
            assertThat(redis.ping()).isEqualTo("PONG");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void aPipelineLargerThanTheBuffersIsAnsweredInOrder(RedisProtocol protocol) {
        try (RedisClient redis = client(protocol);
                Pipeline pipeline = redis.pipelined()) {
            List<Response<Long>> replies = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                replies.add(pipeline.incr("n"));
            }
            pipeline.sync();
            for (int i = 0; i < replies.size(); i++) {
                assertThat(replies.get(i).get()).isEqualTo(i + 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void incrementsOfManyConnectionsAreNotLost(RedisProtocol protocol) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (RedisClient redis = client(protocol)) {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 500; i++) {
                        redis.incr("n");
                    }
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
            assertThat(redis.get("n")).isEqualTo("2000");
        } finally {
            threads.shutdown();
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void closingEndsOpenConnections(RedisProtocol protocol) throws IOException {
        try (RedisClient redis = client(protocol)) {
            redis.set("k", "v");
            server.close();
            assertThatThrownBy(() -> redis.get("k")).isInstanceOf(JedisConnectionException.class);
        }
    }

    private RedisClient client(RedisProtocol protocol) {
        return RedisClient.builder()
                .hostAndPort("127.0.0.1", server.port())
                .clientConfig(
                        DefaultJedisClientConfig.builder().protocol(protocol).build())
                .build();
    }
}
