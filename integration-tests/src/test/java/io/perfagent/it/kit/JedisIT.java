package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Jdk;
import io.perfagent.it.ReceivedSpan;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JedisIT extends RedisKit {
    /** Of the class path of the tests what a fixture for Redis alone does without. */
    static final String[] NOT_REDIS = {"okhttp", "okio", "kotlin", "http", "spring-", "undertow-", "grpc", "protobuf"};

    private static final String REFUSED = "redis.clients.jedis.exceptions.JedisConnectionException";

    JedisIT(Jdk jdk) {
        super(jdk);
    }

    @Override
    String path() {
        return "/redis/";
    }

    @Override
    String errorReply() {
        return "redis.clients.jedis.exceptions.JedisDataException";
    }

    @Test
    void aPipelineIsOneSpanWithItsSize() {
        ReceivedSpan pipeline = app().call(path() + "pipeline").made();

        assertThat(pipeline.name()).startsWith("PIPELINE");
        assertAttributes(pipeline, Map.of("db.operation.batch.size", 2L));
    }

    @Test
    void aTransactionIsOneSpanWithItsSize() {
        ReceivedSpan multi = app().call(path() + "multi").made();

        assertThat(multi.name()).startsWith("MULTI");
        assertAttributes(multi, Map.of("db.operation.batch.size", 2L));
    }

    @Test
    void connectingIsPartOfTheCommandThatConnects() {
        assertAttributes(app().call(path() + "connect").made(), Map.of("db.operation.name", "PING"));
    }

    @Test
    void thePooledClientIsSeenOnce() {
        Trace pooled = app().call(path() + "pooled");

        assertThat(pooled.children(pooled.server()))
                .extracting(span -> span.attribute("db.operation.name"))
                .containsExactly("SET", "GET");
    }

    @Test
    void aRefusedConnectionIsRecorded() {
        ReceivedSpan failed = app().call(path() + "refused").made();

        assertFailed(failed, REFUSED);
        assertException(failed, REFUSED);
        assertAttributes(failed, Map.of("server.port", (long) app().closedPort()));
    }
}
