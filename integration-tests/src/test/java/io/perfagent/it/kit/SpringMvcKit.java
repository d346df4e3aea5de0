package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.RawHttp;
import io.perfagent.it.ReceivedSpan;
import io.perfagent.it.fixture.SpringMvcFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Spring MVC of any version. */
abstract class SpringMvcKit extends RouteKit {
    SpringMvcKit(Jdk jdk) {
        super(jdk);
    }

    static Fixture spring(String version) {
        return Fixture.server(
                        "spring-mvc-" + version, SpringMvcFixture.class, "/plain", "/items/1", "/async/callable/1")
                .on(() -> Libraries.server("spring-" + version, "undertow-"));
    }

    @Override
    String unmatchedRoute() {
        return "/*";
    }

    @Test
    void theMappingOfTheDispatcherIsNoPartOfTheRoute() {
        assertRoute(app().call("/shop/api/items/42").server(), "/shop/items/{id}");
    }

    @Test
    void aHandlerOfSeveralPatternsHasTheOneThatMatched() {
        assertServed("/goods/42", "/goods/{id}");
    }

    @Test
    void aFunctionalEndpointHasItsNestedPattern() {
        assertServed("/function/42", "/function/{id}");
    }

    @Test
    void aResourceHasThePatternOfItsHandler() {
        assertServed("/files/README.md", "/files/**");
        assertAttributes(assertRoute("/files/nothing", "/files/**"), Map.of("http.response.status_code", 404L));
    }

    @Test
    void anAsynchronousHandlerHasItsRoute() {
        assertServed("/async/callable/1", "/async/callable/{id}");
        assertServed("/async/deferred/1", "/async/deferred/{id}");
        assertServed("/async/future/1", "/async/future/{id}");
        assertFailed(assertRoute("/async/fails/1", "/async/fails/{id}"), "500");
    }

    @Test
    void aForwardKeepsTheFirstRoute() {
        assertServed("/forward", "/forward");
    }

    @Test
    void aMethodThatIsNotMappedHasTheRouteOfTheServer() {
        ReceivedSpan span = assertRoute("/posted", "/*");

        assertAttributes(span, Map.of("http.response.status_code", 405L));
    }

    @Test
    void otherMethodsHaveTheSameRoute() {
        ReceivedSpan head = app().call(new RawHttp("HEAD", "/items/1", List.of(), List.of()))
                .server();

        assertThat(head.name()).isEqualTo("HEAD /items/{id}");
    }
}
