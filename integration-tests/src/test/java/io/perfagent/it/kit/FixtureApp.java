package io.perfagent.it.kit;

import static io.perfagent.it.Polling.SOON;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.RawHttp;
import io.perfagent.it.ReceivedMetric;
import io.perfagent.it.ReceivedSpan;
import io.perfagent.it.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** A fixture, warm, on one JDK under the agent, and the sink it exports to. Thread-safe. */
final class FixtureApp implements AutoCloseable {
    private static final int MAX_TRIES = 500;

    private final OtlpSink sink = OtlpSink.start();
    private final AppProcess app;
    private final int port;
    private final int closedPort = Servers.closedPort();
    private final AtomicLong traces = new AtomicLong();

    FixtureApp(Jdk jdk, AgentJar agent, Fixture fixture) {
        AppLaunch launch = fixture.launch(closedPort)
                .jdk(jdk)
                .agent(agent)
                .jvm("-Xmx256m")
                .env("OTEL_SERVICE_NAME", "kit")
                .env("PERF_AGENT_SUMMARY", "true") // its last lines are the problems
                .allowAgentLine("perf-agent: summary of this run.*")
                .env("PERF_AGENT_STRESS", "false") // the machine may be busy with other tests
                .exportTo(sink);
        app = fixture.shared() ? launch.warmStart(first -> warmUp(fixture, first.awaitPort())) : launch.start();
        port = app.awaitPort();
        if (!fixture.shared()) {
            warmUp(fixture, port);
            app.awaitWeaving();
        }
    }

    private static void warmUp(Fixture fixture, int port) {
        for (String target : fixture.warmUp()) {
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

    /**
     * Requests {@code target} as a client that is gone as soon as it has read {@code enough} of the answer, then
     * {@code next} again and again until the SERVER span of the first has arrived.
     */
    Trace callAndLeave(String target, String enough, String next) {
        Trace.Caller caller = caller();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoLinger(true, 0);
            String head = "GET " + target + " HTTP/1.1\r\nHost: localhost:" + port + "\r\ntraceparent: "
                    + caller.traceparent(true) + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder answer = new StringBuilder();
            while (answer.indexOf(enough) < 0) {
                int read = socket.getInputStream().read();
                if (read < 0) {
                    throw new IOException("closed after " + answer);
                }
                answer.append((char) read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no answer to " + target, e);
        }
        for (int i = 0; i < MAX_TRIES && sink.spans().stream().noneMatch(caller::isParentOf); i++) {
            send(RawHttp.get(next), port);
        }
        return new Trace(
                caller, 0, sink.spans().stream().filter(caller::isTraceOf).toList());
    }

    /** The same trace when it has as many spans: some calls end after the request that made them. */
    Trace awaitSpans(Trace trace, int spans) {
        return new Trace(
                trace.caller(),
                trace.status(),
                sink.awaitSpans(span -> trace.caller().isTraceOf(span), spans, SOON));
    }

    /** Sends requests on one connection without waiting for answers, each in a sampled trace of its own. */
    List<Trace> callPipelined(RawHttp... requests) {
        List<Trace.Caller> callers = new ArrayList<>();
        List<RawHttp> traced = new ArrayList<>();
        for (RawHttp request : requests) {
            Trace.Caller caller = caller();
            callers.add(caller);
            traced.add(request.with("traceparent: " + caller.traceparent(true)));
        }
        String answers;
        try {
            answers = RawHttp.pipelined(port, traced);
        } catch (IOException e) {
            throw new UncheckedIOException("no answer to " + traced, e);
        }
        List<Trace> traces = new ArrayList<>();
        for (Trace.Caller caller : callers) {
            sink.awaitSpans(span -> caller.isParentOf(span), 1, SOON);
        }
        for (Trace.Caller caller : callers) {
            traces.add(new Trace(
                    caller,
                    answers.split("HTTP/1.1 ", -1).length - 1,
                    sink.spans().stream().filter(caller::isTraceOf).toList()));
        }
        return traces;
    }

    /** The same trace with what ended a little later than its answer: spans leave in the order they ended. */
    Trace settled(Trace trace) {
        call("/plain");
        return new Trace(
                trace.caller(),
                trace.status(),
                sink.spans().stream().filter(trace.caller()::isTraceOf).toList());
    }

    /** Requests {@code target} outside of any trace: the whole answer. */
    String answer(String target) {
        try {
            return RawHttp.get(target).send(port);
        } catch (IOException e) {
            throw new UncheckedIOException("no answer to " + target, e);
        }
    }

    /** Requests {@code target} in a trace that is not sampled, then others until a sampled one has arrived. */
    List<ReceivedSpan> callNotSampled(String target) {
        Trace.Caller caller = caller();
        send(RawHttp.get(target, "traceparent: " + caller.traceparent(false)), port);
        call("/plain"); // spans leave in the order they ended
        return sink.spans().stream().filter(caller::isTraceOf).toList();
    }

    /** Sends a request in a sampled trace of its own but for its end, and closes; the SERVER span it leads to. */
    ReceivedSpan breakOff(RawHttp request) {
        Trace.Caller caller = caller();
        try {
            request.with("traceparent: " + caller.traceparent(true)).breakOff(port);
        } catch (IOException e) {
            throw new UncheckedIOException("not sent: " + request, e);
        }
        return sink.awaitSpans(caller::isParentOf, 1, SOON).get(0);
    }

    /** The status of the answer to exactly this request. */
    int status(RawHttp request) {
        return send(request, port);
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

    /** Waits until the metric is as it should be. */
    ReceivedMetric awaitMetric(String metric, Predicate<ReceivedMetric> expected) {
        return sink.awaitMetrics(each -> each.name().equals(metric) && expected.test(each), 1, SOON)
                .get(0);
    }

    /** Everything the agent logged that no test expects, and everything it sent that is not OTLP. */
    List<String> complaints() {
        List<String> faults = sink.faults();
        return faults.isEmpty() ? app.unexpectedAgentLines() : faults;
    }

    /** What the agent itself calls a problem, in its status. */
    List<String> problems() {
        return problems(app.status());
    }

    private static List<String> problems(String report) {
        return report.lines().filter(line -> line.startsWith("problem:")).toList();
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
        try (sink;
                app) {
            app.stop();
            List<String> problems = problems(app.output());
            if (!problems.isEmpty()) {
                throw new AssertionError("the agent reports " + problems);
            }
        }
    }
}
