package io.perfagent.it.kit;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.RawHttp;
import io.perfagent.it.ReceivedMetric;
import io.perfagent.it.ReceivedSpan;
import io.perfagent.it.Servers;
import io.perfagent.it.fixture.TomcatFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.opentest4j.TestAbortedException;

/** The fixture, warm, on one JDK under the agent, and the sink it exports to; shared by all kits. Thread-safe. */
final class FixtureApp implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String[] WARM_UP = {
        "/plain",
        "/items/1",
        "/async/complete",
        "/h2/literal",
        "/h2/prepared",
        "/h2/batch-statement",
        "/h2/call",
        "/h2/error",
        "/h2/pooled",
        "/postgres/literal",
        "/postgres/prepared",
        "/redis/get",
        "/redis/pipeline",
        "/redis/multi",
        "/redis/pooled",
        "/client/jdk-get",
        "/client/jdk-async",
        "/client/url-get",
        "/client/url-post",
        "/executor/execute",
        "/executor/submit-callable",
        "/executor/schedule",
        "/executor/supply-async",
        "/executor/fork-join"
    };

    private final OtlpSink sink = OtlpSink.start();
    private final AppProcess app;
    private final int port;
    private final int closedPort = Servers.unusedPort();
    private final AtomicLong traces = new AtomicLong();

    FixtureApp(Jdk jdk, AgentJar agent) {
        AppLaunch launch = AppProcess.launch(TomcatFixture.class)
                .jdk(jdk)
                .agent(agent)
                .jvm("-Xmx256m")
                .property("fixture.closed", closedPort)
                .env("OTEL_SERVICE_NAME", "kit")
                .exportTo(sink);
        ifThere(launch, "fixture.postgres", Servers::postgresUrl);
        ifThere(launch, "fixture.redis", Servers::redisPort);
        app = launch.warmStart(first -> warmUp(first.awaitPort()));
        port = app.awaitPort();
    }

    /** The kit of a server that cannot run here is skipped; the others still run. */
    private static void ifThere(AppLaunch launch, String property, Supplier<Object> server) {
        try {
            launch.property(property, server.get());
        } catch (TestAbortedException absent) {
            System.err.println(absent.getMessage());
        }
    }

    private static void warmUp(int port) {
        for (String target : WARM_UP) {
            send(RawHttp.get(target), port);
        }
    }

    /** The port the fixture listens on. */
    int port() {
        return port;
    }

    /** A port nothing listens on, which the cases that are refused call. */
    int closedPort() {
        return closedPort;
    }

    /** Requests {@code target} in a sampled trace of its own and waits for the spans of that trace. */
    Trace call(String target) {
        return call(RawHttp.get(target));
    }

    /** The same for any request. */
    Trace call(RawHttp request) {
        Trace.Caller caller = caller();
        int status = send(request.with("traceparent: " + caller.traceparent(true)), port);
        sink.awaitSpans(span -> caller.isParentOf(span), 1, SOON);
        return new Trace(
                caller, status, sink.spans().stream().filter(caller::isTraceOf).toList());
    }

    /** Requests {@code target} in a trace that is not sampled, then others until a sampled one has arrived. */
    List<ReceivedSpan> callNotSampled(String target) {
        Trace.Caller caller = caller();
        send(RawHttp.get(target, "traceparent: " + caller.traceparent(false)), port);
        call("/plain"); // spans leave in the order they ended
        return sink.spans().stream().filter(caller::isTraceOf).toList();
    }

    /** Requests without a trace context, or with headers that are none; the SERVER span it leads to. */
    ReceivedSpan callRoot(String target, String... headers) {
        send(RawHttp.get(target, headers), port);
        String path = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
        return sink.awaitSpans(span -> span.parentId().isEmpty() && path.equals(span.attribute("url.path")), 1, SOON)
                .get(0);
    }

    /** Waits until the metric has a point with these attributes (and possibly more). */
    ReceivedMetric awaitPoint(String metric, Map<String, ?> attributes) {
        return sink.awaitMetrics(
                        each -> each.name().equals(metric)
                                && each.pointAttributes().stream()
                                        .anyMatch(point -> point.entrySet().containsAll(attributes.entrySet())),
                        1,
                        SOON)
                .get(0);
    }

    /** Everything the agent logged that no test expects, and everything it sent that is not OTLP. */
    List<String> complaints() {
        List<String> faults = sink.faults();
        return faults.isEmpty() ? app.unexpectedAgentLines() : faults;
    }

    private Trace.Caller caller() {
        return new Trace.Caller(traces.incrementAndGet());
    }

    private static int send(RawHttp request, int port) {
        try {
            return request.status(port);
        } catch (IOException e) {
            throw new UncheckedIOException("no answer to " + request, e);
        }
    }

    @Override
    public void close() {
        try (sink) {
            app.close();
        }
    }
}
