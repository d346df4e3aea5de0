package io.perfagent.it.outbound;

import static io.perfagent.it.Polling.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.ReceivedSpan;
import io.perfagent.it.Relay;
import io.perfagent.it.Servers;
import io.perfagent.it.boot.InTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that goes, comes back, and goes again: Lettuce is not left to keep commands for it meanwhile. */
class LettuceOutboundIT {
    private static final List<String> WAYS = List.of("sync", "async");
    private static final String HELD_BACK = " io.lettuce.core.RedisConnectionException: perf-agent: localhost:";

    @TempDir(factory = InTarget.class)
    Path directory;

    @OnEachJdk
    void commandsFailAtOnceWhileNoneIsAnswered(Jdk jdk) throws IOException {
        int port = Servers.unusedPort();
        try (OtlpSink sink = OtlpSink.start();
                Relay toRedis = new Relay(port, Servers.redisPort());
                AppProcess app = AppProcess.launch(LettuceOutboundApp.class)
                        .jdk(jdk)
                        .arguments(Integer.toString(port))
                        .agent(AgentJar.perfAgent())
                        .dataDir(directory)
                        .env("PERF_AGENT_OUTBOUND", "on")
                        .env("PERF_AGENT_WEAVE", "eager")
                        .env("OTEL_METRICS_EXPORTER", "none")
                        .exportTo(sink)
                        .allowAgentLine("perf-agent: outbound-.* \\(outbound:localhost:" + port + "\\) is .*")
                        .allowAgentLine("perf-agent: .*adapt\\.off.*")
                        .start()) {
            Spoken.awaitAll(app, WAYS, 0, " PONG");
            Spoken.awaitAll(app, List.of("multi"), 0, " 1");
            app.awaitWeaving();
            sink.awaitSpans(span -> "PING".equals(span.attributes().get("db.operation.name")), 9, SOON);

            toRedis.close();
            Spoken.awaitAll(app, WAYS, 0, HELD_BACK + port + " is not asked at the moment (circuit_open), because");
            List<ReceivedSpan> spans = sink.awaitSpans(
                    span -> "circuit_open".equals(span.attributes().get("perf_agent.limit.reason")), 2, SOON);
            assertThat(spans.get(0).attributes())
                    .containsEntry("error.type", "io.lettuce.core.RedisConnectionException")
                    .containsEntry("db.operation.name", "PING");

            int before = app.lines().size();
            try (Relay again = new Relay(port, Servers.redisPort())) {
                Spoken.awaitAll(app, WAYS, before, " PONG");
                Spoken.awaitAll(app, List.of("multi"), before, " 1");
            }
            int gone = app.lines().size();
            Spoken.awaitAll(app, WAYS, gone, HELD_BACK);
            assertThat(app.lines()).as("a transaction").noneMatch(line -> line.startsWith("multi" + HELD_BACK));

            Files.createFile(directory.resolve("adapt.off"));
            app.awaitLine(line -> line.contains("adaptations are switched off by the file"), SOON);
            app.awaitLine(line -> line.equals("tick") && Spoken.areMade(app.lines(), WAYS, gone), SOON);
            assertThat(app.status().lines().filter(line -> line.startsWith("problem:")))
                    .isEmpty();
        }
    }
}
