package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.fixture.NettyFixture;

/** Netty 4.2, with a decoder and an encoder of their own. */
class Netty42IT extends NettyKit {
    private static final Fixture NETTY_42 = Fixture.server("netty-4.2", NettyFixture.Split.class, WARM_UP)
            .on(() -> Libraries.serverOfTests("reactor-", "spring-", "undertow-", "tomcat-"));

    Netty42IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return NETTY_42;
    }

    @Override
    String pipeline() {
        return "[decoder, encoder, cases, elsewhere, DefaultChannelPipeline$TailContext#0]";
    }
}
