package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.fixture.JettyFixture;

class Jetty11IT extends ServletKit {
    private static final Fixture FIXTURE = Fixture.server("jetty-11", JettyFixture.class, WARM_UP)
            .on(() -> Libraries.server("jetty-11", Fixture.WITHOUT_JETTY));

    Jetty11IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return FIXTURE;
    }
}
