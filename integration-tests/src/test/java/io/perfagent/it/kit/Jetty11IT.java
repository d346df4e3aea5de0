package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.fixture.JettyFixture;

class Jetty11IT extends ServletKit {
    private static final Fixture FIXTURE = Fixture.server("jetty-11", JettyFixture.class, WARM_UP)
            .on(() -> Libraries.classPath("jetty-11", "tomcat-embed-core"));

    Jetty11IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return FIXTURE;
    }
}
