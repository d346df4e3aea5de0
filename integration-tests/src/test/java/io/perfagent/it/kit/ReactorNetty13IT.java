package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.fixture.ReactorNettyFixture;

/** Reactor Netty 1.3 on Netty 4.2. */
class ReactorNetty13IT extends ReactorNettyKit {
    private static final Fixture REACTOR_NETTY_13 = Fixture.server(
                    "reactor-netty-1.3", ReactorNettyFixture.class, WARM_UP)
            .on(() -> Libraries.serverOfTests("spring-", "undertow-", "tomcat-"));

    ReactorNetty13IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return REACTOR_NETTY_13;
    }
}
