package io.perfagent.it.boot;

import static io.perfagent.it.Polling.SOON;
import static io.perfagent.it.boot.Ask.agentLines;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.profiles.v1development.Sample;
import io.perfagent.it.AgentJar;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpReply;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.RawHttp;
import io.perfagent.it.ReceivedProfile;
import io.perfagent.it.ReceivedSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples find the endpoint, the statement and the trace they were taken in, with either engine, under mixed load. */
@OnEachJdk
class ProfileAttributionIT {
    private static final String APP = "io.perfagent.it.boot.MixedApp.";

    private static final double SHARE = 0.95;

    private final Jdk jdk;

    @TempDir(factory = InTarget.class)
    Path directory;

    ProfileAttributionIT(Jdk jdk) {
        this.jdk = jdk;
    }

    /** Requests to some paths in turn, on several connections, until it is closed. */
    private static final class Load implements AutoCloseable {
        private final List<Thread> threads = new ArrayList<>();
        private volatile boolean over;
        private volatile String failure = "";

        Load(int port, String... targets) {
            for (int i = 0; i < 4; i++) {
                int first = i;
                Thread thread = new Thread(() -> run(port, targets, first), "load");
                thread.setDaemon(true);
                threads.add(thread);
                thread.start();
            }
        }

        private void run(int port, String[] targets, int first) {
            try {
                for (int i = first; !over; i++) {
                    String answer = RawHttp.get(targets[i % targets.length]).send(port);
                    if (!answer.startsWith("HTTP/1.1 200")) {
                        failure = answer;
                    }
                }
            } catch (IOException e) {
                failure = e.toString();
            }
        }

        @Override
        public void close() throws InterruptedException {
            over = true;
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failure).isEmpty();
        }
    }

    @Test
    void samplesFindWhatTheyWereTakenFor() throws Exception {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = AppProcess.launch(MixedApp.class)
                        .jdk(jdk)
                        .agent(AgentJar.perfAgent())
                        .dataDir(directory)
                        .exportTo(sink)
                        .env("PERF_AGENT_WEAVE", "eager")
                        .env("OTEL_PROFILES_EXPORTER", "otlp")
                        .allowAgentLine("perf-agent: export: profiles to otlp failed: .*")
                        .start()) {
            int port = Ask.port(app);
            app.awaitWeaving();
            for (String engine : List.of("async", "jfr")) {
                endpoints(app, port, engine);
                statement(app, port, engine);
                slowTrace(app, port, engine, sink);
            }
            if (jdk.feature() >= 21) {
                virtualThreads(app, port);
            }
            profilesAreSent(app, port, sink);
            aCollectorWithoutThemLosesNothingElse(app, port, sink);
            List<String> lines = agentLines(app);
            assertThat(lines).hasSize(1);
            assertThat(lines.get(0)).contains("profiles to otlp failed", "answers 404");
        }
    }

    private String profile(AppProcess app, Path file, String... arguments) {
        List<String> all = new ArrayList<>(List.of("profile", Long.toString(app.pid())));
        all.addAll(List.of(arguments));
        all.addAll(List.of("-o", file.toString()));
        ToolRun run = ToolRun.agentCommand(
                jdk, Map.of("PERF_AGENT_DATA_DIR", directory.toString()), all.toArray(new String[0]));
        assertThat(run.exit()).as(run.output()).isZero();
        return run.output();
    }

    private void endpoints(AppProcess app, int port, String engine) throws Exception {
        Path file = directory.resolve(engine + "-endpoints.collapsed");
        try (Load load = new Load(port, "/red", "/blue")) {
            profile(app, file, "-d", "5", "-e", "ctimer", "--by-operation", "--engine", engine);
        }
        assertOn("GET /red", "burnRed", file);
        assertOn("GET /blue", "burnBlue", file);
    }

    /**
     * At least 95 % of the samples in a method belong to an operation; without those of requests that had not ended with the
     * profile, whose name was not known yet.
     */
    private static void assertOn(String operation, String method, Path collapsed) throws IOException {
        double all = 0;
        double right = 0;
        for (String line : Files.readAllLines(collapsed)) {
            if (line.contains(APP + method) && !line.startsWith("(still running)")) {
                long value = Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
                all += value;
                right += line.startsWith("HTTP server " + operation + "_[o];") ? value : 0;
            }
        }
        assertThat(all).as(Files.readString(collapsed)).isGreaterThan(500_000_000);
        assertThat(right / all).as(Files.readString(collapsed)).isGreaterThanOrEqualTo(SHARE);
    }

    private void statement(AppProcess app, int port, String engine) throws Exception {
        Path file = directory.resolve(engine + "-statement.collapsed");
        try (Load load = new Load(port, "/red", "/items")) {
            profile(app, file, "-d", "3", "-e", "ctimer", "--operation", "SELECT item", "--engine", engine);
        }
        assertThat(Files.readString(file)).contains("org.h2.").doesNotContain("burnRed");
    }

    private void slowTrace(AppProcess app, int port, String engine, OtlpSink sink) throws Exception {
        Path page = directory.resolve(engine + "-slow.collapsed");
        String said;
        sink.clear();
        try (Load load = new Load(port, "/red", "/red", "/red", "/slow")) {
            String event = engine.equals("async") ? "wall" : "cpu";
            said = profile(app, page, "-d", "5", "-e", event, "--trace", "slowest", "--engine", engine);
        }
        String trace = said.lines()
                .filter(line -> line.startsWith("trace "))
                .map(line -> line.substring("trace ".length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(said));
        List<ReceivedSpan> spans = sink.awaitSpans(span -> span.traceId().equals(trace), 1, SOON);
        assertThat(spans).anyMatch(span -> span.name().equals("GET /slow"));
        assertThat(Files.readString(page)).contains(APP + "burnSlowly").doesNotContain("burnRed");
    }

    private void virtualThreads(AppProcess app, int port) throws Exception {
        Path file = directory.resolve("virtual.collapsed");
        try (Load load = new Load(port, "/red?virtual", "/blue?virtual")) {
            // Longer than the others: requests that were open when it began are known to nobody, and they are a share
            // of the first second.
            profile(app, file, "-d", "12", "-e", "cpu", "--by-operation", "--engine", "jfr");
            assertOn("GET /red", "burnRed", file);
            assertOn("GET /blue", "burnBlue", file);
            assertThat(Files.readString(file)).contains("VirtualThread.run");
            assertThat(profile(app, file, "-d", "2", "-e", "ctimer", "--engine", "async"))
                    .contains("ran on virtual threads, whose operations only --engine jfr tells");
        }
    }

    private void profilesAreSent(AppProcess app, int port, OtlpSink sink) throws Exception {
        sink.clear();
        Path file = directory.resolve("sent.collapsed");
        try (Load load = new Load(port, "/red", "/items")) {
            profile(app, file, "-d", "3", "-e", "ctimer", "--by-operation");
        }
        ReceivedProfile sent = sink.awaitProfiles(profile -> true, 1, SOON).get(0);
        Set<String> traces = sink.awaitSpans(span -> span.name().equals("SELECT item"), 1, SOON).stream()
                .map(ReceivedSpan::traceId)
                .collect(Collectors.toSet());
        long linked = 0;
        long named = 0;
        for (Sample sample : sent.profile().getSamplesList()) {
            String trace = sent.traceId(sample);
            if (trace != null && traces.contains(trace)) {
                linked++;
            }
            if ("database SELECT item".equals(sent.attribute(sample, "perf_agent.operation.innermost"))) {
                assertThat(sent.attribute(sample, "perf_agent.operation")).isEqualTo("HTTP server GET /items");
                named += String.join(" ", sent.frames(sample)).contains("org.h2.") ? 1 : 0;
            }
        }
        assertThat(sent.type()).isEqualTo("ctimer nanoseconds");
        assertThat(sent.resource().toString()).contains("service.name");
        assertThat(linked).isPositive();
        assertThat(named).isPositive();
    }

    private void aCollectorWithoutThemLosesNothingElse(AppProcess app, int port, OtlpSink sink) {
        Path file = directory.resolve("refused.collapsed");
        sink.next("/v1development/profiles", OtlpReply.status(404), OtlpReply.status(404));
        profile(app, file, "-d", "1", "-e", "ctimer");
        profile(app, file, "-d", "1", "-e", "ctimer");
        sink.awaitRequests(
                request -> request.path().equals("/v1development/profiles") && request.status() == 404, 2, SOON);
        sink.clear();
        Ask.get(port, "/items");
        sink.awaitSpans(span -> span.name().equals("SELECT item"), 1, SOON);
    }
}
