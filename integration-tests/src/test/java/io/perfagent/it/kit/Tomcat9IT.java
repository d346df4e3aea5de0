package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.JavaxClasses;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.fixture.TomcatFixture;
import java.io.File;

class Tomcat9IT extends TomcatIT {
    private static final Fixture FIXTURE = Fixture.server("tomcat-9", TomcatFixture.class, WARM_UP)
            .on(() -> JavaxClasses.directory()
                    + File.pathSeparator
                    + Libraries.server("tomcat-9", "netty-", "reactor-", "spring-", "undertow-"));

    Tomcat9IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return FIXTURE;
    }
}
