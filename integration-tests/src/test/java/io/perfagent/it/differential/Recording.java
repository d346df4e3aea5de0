package io.perfagent.it.differential;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.RawHttp;
import io.perfagent.it.ReceivedSpan;
import io.perfagent.it.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Runs every {@link Scenario} of a {@link Suite} under an agent and makes what it exported comparable. */
final class Recording {
    private static final Duration LATE = Duration.ofSeconds(10);

    private Recording() {}

    /** What the agent exported, as golden files hold it: content by file name without its ending. */
    static Map<String, JsonElement> of(Suite suite, AgentJar agent, Jdk jdk) {
        int closed = Servers.closedPort();
        try (OtlpSink sink = OtlpSink.start()) {
            AppLaunch launch = suite.fixture()
                    .launch(closed)
                    .jdk(jdk)
                    .agent(agent)
                    .jvm("-Xmx256m", "-XX:+UseG1GC", "-XX:+SegmentedCodeCache")
                    .property("com.zaxxer.hikari.aliveBypassWindowMs", 0) // whether it tests is no matter of speed
                    .env("OTEL_SERVICE_NAME", "fixture")
                    // Of the machine and of the agent itself: their agent has nothing like it.
                    .env("PERF_AGENT_SYSTEM_METRICS", "false")
                    .env("PERF_AGENT_OWN_METRICS", "false")
                    .env("PERF_AGENT_STARTUP", "off")
                    .env("PERF_AGENT_JFR", "off")
                    .env("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test")
                    .exportTo(sink);
            int port;
            try (AppProcess app = start(suite, launch, agent, sink)) {
                port = app.awaitPort();
                for (Scenario scenario : suite.scenarios()) {
                    int status = send(scenario.tracedRequest(), port);
                    if (scenario.isCase() && status != 200) {
                        throw new AssertionError(scenario.name() + " answered " + status + "\n" + app.output());
                    }
                }
                awaitServerSpans(suite, sink);
                app.stop();
            }
            if (!sink.faults().isEmpty()) {
                throw new AssertionError("not valid OTLP: " + sink.faults());
            }
            Map<Long, String> ports = new TreeMap<>();
            ports.put((long) port, "app-port");
            if (suite.fixture().servers()) {
                ports.put((long) Servers.postgresPort(), "postgres-port");
                ports.put((long) Servers.redisPort(), "redis-port");
            }
            ports.put((long) closed, "closed-port");
            return canonical(suite, sink, new Normaliser(ports));
        }
    }

    /** Starts it warm; what the warming start exported is forgotten. */
    private static AppProcess start(Suite suite, AppLaunch launch, AgentJar agent, OtlpSink sink) {
        if (agent.ours()) {
            launch.warmUp(first -> warmUp(suite, first.awaitPort()));
            sink.clear();
        }
        return launch.jvm("-XX:TieredStopAtLevel=4").start(); // the metrics name what all compilers have
    }

    private static void warmUp(Suite suite, int port) {
        suite.scenarios().forEach(scenario -> send(scenario.request(), port));
    }

    private static int send(RawHttp request, int port) {
        try {
            return request.status(port);
        } catch (IOException e) {
            throw new UncheckedIOException("no answer to " + request, e);
        }
    }

    /** Waits for what ends after its response; what does not come shows as a difference. */
    private static void awaitServerSpans(Suite suite, OtlpSink sink) {
        int expected =
                suite.scenarios().stream().mapToInt(Scenario::serverSpans).sum();
        try {
            sink.awaitSpans(
                    span -> span.kind().equals("SERVER") && span.traceId().startsWith("5ce0"), expected, LATE);
        } catch (AssertionError late) {
            System.err.println("fewer server spans than expected: "
                    + late.getMessage().lines().findFirst().orElse(""));
        }
    }

    private static Map<String, JsonElement> canonical(Suite suite, OtlpSink sink, Normaliser normaliser) {
        Map<String, List<ReceivedSpan>> traces = new TreeMap<>();
        for (ReceivedSpan span : sink.spans()) {
            traces.computeIfAbsent(span.traceId(), id -> new ArrayList<>()).add(span);
        }
        Map<String, JsonElement> files = new LinkedHashMap<>();
        for (Scenario scenario : suite.scenarios()) {
            JsonObject group = (JsonObject) files.computeIfAbsent(scenario.group(), name -> new JsonObject());
            List<ReceivedSpan> trace = traces.remove(scenario.traceId());
            group.add(
                    scenario.name(),
                    new SpanTrees(normaliser, scenario.parentId(), trace == null ? List.of() : trace).roots());
        }
        files.put("other-traces", otherTraces(traces, normaliser));
        files.put("metrics", new MetricShapes(normaliser).of(sink.metrics()));
        files.put("resource", resource(sink, normaliser));
        files.forEach((file, content) ->
                content.getAsJsonObject().entrySet().removeIf(member -> !suite.compares(file, member.getKey())));
        files.values().removeIf(content -> content.getAsJsonObject().size() == 0);
        return files;
    }

    /** Traces that no scenario began: calls while the application starts and stops. Equal ones count once. */
    private static JsonObject otherTraces(Map<String, List<ReceivedSpan>> traces, Normaliser normaliser) {
        TreeSet<String> distinct = new TreeSet<>();
        for (List<ReceivedSpan> trace : traces.values()) {
            for (JsonElement root : new SpanTrees(normaliser, "", trace).roots()) {
                distinct.add(root.toString());
            }
        }
        JsonArray roots = new JsonArray();
        distinct.forEach(root -> roots.add(JsonParser.parseString(root)));
        JsonObject json = new JsonObject();
        json.add("distinct", roots);
        return json;
    }

    private static JsonObject resource(OtlpSink sink, Normaliser normaliser) {
        TreeSet<String> distinct = new TreeSet<>();
        sink.spans()
                .forEach(span -> distinct.add(
                        normaliser.attributes(span.resourceAttributes()).toString()));
        sink.metrics()
                .forEach(metric -> distinct.add(
                        normaliser.attributes(metric.resourceAttributes()).toString()));
        if (distinct.size() != 1) {
            throw new AssertionError("not one resource: " + distinct);
        }
        return JsonParser.parseString(distinct.first()).getAsJsonObject();
    }
}
