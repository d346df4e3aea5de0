package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.fixture.TomcatFixture;
import org.junit.jupiter.api.Test;

class Tomcat11IT extends TomcatIT {
    private static final Fixture FIXTURE = Fixture.server("tomcat-11", TomcatFixture.class, WARM_UP)
            .on(() -> Libraries.server("tomcat-11", "netty-", "reactor-", "spring-", "undertow-"));

    Tomcat11IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return FIXTURE;
    }

    @Test
    void theWaitForAThreadIsMeasured() {
        app().call("/plain");

        app().awaitMetric(
                        TomcatQueueIT.QUEUE,
                        metric -> metric.histogramPoints().stream().anyMatch(point -> point.getCount() > 0));
    }
}
