package io.perfagent.it.differential;

import io.perfagent.it.Fixture;
import io.perfagent.it.Libraries;
import io.perfagent.it.RawHttp;
import io.perfagent.it.fixture.JaxRsFixture;
import io.perfagent.it.fixture.SpringMvcFixture;
import io.perfagent.it.fixture.WebFluxFixture;
import java.util.ArrayList;
import java.util.List;

/** Suites of frameworks below a server: what they add is a route. */
final class RouteScenarios {
    private RouteScenarios() {}

    static List<Suite> suites() {
        return List.of(
                new Suite(fixture("spring-mvc", SpringMvcFixture.class, "spring-7.0"), springMvc()),
                new Suite(fixture("webflux", WebFluxFixture.class, "spring-7.0"), webFlux()),
                new Suite(fixture("jersey", JaxRsFixture.class, "jersey-3"), jaxRs("jersey")),
                new Suite(fixture("resteasy", JaxRsFixture.class, "resteasy-7"), jaxRs("resteasy")));
    }

    private static Fixture fixture(String name, Class<?> main, String libraries) {
        return Fixture.server(name, main).on(() -> Libraries.classPath(libraries));
    }

    private static List<Scenario> springMvc() {
        List<Scenario> all = new ArrayList<>();
        Scenario.Builder server = new Scenario.Builder(all, "spring-mvc");
        server.get("plain", "/plain");
        server.get("pattern", "/items/42");
        server.get("one-of-several-patterns", "/goods/42");
        server.get("context-path", "/shop/items/42");
        server.get("dispatcher-below-prefix", "/shop/api/items/42");
        server.get("function", "/function/42");
        server.get("resource", "/files/README.md");
        server.get("resource-missing", "/files/nothing");
        server.get("not-found", "/nothing/here");
        server.get("method-not-allowed", "/posted");
        server.get("exception", "/fail/exception");
        server.get("status-404", "/fail/not-found");
        server.get("forward", "/forward");
        server.get("redirect", "/redirect");
        server.get("callable", "/async/callable/1");
        server.get("deferred", "/async/deferred/1");
        server.get("future", "/async/future/1");
        server.get("callable-fails", "/async/fails/1");
        server.request("head", 1, new RawHttp("HEAD", "/items/1", List.of(), List.of()));
        return List.copyOf(all);
    }

    private static List<Scenario> webFlux() {
        List<Scenario> all = new ArrayList<>();
        Scenario.Builder server = new Scenario.Builder(all, "webflux");
        server.get("plain", "/plain");
        server.get("pattern", "/items/42");
        server.get("context-path", "/shop/items/42");
        server.get("function", "/function/42");
        server.get("answers-later", "/late/42");
        server.get("matched-elsewhere", "/items/42?elsewhere");
        server.get("refused", "/items/42?refused");
        server.get("not-found", "/nothing/here");
        server.get("exception", "/fail/exception");
        server.get("status-404", "/fail/not-found");
        return List.copyOf(all);
    }

    private static List<Scenario> jaxRs(String group) {
        List<Scenario> all = new ArrayList<>();
        Scenario.Builder server = new Scenario.Builder(all, group);
        server.get("plain", "/api/plain");
        server.get("template", "/api/items/42");
        server.get("context-path", "/shop/api/items/42");
        server.get("expression", "/api/items/42/parts/7");
        server.get("sub-resource", "/api/items/42/reviews/7");
        server.get("async", "/api/async/1");
        server.get("not-found", "/api/nothing/here");
        server.get("exception", "/api/fail/exception");
        server.get("status-404", "/api/fail/not-found");
        return List.copyOf(all);
    }
}
