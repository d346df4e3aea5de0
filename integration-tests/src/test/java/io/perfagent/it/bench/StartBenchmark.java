package io.perfagent.it.bench;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts the lean service with no agent, perf-agent in its states, an empty agent and OpenTelemetry's, in random order
 * within each round, and measures time, CPU, memory and threads from outside the process.
 */
final class StartBenchmark {
    private static final int ROUNDS = 7;
    private static final long POLL_NANOS = 2_000_000;
    private static final Duration START = Duration.ofSeconds(120);
    private static final byte[] PLAIN = HttpConnection.request("/plain");
    private static final byte[] FULL = HttpConnection.request("/full");
    private static final List<Variant> VARIANTS = List.of(
            Variant.NONE,
            Variant.PERF_AGENT_FIRST,
            Variant.PERF_AGENT_WARM,
            Variant.PERF_AGENT_AGENTLIB,
            Variant.PERF_AGENT_OFF,
            Variant.EMPTY_AGENT,
            Variant.OPENTELEMETRY);

    /** What following the start costs, and analysing it. */
    private static final List<Variant> WATCHED =
            List.of(Variant.NONE, Variant.PERF_AGENT_UNWATCHED, Variant.PERF_AGENT_WARM, Variant.PERF_AGENT_ANALYSED);

    private final BenchmarkSettings settings;
    private final List<Variant> variants;
    private final LeanService service;
    private final double millisPerTick = ProcessStat.clockTickMillis();

    private StartBenchmark(BenchmarkSettings settings, List<Variant> variants, SinkProcess sink) throws IOException {
        this.settings = settings;
        this.variants = variants;
        service = new LeanService(settings.work().resolve("start"), sink);
    }

    static void run() throws IOException, InterruptedException {
        BenchmarkSettings settings = BenchmarkSettings.read(ROUNDS);
        Revision revision = Revision.of(settings.work().getParent());
        try (SinkProcess sink = new SinkProcess()) {
            List<StartRun> runs = new StartBenchmark(settings, VARIANTS, sink).measure();
            write(settings, "start", revision, runs, StartSummary.of(runs, Files.size(AgentJar.perfAgentPath())));
        }
    }

    static void runWatched() throws IOException, InterruptedException {
        BenchmarkSettings settings = BenchmarkSettings.read(ROUNDS);
        Revision revision = Revision.of(settings.work().getParent());
        try (SinkProcess sink = new SinkProcess()) {
            List<StartRun> runs = new StartBenchmark(settings, WATCHED, sink).measure();
            write(settings, "watch", revision, runs, WatchSummary.of(runs));
        }
    }

    private List<StartRun> measure() throws IOException {
        System.out.println("start benchmark: " + settings.rounds() + " rounds on " + settings.jdks() + ", seed "
                + settings.seed());
        Random random = new Random(settings.seed());
        List<Start> starts = new ArrayList<>();
        for (Jdk jdk : settings.jdks()) {
            for (Variant variant : variants) {
                prepare(jdk, variant);
                starts.add(new Start(jdk, variant));
            }
        }
        List<StartRun> runs = new ArrayList<>();
        for (int round = 1; round <= settings.rounds(); round++) {
            Collections.shuffle(starts, random);
            for (Start start : starts) {
                StartRun run = measure(start.jdk, start.variant, round);
                System.out.println(run);
                runs.add(run);
            }
        }
        return runs;
    }

    private record Start(Jdk jdk, Variant variant) {}

    /**
     * A start that is not measured, so that every file has been read once. For a warm variant two: the first weaves and
     * fills the cache, the second adds what is known only once classes were woven at load.
     */
    private void prepare(Jdk jdk, Variant variant) throws IOException {
        for (int i = 0; i < (variant.isWarm() ? 2 : 1); i++) {
            int port = LeanService.freePort();
            try (AppProcess app = service.launch(jdk, variant, port).start()) {
                awaitFirstResponse(app, port);
                get(port, FULL);
                if (variant.isWarm() && i == 0) {
                    app.awaitWeaving();
                    get(port, FULL);
                }
                Pause.of(settings.settle());
                if (i > 0) {
                    requireWarm(app);
                }
                LeanService.report(app);
            }
        }
    }

    private StartRun measure(Jdk jdk, Variant variant, int round) throws IOException {
        int port = LeanService.freePort();
        var launch = service.launch(jdk, variant, port);
        long startNanos = System.nanoTime();
        try (AppProcess app = launch.start()) {
            ProcessStat stat = new ProcessStat(app.pid(), millisPerTick);
            long responseNanos = awaitFirstResponse(app, port);
            double cpuFirst = stat.cpuMillis();
            Pause.until(responseNanos + settings.settle().toNanos());
            double cpuSettled = stat.cpuMillis();
            StartRun run = new StartRun(
                    jdk.feature(),
                    variant,
                    round,
                    (responseNanos - startNanos) / 1e6,
                    cpuFirst,
                    cpuSettled,
                    stat.rssKib(),
                    stat.threads(),
                    stat.agentThreads(),
                    stat.agentThreadCpuMillis());
            if (variant.isWarm()) {
                requireWarm(app);
            }
            LeanService.report(app);
            return run;
        }
    }

    /** A start that had to weave is not what its row would say; below a directory open to others, each has to. */
    private static void requireWarm(AppProcess app) throws IOException {
        for (String line : app.lines()) {
            if (line.startsWith("perf-agent: weaving done")) {
                throw new IOException("the weave cache was not used\n" + app.output());
            }
        }
    }

    /** Tries every 2 ms until {@code /plain} is answered with 200; when that was, as {@link System#nanoTime}. */
    private static long awaitFirstResponse(AppProcess app, int port) throws IOException {
        long deadline = System.nanoTime() + START.toNanos();
        while (true) {
            try (HttpConnection connection = new HttpConnection(port)) {
                if (connection.send(PLAIN) == 200) {
                    return System.nanoTime();
                }
            } catch (IOException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException("no answer within " + START + "\n" + app.output(), e);
                }
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static void get(int port, byte[] request) throws IOException {
        try (HttpConnection connection = new HttpConnection(port)) {
            int status = connection.send(request);
            if (status != 200) {
                throw new IOException("answered " + status + ": " + connection.body());
            }
        }
    }

    private static void write(
            BenchmarkSettings settings, String name, Revision revision, List<StartRun> runs, List<BudgetRow> rows)
            throws IOException {
        Csv table = new Csv(
                "date",
                "commit",
                "jdk",
                "variant",
                "round",
                "wall_ms",
                "cpu_ms_first",
                "cpu_ms_10s",
                "rss_kib",
                "threads",
                "agent_threads",
                "agent_cpu_ms");
        for (StartRun run : runs) {
            table.add(
                    revision.date(),
                    revision.commit(),
                    run.jdk(),
                    run.variant().label,
                    run.round(),
                    run.wallMillis(),
                    run.cpuFirstMillis(),
                    run.cpuSettledMillis(),
                    run.rssKib(),
                    run.threads(),
                    run.agentThreads(),
                    run.agentCpuMillis());
        }
        table.write(settings.results().resolve(name + ".csv"));
        Csv summary = BudgetRow.table();
        for (BudgetRow row : rows) {
            row.addTo(summary, revision);
        }
        summary.write(settings.results().resolve(name + "-summary.csv"));
        System.out.println(BudgetTable.markdown(summary.rows()));
        System.out.println("written to " + settings.results());
    }
}
