package io.perfagent.it.differential;

import io.perfagent.it.Fixture;
import io.perfagent.it.RawHttp;
import io.perfagent.it.fixture.JdkServerFixture;
import io.perfagent.it.fixture.UndertowFixture;
import io.perfagent.it.fixture.UndertowServletFixture;
import java.util.ArrayList;
import java.util.List;

/** The scenarios of servers other than Tomcat: a group each. */
final class ServerScenarios {
    private ServerScenarios() {}

    static List<Suite> suites() {
        return List.of(
                new Suite(Fixture.server("jdk-server", JdkServerFixture.class), jdkServer()),
                new Suite(Fixture.server("undertow", UndertowServletFixture.class), undertow()),
                new Suite(Fixture.server("undertow-handlers", UndertowFixture.class), undertowHandlers()));
    }

    private static List<Scenario> jdkServer() {
        List<Scenario> all = new ArrayList<>();
        Scenario.Builder server = new Scenario.Builder(all, "jdk-server");
        common(server, false);
        server.get("filter", "/filtered/item");
        server.get("filter-401", "/filtered/guarded");
        server.request("no-context", 0, RawHttp.get("/nothing/here"));
        server.get("async-no-body", "/async/no-body");
        server.get("async-stream-only", "/async/stream-only");
        server.get("async-before-return", "/async/before-return");
        server.get("async-closed-without-answer", "/async/closed-without-answer");
        return List.copyOf(all);
    }

    private static List<Scenario> undertowHandlers() {
        List<Scenario> all = new ArrayList<>();
        Scenario.Builder server = new Scenario.Builder(all, "undertow-handlers");
        common(server, true);
        server.get("not-found", "/nothing/here");
        server.get("exception-in-worker", "/fail/in-worker");
        server.get("exception-mended", "/odd/error-page");
        return List.copyOf(all);
    }

    private static List<Scenario> undertow() {
        List<Scenario> all = new ArrayList<>();
        Scenario.Builder server = new Scenario.Builder(all, "undertow");
        common(server, true);
        server.get("wildcard-bare", "/items");
        server.get("extension", "/order.do");
        server.get("context-path", "/shop/items/9");
        server.get("context-root-missing", "/shop/nothing");
        server.get("not-found", "/nothing/here");
        server.get("root", "/");
        server.get("filter-401", "/guarded/thing");
        server.get("servlet-exception", "/fail/servlet-exception");
        server.get("forward", "/forward");
        server.get("forward-to-fail", "/forward-to-fail");
        server.get("include", "/include");
        server.get("async-dispatch", "/async/dispatch");
        server.get("async-dispatch-to-fail", "/async/dispatch-to-fail");
        server.get("async-timeout", "/async/timeout");
        server.get("async-timeout-unhandled", "/async/timeout-unhandled");
        server.get("async-throws", "/async/throws");
        return List.copyOf(all);
    }

    /** @param answersErrors whether a client is not left to wait when a handler throws an {@code Error} */
    private static void common(Scenario.Builder server, boolean answersErrors) {
        server.get("plain", "/plain");
        server.get("query", "/plain?q=1&token=abc&q=2");
        server.get("query-redacted", "/plain?Signature=abc&AWSAccessKeyId=x&sig=y&X-Goog-Signature=z");
        server.get("user-agent", "/plain", "User-Agent: curl/8.0 (test)");
        server.get("forwarded-for", "/plain", "X-Forwarded-For: 203.0.113.7, 10.0.0.1", "X-Forwarded-Proto: https");
        server.get("forwarded", "/plain", "Forwarded: for=198.51.100.3;proto=https;host=shop.example:8443");
        server.get("trace-state", "/plain", "tracestate: a=1,b=2", "baggage: user=7");
        server.get("wildcard", "/items/42");
        server.get("encoded", "/items/a%20b?x=%20y");
        server.get("redirect", "/redirect");
        server.request("head", 1, new RawHttp("HEAD", "/plain", List.of(), List.of()));
        server.request("unknown-method", 1, new RawHttp("BREW", "/plain", List.of(), List.of()));
        server.get("exception", "/fail/exception");
        if (answersErrors) {
            server.get("error", "/fail/error");
        }
        server.get("send-error-503", "/fail/send-error-503");
        server.get("send-error-404", "/fail/send-error-404");
        server.get("status-500", "/fail/status-500");
        server.get("exception-after-commit", "/fail/after-commit");
        server.get("async-complete", "/async/complete");
        server.get("async-status-500", "/async/status-500");
        server.unsampled("not-sampled", RawHttp.get("/items/unsampled"));
    }
}
