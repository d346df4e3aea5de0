package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.fixture.WebFluxFixture;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Spring WebFlux of any version as a servlet of Tomcat. */
abstract class WebFluxKit extends RouteKit {
    WebFluxKit(Jdk jdk) {
        super(jdk);
    }

    static Fixture webFlux(String version) {
        return Fixture.server(
                        "webflux-" + version,
                        WebFluxFixture.class,
                        "/plain",
                        "/function/1",
                        "/nothing",
                        "/items/1?elsewhere")
                .on(() -> Libraries.server("spring-" + version, "undertow-"));
    }

    @Override
    String unmatchedRoute() {
        return "/*";
    }

    @Test
    void aFunctionalEndpointHasItsNestedPattern() {
        assertServed("/function/42", "/function/{id}");
    }

    @Test
    void aHandlerThatAnswersLaterHasItsRoute() {
        assertServed("/late/42", "/late/{id}");
    }

    @Test
    void aRequestThatIsMatchedOnAnotherThreadHasItsRoute() {
        assertServed("/items/42?elsewhere", "/items/{id}");
        assertServed("/items/42?at-once-elsewhere", "/items/{id}");
        assertFailed(assertRoute("/fail/exception?elsewhere", "/fail/{how}"), "500");
    }

    @Test
    void aFilterThatAnswersLeavesTheRouteOfTheServer() {
        assertAttributes(assertRoute("/items/42?refused", "/*"), Map.of("http.response.status_code", 401L));
    }
}
