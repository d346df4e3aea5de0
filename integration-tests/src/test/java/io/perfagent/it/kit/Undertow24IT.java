package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import org.junit.jupiter.api.Test;

/** Undertow 2.4, whose servlets are a project of their own. */
class Undertow24IT extends HttpServerKit {
    private static final Fixture UNDERTOW_24 =
            UndertowIT.UNDERTOW.on(() -> Libraries.server("undertow-2.4", "netty-", "reactor-", "spring-"));

    Undertow24IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return UNDERTOW_24;
    }

    @Override
    String itemRoute() {
        return "/items/*";
    }

    @Test
    void contextGoesWithATaskOfTheServersWorkers() {
        assertThat(app().call("/task").made().attributes()).containsKey("db.query.text");
    }
}
