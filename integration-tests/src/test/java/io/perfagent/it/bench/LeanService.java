package io.perfagent.it.bench;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The service under measurement, {@code sample-apps/lean}, and how each variant of it is started. Thread-safe. */
final class LeanService {
    private final Path jar = BenchmarkSettings.file("lean.jar", "../sample-apps/lean/target/lean.jar");
    private final Path work;
    private final Path emptyAgent;
    private final SinkProcess sink;

    /** @param work emptied first: a weave cache of an earlier build would be another variant */
    LeanService(Path work, SinkProcess sink) throws IOException {
        empty(work);
        this.work = Files.createDirectories(work);
        this.sink = sink;
        emptyAgent = EmptyAgent.writeJar(work.resolve("empty-agent.jar"));
    }

    private static void empty(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> tree = Files.walk(directory)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /**
     * Every agent gets the same settings: all spans, metrics every 10 s, no logs, to the sink over HTTP/protobuf. Of
     * perf-agent the relief under stress is off, since the load of a benchmark is stress and spans are to be counted.
     */
    AppLaunch launch(Jdk jdk, Variant variant, int port) throws IOException {
        AppLaunch launch = AppProcess.launch(jar)
                .jdk(jdk)
                .agent(agent(variant))
                .env("PORT", Integer.toString(port))
                .env("OTEL_SERVICE_NAME", "lean")
                .env("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                .env("OTEL_EXPORTER_OTLP_ENDPOINT", sink.endpoint(label(jdk, variant)))
                .env("OTEL_TRACES_SAMPLER", "parentbased_always_on")
                .env("OTEL_METRIC_EXPORT_INTERVAL", "10000")
                .env("OTEL_LOGS_EXPORTER", "none")
                .env("OTEL_SEMCONV_STABILITY_OPT_IN", "database");
        if (variant.isPerfAgent()) {
            launch.dataDir(dataDir(jdk, variant))
                    .env("PERF_AGENT_STRESS", "false")
                    .allowAgentLine("perf-agent:.*"); // shown by report, not a reason to lose the run
        }
        if (variant == Variant.PERF_AGENT_OFF) {
            launch.env("PERF_AGENT_ENABLED", "false");
        }
        if (variant == Variant.PERF_AGENT_UNWATCHED) {
            launch.env("PERF_AGENT_STARTUP", "off");
        }
        if (variant == Variant.PERF_AGENT_ANALYSED) {
            launch.env("PERF_AGENT_STARTUP", "analyse");
        }
        if (variant == Variant.ELASTIC) {
            launch.env("ELASTIC_APM_SERVER_URL", sink.endpoint(label(jdk, variant)))
                    .env("ELASTIC_APM_SERVICE_NAME", "lean")
                    .env("ELASTIC_APM_APPLICATION_PACKAGES", "io.perfagent.sample")
                    .env("ELASTIC_APM_CENTRAL_CONFIG", "false")
                    .env("ELASTIC_APM_CLOUD_PROVIDER", "NONE")
                    .env("ELASTIC_APM_METRICS_INTERVAL", "10s")
                    .env("ELASTIC_APM_LOG_LEVEL", "WARN");
        }
        return launch;
    }

    private AgentJar agent(Variant variant) {
        return switch (variant) {
            case NONE -> AgentJar.none();
            case PERF_AGENT_FIRST, PERF_AGENT_WARM, PERF_AGENT_UNWATCHED, PERF_AGENT_ANALYSED, PERF_AGENT_OFF ->
                AgentJar.perfAgent();
            case PERF_AGENT_AGENTLIB -> AgentJar.perfAgentLib();
            case EMPTY_AGENT -> new AgentJar("empty agent", List.of("-javaagent:" + emptyAgent), false);
            case OPENTELEMETRY -> AgentJar.openTelemetry();
            case ELASTIC ->
                new AgentJar(
                        "Elastic",
                        List.of("-javaagent:"
                                + BenchmarkSettings.file("elastic.jar", "target/benchmarks/elastic-apm-agent.jar")),
                        false);
        };
    }

    /** A directory kept from start to start for the warm variants; one never seen before for the others. */
    private Path dataDir(Jdk jdk, Variant variant) throws IOException {
        if (variant.isWarm()) {
            return Files.createDirectories(work.resolve("data").resolve(label(jdk, variant)));
        }
        return Files.createTempDirectory(Files.createDirectories(work.resolve("data")), label(jdk, variant));
    }

    static String label(Jdk jdk, Variant variant) {
        return variant.label + "-" + jdk.feature();
    }

    /** Repeats what perf-agent printed on standard error, but for the line that says that weaving is done. */
    static void report(AppProcess app) {
        for (String line : app.lines()) {
            if (line.startsWith("perf-agent:") && !line.startsWith("perf-agent: weaving done")) {
                System.err.println(line);
            }
        }
    }

    /** A port that nothing listens on just now. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
