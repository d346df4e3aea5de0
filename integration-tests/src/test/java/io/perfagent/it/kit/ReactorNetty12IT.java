package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.fixture.ReactorNettyFixture;

/** Reactor Netty 1.2 on Netty 4.1. */
class ReactorNetty12IT extends ReactorNettyKit {
    private static final Fixture REACTOR_NETTY_12 = Fixture.server(
                    "reactor-netty-1.2", ReactorNettyFixture.class, WARM_UP)
            .on(() -> Libraries.server("reactor-netty-1.2", "netty-", "reactor-", "spring-", "undertow-", "tomcat-"));

    ReactorNetty12IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return REACTOR_NETTY_12;
    }
}
