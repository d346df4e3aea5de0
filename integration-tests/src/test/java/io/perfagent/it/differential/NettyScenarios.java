package io.perfagent.it.differential;

import io.perfagent.it.Fixture;
import io.perfagent.it.RawHttp;
import io.perfagent.it.fixture.NettyFixture;
import java.util.ArrayList;
import java.util.List;

/** A plain Netty server: what its handler does with each path is in {@code NettyCases}. */
final class NettyScenarios {
    private NettyScenarios() {}

    static Suite suite() {
        return new Suite(Fixture.server("netty", NettyFixture.class), scenarios());
    }

    private static List<Scenario> scenarios() {
        List<Scenario> all = new ArrayList<>();
        Scenario.Builder server = new Scenario.Builder(all, "netty");
        server.get("plain", "/plain");
        server.get("query", "/plain?q=1&token=abc&sig=y");
        server.get("forwarded", "/plain", "Forwarded: for=198.51.100.3;proto=https;host=shop.example:8443");
        server.get("forwarded-for", "/plain", "X-Forwarded-For: 203.0.113.7, 10.0.0.1", "X-Forwarded-Proto: https");
        server.get("trace-state", "/plain", "tracestate: a=1,b=2", "User-Agent: curl/8.0 (test)");
        server.get("not-found", "/fail/send-error-404");
        server.get("status-503", "/fail/send-error-503");
        server.request("head", 1, new RawHttp("HEAD", "/plain", List.of(), List.of()));
        server.request("unknown-method", 1, new RawHttp("BREW", "/plain", List.of(), List.of()));
        server.request(
                "continue",
                1,
                new RawHttp("POST", "/plain", List.of("Expect: 100-continue"), List.of("first", "second")));
        server.get("chunked", "/chunked");
        server.get("work", "/work");
        server.get("work-after", "/work-after");
        server.get("work-pool", "/work-pool");
        server.get("work-loop", "/work-loop");
        server.get("work-elsewhere", "/work-elsewhere");
        server.get("abort", "/abort");
        server.get("cut", "/cut");
        server.get("upgrade", "/upgrade", "Upgrade: raw");
        server.get("mutate", "/mutate");
        server.get("absolute-form", "http://shop.example/items/7?a=1");
        server.request("malformed", 0, new RawHttp("no", "request at all", List.of(), List.of()));
        server.get("large-header", "/plain", "X-Large: " + "x".repeat(10_000));
        server.unsampled("not-sampled", RawHttp.get("/items/unsampled"));
        return List.copyOf(all);
    }
}
