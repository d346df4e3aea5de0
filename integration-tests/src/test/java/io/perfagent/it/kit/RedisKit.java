package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Jdk;
import io.perfagent.it.ReceivedSpan;
import io.perfagent.it.Servers;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every Redis client must do: one CLIENT span and one point of the duration for each command. */
abstract class RedisKit extends LibraryKit {
    static final String DURATION = "db.client.operation.duration";

    RedisKit(Jdk jdk) {
        super(jdk);
    }

    /** Where the fixture runs this client's cases: {@code /redis/}. */
    abstract String path();

    /** The type of the exception that an error reply is thrown as. */
    abstract String errorReply();

    @BeforeEach
    void needsRedis() {
        Servers.redisPort();
    }

    @Test
    void aCommandIsAClientSpan() {
        ReceivedSpan span = app().call(path() + "get").made();

        assertThat(span.kind()).isEqualTo("CLIENT");
        assertThat(span.name()).startsWith("GET");
        assertNotFailed(span);
        assertAttributes(
                span,
                Map.of(
                        "db.system.name", "redis",
                        "db.operation.name", "GET",
                        "db.namespace", "0",
                        "db.query.text", "GET key",
                        "server.address", "localhost",
                        "server.port", (long) Servers.redisPort(),
                        "network.peer.address", "127.0.0.1",
                        "network.peer.port", (long) Servers.redisPort()));
    }

    @Test
    void valuesAndPasswordsAreNotInTheText() {
        assertAttributes(app().call(path() + "set").made(), Map.of("db.query.text", "SET key ?"));
        assertAttributes(app().call(path() + "hset").made(), Map.of("db.query.text", "HSET hash field ?"));
        assertAttributes(app().call(path() + "auth").made(), Map.of("db.query.text", "AUTH ?"));
    }

    @Test
    void anErrorReplyIsTheTypeOfTheError() {
        Trace trace = app().call(path() + "wrong-type");

        assertThat(trace.children(trace.server())).last().satisfies(refused -> {
            assertAttributes(refused, Map.of("db.query.text", "LPUSH text ?"));
            assertFailed(refused, "WRONGTYPE");
            assertException(refused, errorReply());
        });
    }

    @Test
    void aCommandIsAPointOfTheDuration() {
        app().call(path() + "incr");

        app().awaitPoint(
                        DURATION,
                        Map.of(
                                "db.system.name", "redis",
                                "db.operation.name", "INCR",
                                "server.address", "localhost",
                                "server.port", (long) Servers.redisPort()));
    }
}
