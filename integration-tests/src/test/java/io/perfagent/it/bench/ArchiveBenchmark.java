package io.perfagent.it.bench;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Starts an application without agent and archive, and with both as {@code prepare} has made them, in random order within
 * each round, as a user who cannot write its jars; measures from outside the process.
 *
 * <p>A start counts only if the archive was in use and every woven class came from the weave cache.
 */
final class ArchiveBenchmark {
    private static final int ROUNDS = 5;
    private static final int USER = 65534;
    private static final long POLL_NANOS = 2_000_000;
    private static final Duration START = Duration.ofSeconds(120);

    private final BenchmarkSettings settings;
    private final MeasuredApp app;
    private final SinkProcess sink;
    private final Path work;
    private final double millisPerTick = ProcessStat.clockTickMillis();

    /** How the agent is named. */
    private enum Spelling {
        NONE("none", AgentJar.none()),
        JAVAAGENT("perf-agent-archive", AgentJar.perfAgent()),
        AGENTLIB("perf-agent-archive-agentlib", AgentJar.perfAgentLib());

        final String label;
        final AgentJar agent;

        Spelling(String label, AgentJar agent) {
            this.label = label;
            this.agent = agent;
        }
    }

    private record Start(Jdk jdk, Spelling spelling) {}

    private record Run(int jdk, Spelling spelling, int round, double wallMillis, double cpuMillis, long rssKib) {}

    private ArchiveBenchmark(BenchmarkSettings settings, MeasuredApp app, SinkProcess sink) throws IOException {
        this.settings = settings;
        this.app = app;
        this.sink = sink;
        work = settings.work().resolve("archive").resolve(app.name());
        if (Files.exists(work)) {
            try (Stream<Path> tree = Files.walk(work)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(work);
    }

    static void run() throws IOException, InterruptedException {
        BenchmarkSettings settings = BenchmarkSettings.read(ROUNDS);
        Revision revision = Revision.of(settings.work().getParent());
        for (MeasuredApp app : MeasuredApp.read(settings)) {
            try (SinkProcess sink = new SinkProcess()) {
                ArchiveBenchmark benchmark = new ArchiveBenchmark(settings, app, sink);
                benchmark.write(revision, benchmark.measure());
            }
        }
    }

    private List<Run> measure() throws IOException, InterruptedException {
        System.out.println("archive benchmark of " + app.name() + ": " + settings.rounds() + " rounds on "
                + settings.jdks() + ", seed " + settings.seed());
        List<Start> starts = new ArrayList<>();
        for (Jdk jdk : settings.jdks()) {
            for (Spelling spelling : Spelling.values()) {
                Start start = new Start(jdk, spelling);
                if (spelling != Spelling.NONE) {
                    prepare(start);
                }
                measure(start, 0); // every file has been read once
                starts.add(start);
            }
        }
        Random random = new Random(settings.seed());
        List<Run> runs = new ArrayList<>();
        for (int round = 1; round <= settings.rounds(); round++) {
            Collections.shuffle(starts, random);
            for (Start start : starts) {
                Run run = measure(start, round);
                System.out.println(run);
                runs.add(run);
            }
        }
        return runs;
    }

    private Path dataDir(Start start) {
        return work.resolve(start.spelling.label + "-" + start.jdk.feature());
    }

    private void prepare(Start start) throws IOException, InterruptedException {
        int port = LeanService.freePort();
        List<String> warmUps = app.warmUps().stream()
                .map(path -> "http://127.0.0.1:" + port + path)
                .toList();
        List<String> command = new ArrayList<>(List.of(
                start.jdk.java().toString(), "-jar", AgentJar.perfAgentPath().toString(), "prepare"));
        command.addAll(List.of("--warm-up", String.join(",", warmUps), "--run-as", "" + USER, "--"));
        command.add(start.jdk.java().toString());
        command.addAll(start.spelling.agent.options());
        command.addAll(List.of("-jar", app.jar().toString()));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("PERF_AGENT_DATA_DIR", dataDir(start).toString());
        builder.environment().put("PORT", "" + port);
        builder.environment().put("SERVER_PORT", "" + port);
        int status = builder.start().waitFor();
        if (status != 0) {
            throw new IOException("prepare ended with status " + status);
        }
    }

    private AppLaunch launch(Start start, int port) {
        AppLaunch launch = AppProcess.launch(app.jar())
                .jdk(start.jdk)
                .agent(start.spelling.agent)
                .through(List.of("/usr/bin/setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"))
                .env("PORT", "" + port)
                .env("SERVER_PORT", "" + port);
        if (start.spelling != Spelling.NONE) {
            launch.dataDir(dataDir(start))
                    .env("JDK_JAVA_OPTIONS", "@" + dataDir(start).resolve("jvm.args"))
                    .env("PERF_AGENT_SUMMARY", "true")
                    .env("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                    .env("OTEL_EXPORTER_OTLP_ENDPOINT", sink.endpoint(start.spelling.label))
                    .allowAgentLine("perf-agent:.*"); // what matters is asked for below
        }
        return launch;
    }

    private Run measure(Start start, int round) throws IOException {
        int port = LeanService.freePort();
        AppLaunch launch = launch(start, port);
        long startNanos = System.nanoTime();
        try (AppProcess process = launch.start()) {
            ProcessStat stat = new ProcessStat(process.pid(), millisPerTick);
            long responseNanos = awaitFirstResponse(process, port);
            double cpu = stat.cpuMillis();
            for (String path : app.warmUps()) {
                get(port, path);
            }
            long rss = stat.rssKib();
            process.stop();
            if (start.spelling != Spelling.NONE) {
                requireUsed(process);
            }
            return new Run(start.jdk.feature(), start.spelling, round, (responseNanos - startNanos) / 1e6, cpu, rss);
        }
    }

    /** With full instrumentation and nothing missed, or the start is not what its row would say. */
    private static void requireUsed(AppProcess process) throws IOException {
        String output = process.output();
        boolean used = output.contains("archive: in use");
        boolean woven = output.contains(" hits, 0 misses, 0 refused") && !output.contains("weave cache: 0 hits");
        if (!used || !woven) {
            throw new IOException("the archive or the weave cache was not used\n" + output);
        }
    }

    private long awaitFirstResponse(AppProcess process, int port) throws IOException {
        byte[] request = HttpConnection.request(app.path());
        long deadline = System.nanoTime() + START.toNanos();
        while (true) {
            try (HttpConnection connection = new HttpConnection(port)) {
                if (connection.send(request) == 200) {
                    return System.nanoTime();
                }
            } catch (IOException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException("no answer within " + START + "\n" + process.output(), e);
                }
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static void get(int port, String path) throws IOException {
        try (HttpConnection connection = new HttpConnection(port)) {
            int status = connection.send(HttpConnection.request(path));
            if (status != 200) {
                throw new IOException(path + " answered " + status + ": " + connection.body());
            }
        }
    }

    private void write(Revision revision, List<Run> runs) throws IOException {
        Csv table = new Csv("date", "commit", "app", "jdk", "variant", "round", "wall_ms", "cpu_ms_first", "rss_kib");
        for (Run run : runs) {
            table.add(
                    revision.date(),
                    revision.commit(),
                    app.name(),
                    run.jdk(),
                    run.spelling().label,
                    run.round(),
                    run.wallMillis(),
                    run.cpuMillis(),
                    run.rssKib());
        }
        table.write(settings.results().resolve("archive-" + app.name() + ".csv"));
        Csv summary = BudgetRow.table();
        for (Jdk jdk : settings.jdks()) {
            for (Spelling spelling : new Spelling[] {Spelling.JAVAAGENT, Spelling.AGENTLIB}) {
                String how = app.name() + ", archive, "
                        + spelling.agent.options().get(0).split(":|=")[0];
                row(runs, jdk, spelling, "time to first response, " + how, "ms", Run::wallMillis, app.maxRatio())
                        .addTo(summary, revision);
                row(runs, jdk, spelling, "CPU until first response, " + how, "ms", Run::cpuMillis, BudgetRow.NO_LIMIT)
                        .addTo(summary, revision);
            }
        }
        summary.write(settings.results().resolve("archive-" + app.name() + "-summary.csv"));
        System.out.println(BudgetTable.markdown(summary.rows()));
        System.out.println("written to " + settings.results());
    }

    private static BudgetRow row(
            List<Run> runs,
            Jdk jdk,
            Spelling spelling,
            String what,
            String unit,
            ToDoubleFunction<Run> quantity,
            double maxRatio) {
        return BudgetRow.ratio(
                jdk.feature(),
                what,
                unit,
                sample(runs, jdk, Spelling.NONE, quantity),
                sample(runs, jdk, spelling, quantity),
                maxRatio);
    }

    private static Sample sample(List<Run> runs, Jdk jdk, Spelling spelling, ToDoubleFunction<Run> quantity) {
        return new Sample(runs.stream()
                .filter(run -> run.jdk() == jdk.feature() && run.spelling() == spelling)
                .mapToDouble(quantity)
                .toArray());
    }
}
