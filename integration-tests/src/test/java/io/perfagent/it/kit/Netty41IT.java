package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.fixture.NettyFixture;

/** Netty 4.1, with {@code HttpServerCodec}. */
class Netty41IT extends NettyKit {
    private static final Fixture NETTY_41 = Fixture.server("netty-4.1", NettyFixture.class, WARM_UP)
            .on(() -> Libraries.server("netty-4.1", "netty-", "reactor-", "spring-", "undertow-", "tomcat-"));

    Netty41IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return NETTY_41;
    }

    @Override
    String pipeline() {
        return "[codec, cases, elsewhere, DefaultChannelPipeline$TailContext#0]";
    }
}
