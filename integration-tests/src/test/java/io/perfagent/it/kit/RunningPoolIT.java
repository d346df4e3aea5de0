package io.perfagent.it.kit;

import static io.perfagent.it.Polling.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.RawHttp;
import io.perfagent.it.ReceivedMetric;
import io.perfagent.it.ReceivedSpan;
import io.perfagent.it.Servers;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On a first start, threads of pools are in the middle of their loop when it is woven. */
@OnEachJdk
class RunningPoolIT {
    private static final List<String> CASES = List.of("execute", "submit-callable", "schedule", "execute");

    private final Jdk jdk;

    RunningPoolIT(Jdk jdk) {
        this.jdk = jdk;
    }

    @Test
    void tasksOfThreadsThatRanBeforeTheWeavingAreSeen() throws IOException {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = Fixture.TOMCAT
                        .launch(Servers.closedPort())
                        .jdk(jdk)
                        .agent(AgentJar.underTest())
                        .exportTo(sink)
                        .start()) {
            int port = app.awaitPort();
            for (String name : CASES) {
                assertThat(RawHttp.get("/executor/" + name).status(port)).isEqualTo(200);
            }
            app.awaitWeaving();
            for (String name : CASES) {
                // A thread that waited for a task when its loop was woven gets that one unseen.
                assertThat(RawHttp.get("/executor/" + name).status(port)).isEqualTo(200);
            }
            for (int i = 0; i < CASES.size(); i++) {
                Trace.Caller caller = new Trace.Caller(i + 1);
                RawHttp request = RawHttp.get("/executor/" + CASES.get(i), "traceparent: " + caller.traceparent(true));
                assertThat(request.status(port)).isEqualTo(200);

                ReceivedSpan server =
                        sink.awaitSpans(caller::isParentOf, 1, SOON).get(0);
                assertThat(sink.spans().stream()
                                .filter(span -> caller.isTraceOf(span) && span != server)
                                .toList())
                        .describedAs(CASES.get(i))
                        .singleElement()
                        .satisfies(query -> assertThat(query.parentId()).isEqualTo(server.spanId()));
            }
            assertThat(RawHttp.get("/executor/execute").status(port)).isEqualTo(200);
            sink.awaitMetrics(
                    metric -> metric.name().equals("perf_agent.executor.task.run_time")
                            && metric.histogramPoints().stream()
                                    .anyMatch(point ->
                                            ReceivedMetric.attributes(point).containsValue("fixture-worker")),
                    1,
                    SOON);
        }
    }
}
