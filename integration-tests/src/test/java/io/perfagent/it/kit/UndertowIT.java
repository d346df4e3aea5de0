package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.ReceivedSpan;
import io.perfagent.it.fixture.UndertowServletFixture;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Undertow with servlets. */
class UndertowIT extends HttpServerKit {
    static final Fixture UNDERTOW = Fixture.server(
                    "undertow",
                    UndertowServletFixture.class,
                    "/plain",
                    "/items/1",
                    "/async/complete",
                    "/async/dispatch",
                    "/fail/exception",
                    "/query",
                    "/task")
            .on(() -> Libraries.serverOfTests("netty-", "reactor-", "spring-"));

    UndertowIT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return UNDERTOW;
    }

    @Override
    String itemRoute() {
        return "/items/*";
    }

    @Test
    void routesAreTheMappingsOfTheirContext() {
        assertRoute("/shop/items/7", "/shop/items/*", 200);
        assertRoute("/items", "/items/*", 200);
        assertRoute("/a/b.do", "/*.do", 200);
        assertRoute("/guarded/x", "/*", 401);
        assertRoute("/nowhere", "/*", 404);
    }

    @Test
    void aCallOfTheServletIsItsChild() {
        assertThat(app().call("/query").made().attributes()).containsKey("db.query.text");
    }

    @Test
    void contextGoesWithATaskOfTheServersWorkers() {
        assertThat(app().call("/task").made().attributes()).containsKey("db.query.text");
    }

    @Test
    void anAsyncDispatchIsPartOfItsRequest() {
        Trace dispatched = app().call("/async/dispatch");
        ReceivedSpan failed = app().call("/async/dispatch-to-fail").server();

        assertThat(dispatched.spans()).hasSize(1);
        assertAttributes(dispatched.server(), Map.of("http.response.status_code", 200L, "http.route", "/async/*"));
        assertFailed(failed, "500");
        assertException(failed, "java.lang.IllegalStateException");
    }

    @Test
    void anAsyncTimeoutHasTheStatusThatWasSent() {
        ReceivedSpan handled = app().call("/async/timeout").server();
        ReceivedSpan unhandled = app().call("/async/timeout-unhandled").server();

        assertFailed(handled, "504");
        assertFailed(unhandled, "500");
    }

    @Test
    void anErrorIsItsRootCause() {
        ReceivedSpan wrapped = app().call("/fail/servlet-exception").server();

        assertFailed(wrapped, "500");
        assertException(wrapped, "java.lang.IllegalArgumentException");
        assertException(app().call("/fail/error").server(), "java.lang.AssertionError");
        // Undertow wraps what a forward throws.
        assertException(app().call("/forward-to-fail").server(), "java.lang.RuntimeException");
        assertException(app().call("/async/throws").server(), "java.lang.IllegalStateException");
    }

    @Test
    void anErrorThatComesTooLateIsRecorded() {
        ReceivedSpan failed = app().call("/fail/after-commit").server();

        assertThat(failed.status()).isEqualTo("ERROR");
        assertException(failed, "java.lang.IllegalStateException");
    }

    @Test
    void anIncludeIsPartOfItsRequest() {
        assertRoute("/include", "/include", 200);
    }

    private void assertRoute(String target, String route, long status) {
        Trace trace = app().call(target);

        assertThat(trace.spans()).hasSize(1);
        assertAttributes(
                trace.server(), Map.of("http.route", route, "http.response.status_code", status, "url.path", target));
    }
}
