package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.fixture.JaxRsFixture;
import org.junit.jupiter.api.Test;

/** JAX-RS and Jakarta REST, of any implementation. */
abstract class JaxRsKit extends RouteKit {
    JaxRsKit(Jdk jdk) {
        super(jdk);
    }

    static Fixture jaxRs(String libraries) {
        return Fixture.server(libraries, JaxRsFixture.class, "/api/plain", "/api/items/1/reviews/2", "/api/async/1")
                .on(() -> Libraries.server(libraries, "netty-", "reactor-", "spring-", "undertow-"));
    }

    @Override
    String root() {
        return "/api";
    }

    @Override
    String unmatchedRoute() {
        return "/api/*";
    }

    @Test
    void anExpressionIsAsItIsWritten() {
        assertServed("/items/42/parts/7", "/api/items/{id: [0-9]+}/parts/{part}");
    }

    @Test
    void aResourceThatIsLocatedComesAfterItsLocator() {
        assertServed("/items/42/reviews/7", "/api/items/{id}/reviews/{review}");
    }

    @Test
    void anAsynchronousMethodHasItsRoute() {
        assertServed("/async/1", "/api/async/{id}");
    }
}
