package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.ReceivedMetric;
import io.perfagent.it.fixture.BusyTomcatFixture;
import org.junit.jupiter.api.Test;

/** The wait for a thread of Tomcat's connector is a measured time of its own. */
class TomcatQueueIT extends LibraryKit {
    static final String QUEUE = "perf_agent.server.queue.duration";

    TomcatQueueIT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return Fixture.server("busy-tomcat", BusyTomcatFixture.class, "/plain", "/hold")
                .on(() -> Libraries.serverOfTests("netty-", "reactor-", "spring-", "undertow-"));
    }

    @Test
    void aRequestThatFoundNoThreadHasWaited() {
        assertThat(app().call("/hold").status()).isEqualTo(200);

        ReceivedMetric metric = app().awaitMetric(
                        QUEUE, each -> each.histogramPoints().stream().anyMatch(point -> point.getMax() >= 0.1));
        assertThat(metric.metric().getUnit()).isEqualTo("s");
        assertThat(metric.pointAttributes())
                .allSatisfy(point -> assertThat((String) point.get("perf_agent.server.connector.name"))
                        .startsWith("http-nio-"));
        // Most have not waited: those are counted too.
        assertThat(metric.histogramPoints())
                .allSatisfy(point -> assertThat(point.getMin()).isLessThan(point.getMax()));
    }
}
