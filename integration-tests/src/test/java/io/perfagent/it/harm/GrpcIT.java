package io.perfagent.it.harm;

import static io.perfagent.it.Polling.SOON;
import static io.perfagent.it.boot.Ask.agentLines;
import static io.perfagent.it.boot.Ask.ask;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpReply;
import io.perfagent.it.OtlpRequest;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.boot.Ask;
import io.perfagent.it.boot.CommandApp;
import io.perfagent.it.boot.InTarget;
import io.perfagent.it.boot.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Export over gRPC from an application that has no gRPC on its class path. */
@OnEachJdk
class GrpcIT {
    private static final Duration SHUTDOWN = Duration.ofSeconds(10);
    private static final String SENDER = "io.perfagent.export.otlp.grpc.Http2Connection";

    private final Jdk jdk;

    @TempDir(factory = InTarget.class)
    Path directory;

    GrpcIT(Jdk jdk) {
        this.jdk = jdk;
    }

    @Test
    void spansAndMetricsArrive() throws IOException {
        Path log = directory.resolve("classes.log");
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(sink)
                        .jvm("-Xlog:class+load:file=" + log)
                        .env("OTEL_EXPORTER_OTLP_HEADERS", "Api-Key=k")
                        .env("OTEL_BSP_SCHEDULE_DELAY", "50")
                        .env("OTEL_METRIC_EXPORT_INTERVAL", "500")
                        .start()) {
            app.awaitWeaving();
            Ask.queryUntilSeen(app, sink);
            sink.awaitMetrics(metric -> metric.name().equals("db.client.operation.duration"), 2, SOON);

            // Out for a while, and back.
            sink.otherwise(OtlpReply.status(503));
            assertThat(ask(app, "query")).isEqualTo("1");
            sink.awaitRequests(request -> request.status() == 503, 2, SOON);
            sink.clear();
            sink.otherwise(OtlpReply.ok());
            assertThat(ask(app, "query", "select 'after'")).isEqualTo("after");
            sink.awaitSpans(span -> span.kind().equals("CLIENT"), 1, SOON);

            OtlpRequest request = sink.awaitRequests(any -> true, 1, SOON).get(0);
            assertThat(request.headers())
                    .containsEntry("api-key", "k")
                    .containsEntry("content-type", "application/grpc")
                    .doesNotContainKey("grpc-encoding");
            assertThat(sink.faults()).isEmpty();
            assertThat(Ask.exit(app)).isZero();
            assertThat(agentLines(app)).isEmpty();
        }
        assertThat(Files.readString(log)).contains(SENDER + " ").doesNotContain(" io.grpc.");
    }

    @Test
    void itIsNotLoadedUnlessAskedFor() throws IOException {
        Path log = directory.resolve("classes.log");
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(sink)
                        .jvm("-Xlog:class+load:file=" + log)
                        .exportTo(sink)
                        .start()) {
            app.awaitWeaving();
            Ask.queryUntilSeen(app, sink);
            assertThat(Ask.exit(app)).isZero();
        }
        assertThat(Files.readString(log))
                .contains("io.perfagent.export.otlp.HttpConnection ")
                .doesNotContain("io.perfagent.export.otlp.grpc", "io.perfagent.export.otlp.GrpcConnection");
    }

    @Test
    void whatIsLeftIsSentAtTheEnd() {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(sink)
                        .env("OTEL_BSP_SCHEDULE_DELAY", "1h")
                        .env("OTEL_METRIC_EXPORT_INTERVAL", "1h")
                        .start()) {
            recording(app);
            assertThat(app.stop()).isEqualTo(143);

            assertThat(sink.spans()).anyMatch(span -> span.kind().equals("CLIENT"));
            assertThat(sink.metrics()).anyMatch(metric -> metric.name().equals("db.client.operation.duration"));
            assertThat(agentLines(app)).isEmpty();
        }
    }

    /** The collector holds every call: the end of the application does not wait for it. */
    @Test
    void aCollectorThatHangsDoesNotHoldUpTheEnd() {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(sink)
                        .env("OTEL_BSP_SCHEDULE_DELAY", "50")
                        .allowAgentLine(".*")
                        .start()) {
            CountDownLatch never = new CountDownLatch(1);
            sink.otherwise(OtlpReply.ok().held(never));
            recording(app);

            long start = System.nanoTime();
            assertThat(app.stop()).isEqualTo(143);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHUTDOWN);
        }
    }

    /** Queries until one is seen: its span waits. */
    private static void recording(AppProcess app) {
        app.awaitWeaving();
        Ask.status(app, ", recording");
        assertThat(ask(app, "query")).isEqualTo("1");
        assertThat(ask(app, "query")).isEqualTo("1");
    }

    private AppLaunch launch(OtlpSink sink) {
        return AppProcess.launch(CommandApp.class)
                .jdk(jdk)
                .classPath(Jars.ofCommandApp())
                .jvm("-Xmx128m")
                .agent(AgentJar.perfAgent())
                .woven()
                .env("PERF_AGENT_WEAVE", "eager")
                .env("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
                .env("OTEL_EXPORTER_OTLP_ENDPOINT", sink.grpcEndpoint())
                .env("OTEL_LOGS_EXPORTER", "none");
    }
}
