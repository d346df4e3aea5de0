package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Jdk;
import io.perfagent.it.ReceivedSpan;
import io.perfagent.it.Servers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LettuceIT extends RedisKit {
    LettuceIT(Jdk jdk) {
        super(jdk);
    }

    @Override
    String path() {
        return "/lettuce/";
    }

    @Override
    String errorReply() {
        return "io.lettuce.core.RedisCommandExecutionException";
    }

    /** The event loop ends a command's span a moment after it has told who waits for it. */
    private Trace call(String name) {
        return app().settled(app().call(path() + name));
    }

    private List<ReceivedSpan> made(String name) {
        Trace trace = call(name);
        assertThat(trace.status()).isEqualTo(200);
        return trace.children(trace.server());
    }

    private static void assertCommands(List<ReceivedSpan> spans, String... names) {
        assertThat(spans)
                .extracting(span -> span.attribute("db.operation.name"))
                .containsExactlyInAnyOrder((Object[]) names);
    }

    @Test
    void anAsynchronousCommandIsPartOfTheCallThatMadeIt() {
        ReceivedSpan span = call("async").made();

        assertThat(span.kind()).isEqualTo("CLIENT");
        assertThat(span.name()).isEqualTo("GET localhost:" + Servers.redisPort());
        assertNotFailed(span);
        assertAttributes(span, Map.of("db.query.text", "GET key", "db.namespace", "0"));
    }

    @Test
    void aCommandMadeByAContinuationIsPartOfTheSameCall() {
        assertCommands(made("continuation"), "GET", "INCR");
    }

    @Test
    void aReactiveCommandIsPartOfTheCallThatSubscribed() {
        ReceivedSpan span = call("reactive").made();

        assertNotFailed(span);
        assertAttributes(span, Map.of("db.query.text", "GET key", "network.peer.port", (long) Servers.redisPort()));
    }

    @Test
    void aReactiveErrorReplyIsTheTypeOfTheError() {
        assertFailed(call("reactive-wrong-type").made(), "WRONGTYPE");
    }

    @Test
    void aTransactionIsASpanForEachCommand() {
        assertCommands(made("multi"), "MULTI", "SET", "GET", "EXEC");
    }

    @Test
    void aBatchIsASpanForEachCommand() {
        assertCommands(made("batch"), "SET", "GET");
    }

    @Test
    void aCancelledCommandIsFailed() {
        assertThat(made("cancel")).last().satisfies(cancelled -> {
            assertAttributes(
                    cancelled, Map.of("db.operation.name", "BLPOP", "server.port", (long) Servers.redisPort()));
            assertFailed(cancelled, "java.util.concurrent.CancellationException");
            assertException(cancelled, "java.util.concurrent.CancellationException");
        });
    }

    @Test
    void whatTheClientSaysWhileItConnectsIsNoCall() {
        assertCommands(made("connect"), "PING");
    }

    @Test
    void aRefusedConnectionIsNoCommand() {
        assertThat(made("refused")).isEmpty();
    }

    @Test
    void aCommandOnAClosedConnectionIsFailed() {
        assertThat(made("closed")).last().satisfies(rejected -> {
            assertAttributes(rejected, Map.of("db.operation.name", "GET", "server.port", (long) Servers.redisPort()));
            assertFailed(rejected, "io.lettuce.core.RedisException");
            assertException(rejected, "io.lettuce.core.RedisException");
        });
    }

    @Test
    void theEventLoopOfAConnectionBelongsToNoRequest() {
        Trace trace = call("listener");

        assertCommands(trace.children(trace.server()), "SUBSCRIBE", "PUBLISH");
        assertThat(trace.spans())
                .extracting(span -> span.attribute("db.operation.name"))
                .doesNotContain("RPUSH");
        app().awaitPoint(DURATION, Map.of("db.operation.name", "RPUSH"));
    }
}
