package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.fixture.TomcatFixture;

class Tomcat11IT extends HttpServerKit {
    private static final Fixture TOMCAT_11 = Fixture.server(
                    "tomcat-11", TomcatFixture.class, "/plain", "/items/1", "/async/complete")
            .on(() -> Libraries.classPath("tomcat-11"));

    Tomcat11IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return TOMCAT_11;
    }

    @Override
    String itemRoute() {
        return "/items/*";
    }
}
