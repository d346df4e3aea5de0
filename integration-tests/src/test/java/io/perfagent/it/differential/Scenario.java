package io.perfagent.it.differential;

import io.perfagent.it.RawHttp;
import java.util.ArrayList;
import java.util.List;

/**
 * One request to the fixture, in a trace of its own: the trace id is the scenario's.
 *
 * @param group what it is about; one golden file each
 * @param number unique over all groups; trace and parent id follow from it
 * @param serverSpans how many SERVER spans it leads to when all is well; what a run waits for
 * @param sampled the flag of its {@code traceparent}
 * @param isCase whether it runs a case of a library, which answers 200 unless the fixture is wrong
 */
record Scenario(
        String group, String name, int number, RawHttp request, int serverSpans, boolean sampled, boolean isCase) {

    /** 32 hex digits. */
    String traceId() {
        return String.format("5ce0000000000000%016x", number);
    }

    /** 16 hex digits: the span of the caller, which no agent reports. */
    String parentId() {
        return String.format("d0%014x", number);
    }

    /** The request with its trace context. */
    RawHttp tracedRequest() {
        return request.with("traceparent: 00-" + traceId() + "-" + parentId() + (sampled ? "-01" : "-00"));
    }

    /** The scenarios of Tomcat 10.1 and of the client libraries, in the order they are run. */
    static List<Scenario> tomcat() {
        List<Scenario> all = new ArrayList<>();
        Builder server = new Builder(all, "tomcat");
        server.get("plain", "/plain");
        server.get("query", "/plain?q=1&token=abc&q=2");
        server.get("query-redacted", "/plain?Signature=abc&AWSAccessKeyId=x&sig=y&X-Goog-Signature=z");
        server.get("user-agent", "/plain", "User-Agent: curl/8.0 (test)");
        server.get("forwarded-for", "/plain", "X-Forwarded-For: 203.0.113.7, 10.0.0.1", "X-Forwarded-Proto: https");
        server.get("forwarded", "/plain", "Forwarded: for=198.51.100.3;proto=https;host=shop.example:8443");
        server.get("forwarded-host", "/plain", "X-Forwarded-Host: shop.example");
        server.get("trace-state", "/plain", "tracestate: a=1,b=2", "baggage: user=7");
        server.get("wildcard", "/items/42");
        server.get("wildcard-bare", "/items");
        server.get("encoded", "/items/a%20b;v=1?x=%20y");
        server.get("extension", "/order.do");
        server.get("context-path", "/shop/items/9");
        server.get("context-root-missing", "/shop/nothing");
        server.get("not-found", "/nothing/here");
        server.get("root", "/");
        server.get("filter-401", "/guarded/thing");
        server.get("redirect", "/redirect");
        server.request("post", 1, new RawHttp("POST", "/items/7", List.of(), List.of("a=1")));
        server.request("put", 1, new RawHttp("PUT", "/items/7", List.of(), List.of("{}")));
        server.request("head", 1, new RawHttp("HEAD", "/plain", List.of(), List.of()));
        server.request("options", 1, new RawHttp("OPTIONS", "/plain", List.of(), List.of()));
        server.request("unknown-method", 1, new RawHttp("BREW", "/plain", List.of(), List.of()));
        server.request("slow-read", 1, new RawHttp("POST", "/slow-read", List.of(), List.of("first", "second")));
        server.request("bad-target", 0, RawHttp.get("/a{b}"));
        server.get("exception", "/fail/exception");
        server.get("servlet-exception", "/fail/servlet-exception");
        server.get("error", "/fail/error");
        server.get("send-error-503", "/fail/send-error-503");
        server.get("send-error-404", "/fail/send-error-404");
        server.get("status-500", "/fail/status-500");
        server.get("status-400", "/fail/other");
        server.get("exception-after-commit", "/fail/after-commit");
        server.get("forward", "/forward");
        server.get("forward-to-fail", "/forward-to-fail");
        server.get("include", "/include");
        server.get("async-complete", "/async/complete");
        server.get("async-status-500", "/async/status-500");
        server.get("async-dispatch", "/async/dispatch");
        server.get("async-dispatch-to-fail", "/async/dispatch-to-fail");
        server.get("async-timeout", "/async/timeout");
        server.get("async-timeout-unhandled", "/async/timeout-unhandled");
        server.get("async-throws", "/async/throws");
        server.get("gc", "/gc");
        server.unsampled("not-sampled", RawHttp.get("/items/unsampled"));

        String[] jdbc = {
            "literal", "execute", "join", "prepared", "insert", "update", "delete", "ddl", "batch-statement",
            "batch-prepared", "batch-of-one", "call", "error", "duplicate", "transaction", "metadata", "connect",
                    "pooled"
        };
        new Builder(all, "jdbc-h2").cases("/h2/", 1, jdbc);
        new Builder(all, "jdbc-postgresql").cases("/postgres/", 1, jdbc);
        new Builder(all, "redis")
                .cases("/redis/", 1, "set", "get", "mget", "incr", "hset", "del", "wrong-type", "eval", "select")
                .cases("/redis/", 1, "pipeline", "multi", "auth", "pooled", "connect", "refused");
        new Builder(all, "http-client")
                .cases("/client/", 2, "jdk-get", "jdk-post", "jdk-404", "jdk-500", "jdk-h2c-upgrade", "jdk-async")
                .cases("/client/", 3, "jdk-redirect", "jdk-async-then")
                .cases("/client/", 2, "jdk-timeout")
                .cases("/client/", 1, "jdk-refused", "jdk-async-refused")
                .cases("/client/", 2, "url-get", "url-post", "url-404", "url-500", "url-response-code", "url-head")
                .cases("/client/", 3, "url-redirect")
                .cases("/client/", 1, "url-refused", "url-connect-only");
        new Builder(all, "executor")
                .cases("/executor/", 1, "execute", "submit-callable", "submit-runnable", "submit-future-task")
                .cases("/executor/", 1, "invoke-all", "invoke-any", "schedule", "schedule-fixed-rate", "supply-async")
                .cases("/executor/", 1, "then-apply-async", "common-pool", "fork-join")
                .cases("/executor/", 1, "single-thread", "task-throws", "new-thread");
        return List.copyOf(all);
    }

    /** What Tomcat's scenarios ask of a server, asked of Jetty. */
    static List<Scenario> jetty() {
        List<Scenario> all = new ArrayList<>();
        Builder server = new Builder(all, "jetty");
        server.get("plain", "/plain");
        server.get("query", "/plain?q=1&token=abc&q=2");
        server.get("forwarded-for", "/plain", "X-Forwarded-For: 203.0.113.7, 10.0.0.1", "X-Forwarded-Proto: https");
        server.get("forwarded", "/plain", "Forwarded: for=198.51.100.3;proto=https;host=shop.example:8443");
        server.get("wildcard", "/items/42");
        server.get("wildcard-bare", "/items");
        server.get("encoded", "/items/a%20b?x=%20y");
        server.get("extension", "/order.do");
        server.get("context-path", "/shop/items/9");
        server.get("context-root-missing", "/shop/nothing");
        server.get("not-found", "/nothing/here");
        server.get("root", "/");
        server.get("filter-401", "/guarded/thing");
        server.get("redirect", "/redirect");
        server.request("post", 1, new RawHttp("POST", "/items/7", List.of(), List.of("a=1")));
        server.request("head", 1, new RawHttp("HEAD", "/plain", List.of(), List.of()));
        server.request("unknown-method", 1, new RawHttp("BREW", "/plain", List.of(), List.of()));
        server.request("slow-read", 1, new RawHttp("POST", "/slow-read", List.of(), List.of("first", "second")));
        server.request("bad-target", 0, RawHttp.get("/%zz"));
        server.get("exception", "/fail/exception");
        server.get("servlet-exception", "/fail/servlet-exception");
        server.get("error", "/fail/error");
        server.get("send-error-503", "/fail/send-error-503");
        server.get("send-error-404", "/fail/send-error-404");
        server.get("status-500", "/fail/status-500");
        server.get("exception-after-commit", "/fail/after-commit");
        server.get("forward", "/forward");
        server.get("forward-to-fail", "/forward-to-fail");
        server.get("include", "/include");
        server.get("async-complete", "/async/complete");
        server.get("async-status-500", "/async/status-500");
        server.get("async-dispatch", "/async/dispatch");
        server.get("async-dispatch-to-fail", "/async/dispatch-to-fail");
        server.get("async-timeout", "/async/timeout");
        server.get("async-timeout-unhandled", "/async/timeout-unhandled");
        server.get("async-throws", "/async/throws");
        server.unsampled("not-sampled", RawHttp.get("/items/unsampled"));
        return List.copyOf(all);
    }

    static final class Builder {
        private final List<Scenario> all;
        private final String group;

        Builder(List<Scenario> all, String group) {
            this.all = all;
            this.group = group;
        }

        void get(String name, String target, String... headers) {
            request(name, 1, RawHttp.get(target, headers));
        }

        void request(String name, int serverSpans, RawHttp request) {
            all.add(new Scenario(group, name, all.size() + 1, request, serverSpans, true, false));
        }

        void unsampled(String name, RawHttp request) {
            all.add(new Scenario(group, name, all.size() + 1, request, 0, false, false));
        }

        Builder cases(String path, int serverSpans, String... names) {
            for (String name : names) {
                all.add(new Scenario(group, name, all.size() + 1, RawHttp.get(path + name), serverSpans, true, true));
            }
            return this;
        }
    }
}
