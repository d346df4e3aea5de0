package io.perfagent.it.kit;

import static io.perfagent.it.Polling.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.RawHttp;
import io.perfagent.it.ReceivedSpan;
import io.perfagent.it.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ten thousand virtual threads: each has its context, and none is held on its carrier by the agent. */
@OnEachJdk
class VirtualThreadIT {
    private static final int THREADS = 10_000;
    private static final int CALLS = 200;

    private final Jdk jdk;

    VirtualThreadIT(Jdk jdk) {
        this.jdk = jdk;
    }

    private static String send(String target, Trace.Caller caller, int port) {
        try {
            return RawHttp.get(target, "traceparent: " + caller.traceparent(true))
                    .send(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void eachVirtualThreadHasTheContextOfTheCallThatStartsIt() {
        assumeTrue(jdk.feature() >= 25, "virtual threads are woven from 25 on");
        Trace.Caller warm = new Trace.Caller(1);
        Trace.Caller many = new Trace.Caller(2);
        Trace.Caller wakes = new Trace.Caller(3);
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = Fixture.TOMCAT
                        .launch(Servers.closedPort())
                        .jdk(jdk)
                        .agent(AgentJar.underTest())
                        .jvm("-Xmx512m")
                        .env("OTEL_BSP_MAX_QUEUE_SIZE", "16384")
                        .exportTo(sink)
                        .warmStart(first -> {
                            send("/client/jdk-get", warm, first.awaitPort());
                            send("/executor-other/start-virtual-thread", warm, first.awaitPort());
                        })) {
            int port = app.awaitPort();
            // The first call loads classes, ours and the client's, and whoever waits for one meanwhile is pinned.
            send("/client/jdk-get", warm, port);
            send("/executor-other/start-virtual-thread", warm, port);

            String answer = send("/virtual/many", many, port);

            assertThat(answer).contains(" 200 ").contains("failed=0 pinned=true ours=[]");
            List<ReceivedSpan> queries =
                    sink.awaitSpans(span -> many.isTraceOf(span) && span.name().equals("SELECT item"), THREADS, SOON);
            List<ReceivedSpan> calls = sink.awaitSpans(
                    span -> many.isTraceOf(span)
                            && span.kind().equals("CLIENT")
                            && span.name().equals("GET"),
                    CALLS,
                    SOON);
            ReceivedSpan server = sink.awaitSpans(many::isParentOf, 1, SOON).get(0);
            assertThat(queries)
                    .hasSize(THREADS)
                    .allMatch(span -> span.parentId().equals(server.spanId()));
            assertThat(calls).hasSize(CALLS).allMatch(span -> span.parentId().equals(server.spanId()));

            send("/virtual/start-waiting", warm, port);
            assertThat(send("/virtual/wake", wakes, port)).contains(" 200 ");
            sink.awaitSpans(wakes::isParentOf, 1, SOON);
            assertThat(sink.spans().stream().filter(wakes::isTraceOf))
                    .describedAs("what is woken goes on in its own context")
                    .hasSize(1);

            sink.awaitMetrics(metric -> metric.name().equals("perf_agent.executor.task.run_time"), 1, SOON);
            assertThat(sink.metrics().stream()
                            .filter(metric -> metric.name().startsWith("perf_agent.executor."))
                            .flatMap(metric -> metric.pointAttributes().stream())
                            .map(point -> String.valueOf(point.get("perf_agent.executor.name"))))
                    .describedAs("what runs virtual threads is not measured")
                    .noneMatch(name -> name.startsWith("ForkJoinPool-worker") || name.startsWith("VirtualThread"));
        }
    }
}
