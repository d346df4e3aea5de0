package io.perfagent.it.bench;

import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.boot.ToolRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What JFR costs: one JVM under load in blocks, with JFR running and paused, in random order within each round, since two
 * JVMs of the same service differ by more than JFR takes. CPU per request of both, CPU time of the threads that the JDK
 * starts for JFR; and memory, against a second JVM that never had it.
 */
final class JfrBenchmark {
    private static final int ROUNDS = 16;
    private static final String ENDPOINT = "/full";

    /** The agent looks every second whether it is to pause, and JFR ends and starts a recording. */
    private static final Duration SWITCHING = Duration.ofSeconds(4);

    private final BenchmarkSettings settings;
    private final LeanService lean;
    private final double millisPerTick = ProcessStat.clockTickMillis();
    private final int processors = Runtime.getRuntime().availableProcessors();
    private final Csv table = new Csv(
            "date",
            "commit",
            "jdk",
            "jfr",
            "round",
            "seconds",
            "requests",
            "cpu_us_per_request",
            "jfr_threads_cpu_percent",
            "rss_mib");
    private final Csv summary = new Csv(
            "date",
            "commit",
            "jdk",
            "cpu_added_percent",
            "cpu_added_error_percent",
            "jfr_threads_cpu_percent",
            "rss_added_mib",
            "cpu_budget_percent",
            "rss_budget_mib");
    private final Revision revision;
    private final Random random;
    private final Path work;

    private JfrBenchmark(BenchmarkSettings settings, SinkProcess sink) throws IOException, InterruptedException {
        this.settings = settings;
        work = settings.work().resolve("jfr");
        lean = new LeanService(work, sink);
        revision = Revision.of(settings.work().getParent());
        random = new Random(settings.seed());
    }

    static void run() throws IOException, InterruptedException {
        BenchmarkSettings settings = BenchmarkSettings.read(ROUNDS);
        System.out.println(
                "JFR benchmark: " + settings.rounds() + " rounds on " + settings.jdks() + ", seed " + settings.seed());
        try (SinkProcess sink = new SinkProcess()) {
            JfrBenchmark benchmark = new JfrBenchmark(settings, sink);
            for (Jdk jdk : settings.jdks()) {
                benchmark.measure(jdk);
            }
            benchmark.table.write(settings.results().resolve("jfr.csv"));
            benchmark.summary.write(settings.results().resolve("jfr-summary.csv"));
            System.out.println(benchmark.summary.rows());
            System.out.println("written to " + settings.results());
        }
    }

    private static final class Service {
        final int port;
        final Path data;
        final AppProcess app;
        final ProcessStat stat;
        final List<Double> rssMib = new ArrayList<>();

        Service(int port, Path data, AppProcess app, double millisPerTick) {
            this.port = port;
            this.data = data;
            this.app = app;
            this.stat = new ProcessStat(app.pid(), millisPerTick);
        }
    }

    private record Block(double cpuMicros, double ownPercent) {}

    private void measure(Jdk jdk) throws IOException, InterruptedException {
        List<Double> ratios = new ArrayList<>();
        List<Double> own = new ArrayList<>();
        try (Services both = new Services(start(jdk, "off"), start(jdk, "on"))) {
            for (int round = 1; round <= settings.rounds(); round++) {
                boolean runningFirst = random.nextBoolean();
                Block first = block(jdk, both.with, round, runningFirst);
                Block second = block(jdk, both.with, round, !runningFirst);
                Block running = runningFirst ? first : second;
                ratios.add(running.cpuMicros / (runningFirst ? second : first).cpuMicros);
                own.add(running.ownPercent);
                load(both.without.port, settings.leadIn().plus(settings.block()));
                both.without.rssMib.add(both.without.stat.rssKib() / 1024.0);
            }
            summarise(jdk, sample(ratios), sample(own), both);
        }
    }

    private record Services(Service without, Service with) implements AutoCloseable {
        @Override
        public void close() {
            for (Service service : List.of(without, with)) {
                LeanService.report(service.app);
                service.app.close();
            }
        }
    }

    private Service start(Jdk jdk, String jfr) throws IOException, InterruptedException {
        int port = LeanService.freePort();
        Path data = Files.createTempDirectory(work, "data"); // each weaves what it loads
        AppProcess app = lean.launch(jdk, Variant.PERF_AGENT_FIRST, port)
                .jvm("-Xms256m", "-Xmx256m") // so that memory differs by what is not heap, and by what is touched of it
                .dataDir(data)
                .env("PERF_AGENT_JFR", jfr)
                .start();
        app.awaitPort();
        load(port, Duration.ofMillis(500));
        app.awaitWeaving();
        load(port, settings.warmUp());
        return new Service(port, data, app, millisPerTick);
    }

    private void load(int port, Duration duration) throws IOException {
        try (HttpLoad load = new HttpLoad(port, ENDPOINT, settings.connections())) {
            Pause.of(duration);
        }
    }

    /** The operator's command, and the seconds until it has taken effect. */
    private void command(Jdk jdk, Service service, boolean running) throws IOException {
        ToolRun run = ToolRun.agentCommand(
                jdk,
                Map.of("PERF_AGENT_DATA_DIR", service.data.toString()),
                "hot",
                Long.toString(service.app.pid()),
                running ? "resume" : "pause");
        if (run.exit() != 0) {
            throw new IOException(run.output());
        }
        Pause.of(SWITCHING);
    }

    private Block block(Jdk jdk, Service service, int round, boolean running) throws IOException {
        command(jdk, service, running);
        try (HttpLoad load = new HttpLoad(service.port, ENDPOINT, settings.connections())) {
            Pause.of(settings.leadIn());
            double ownBefore = service.stat.threadCpuMillis("JFR ");
            double cpuBefore = service.stat.cpuMillis();
            long requestsBefore = load.completed();
            long startNanos = System.nanoTime();
            Pause.of(settings.block());
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            long requests = load.completed() - requestsBefore;
            double cpuMicros = (service.stat.cpuMillis() - cpuBefore) * 1000 / Math.max(1, requests);
            double own = (service.stat.threadCpuMillis("JFR ") - ownBefore) / (10 * seconds * processors);
            double rss = service.stat.rssKib() / 1024.0;
            service.rssMib.add(rss);
            String jfr = running ? "on" : "off";
            table.add(
                    revision.date(),
                    revision.commit(),
                    jdk.feature(),
                    jfr,
                    round,
                    seconds,
                    requests,
                    cpuMicros,
                    own,
                    rss);
            System.out.println(jdk + " JFR " + jfr + ", round " + round + ": " + Csv.number(cpuMicros)
                    + " us of CPU per request, JFR's threads " + Csv.number(own) + " %, " + Csv.number(rss) + " MiB");
            return new Block(cpuMicros, own);
        }
    }

    private static Sample sample(List<Double> values) {
        return new Sample(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private void summarise(Jdk jdk, Sample ratio, Sample own, Services both) {
        summary.add(
                revision.date(),
                revision.commit(),
                jdk.feature(),
                100 * (ratio.median() - 1),
                100 * 2 * ratio.medianError(),
                own.median(),
                sample(both.with.rssMib).median() - sample(both.without.rssMib).median(),
                1,
                45);
    }
}
