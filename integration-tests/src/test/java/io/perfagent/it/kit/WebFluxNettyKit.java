package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.fixture.WebFluxNettyFixture;
import org.junit.jupiter.api.Test;

/** Spring WebFlux of any version on Reactor Netty: the route of the one is on the request of the other. */
abstract class WebFluxNettyKit extends LibraryKit {
    WebFluxNettyKit(Jdk jdk) {
        super(jdk);
    }

    static Fixture webFluxNetty(String version) {
        return Fixture.server(
                        "webflux-netty-" + version,
                        WebFluxNettyFixture.class,
                        "/plain",
                        "/function/1",
                        "/nothing",
                        "/items/1?elsewhere")
                .on(() -> Libraries.server("spring-" + version, "undertow-"));
    }

    @Test
    void aRequestHasTheRouteOfItsHandler() {
        assertThat(app().call("/items/42").server().name()).isEqualTo("GET /items/{id}");
        assertThat(app().call("/function/42").server().name()).isEqualTo("GET /function/{id}");
        assertThat(app().call("/late/42").server().name()).isEqualTo("GET /late/{id}");
        assertThat(app().call("/items/42?elsewhere").server().name()).isEqualTo("GET /items/{id}");
    }
}
