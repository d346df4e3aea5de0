package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.ReceivedSpan;
import io.perfagent.it.fixture.UndertowFixture;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Undertow without servlets, of the oldest line. */
class UndertowHandlerIT extends HttpServerKit {
    static final Fixture UNDERTOW = Fixture.server(
                    "undertow-handlers",
                    UndertowFixture.class,
                    "/plain",
                    "/query",
                    "/async/complete",
                    "/async/task",
                    "/async/pool",
                    "/fail/exception")
            .on(() -> Libraries.server("undertow-2.2", "netty-", "reactor-", "spring-"));

    UndertowHandlerIT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return UNDERTOW;
    }

    @Override
    String itemRoute() {
        return "/items/{id}";
    }

    @Override
    String routeBelow(String prefix) {
        return prefix + "/{case}";
    }

    @Override
    boolean forwards() {
        return false;
    }

    @Test
    void aCallOfTheHandlerIsItsChild() {
        assertQuery("/query");
    }

    @Test
    void contextGoesWithADispatchedExchange() {
        assertQuery("/async/handler");
        assertQuery("/async/twice");
    }

    @Test
    void contextGoesWithADispatchedTask() {
        assertQuery("/async/task");
        assertQuery("/async/pool");
    }

    @Test
    void aCompletionListenerBelongsToItsExchange() {
        assertQuery("/async/listener");
    }

    @Test
    void anExceptionOfAWorkerIsRecorded() {
        ReceivedSpan failed = app().call("/fail/in-worker").server();

        assertFailed(failed, "500");
        assertException(failed, "java.lang.IllegalStateException");
    }

    @Test
    void anErrorThatComesTooLateIsRecorded() {
        ReceivedSpan failed = app().call("/fail/after-commit").server();

        assertFailed(failed, "java.lang.IllegalStateException");
        assertException(failed, "java.lang.IllegalStateException");
        assertAttributes(failed, Map.of("http.response.status_code", 200L));
    }

    @Test
    void anErrorThatBecameAnAnswerIsNone() {
        ReceivedSpan mended = app().call("/odd/error-page").server();

        assertNotFailed(mended);
        assertAttributes(mended, Map.of("http.response.status_code", 418L));
        assertThat(mended.span().getEventsList()).isEmpty();
    }

    @Test
    void aClientThatIsGoneIsAnError() {
        ReceivedSpan failed =
                app().callAndLeave("/odd/abort", "HTTP/1.1 200", "/plain").server();

        assertThat(failed.status()).isEqualTo("ERROR");
        assertAttributes(failed, Map.of("http.response.status_code", 200L));
    }

    private void assertQuery(String target) {
        Trace trace = app().call(target);

        assertAttributes(trace.server(), Map.of("http.response.status_code", 200L));
        assertThat(trace.made().attributes()).containsEntry("db.query.text", "SELECT ?");
    }
}
