package io.perfagent.it.bench;

import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What JFR costs: the same service with the agent, with JFR and without, under load in blocks, in random order within each
 * round. CPU per request of both, CPU time of the threads that the JDK starts for JFR, and memory at the end.
 */
final class JfrBenchmark {
    private static final int ROUNDS = 6;
    private static final String ENDPOINT = "/full";

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

    private JfrBenchmark(BenchmarkSettings settings, SinkProcess sink) throws IOException, InterruptedException {
        this.settings = settings;
        lean = new LeanService(settings.work().resolve("jfr"), sink);
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
        final String jfr;
        final int port;
        final AppProcess app;
        final ProcessStat stat;
        final List<Double> cpuMicros = new ArrayList<>();
        final List<Double> ownPercent = new ArrayList<>();
        final List<Double> rssMib = new ArrayList<>();

        Service(String jfr, int port, AppProcess app, double millisPerTick) {
            this.jfr = jfr;
            this.port = port;
            this.app = app;
            this.stat = new ProcessStat(app.pid(), millisPerTick);
        }

        static double median(List<Double> values) {
            return new Sample(values.stream().mapToDouble(Double::doubleValue).toArray()).median();
        }
    }

    private void measure(Jdk jdk) throws IOException, InterruptedException {
        List<Service> services = new ArrayList<>();
        try {
            services.add(start(jdk, "off"));
            services.add(start(jdk, "on"));
            List<Service> order = new ArrayList<>(services);
            for (int round = 1; round <= settings.rounds(); round++) {
                Collections.shuffle(order, random);
                for (Service service : order) {
                    block(jdk, service, round);
                }
            }
            summarise(jdk, services.get(0), services.get(1));
            for (Service service : services) {
                LeanService.report(service.app);
            }
        } finally {
            services.forEach(service -> service.app.close());
        }
    }

    private Service start(Jdk jdk, String jfr) throws IOException, InterruptedException {
        int port = LeanService.freePort();
        AppProcess app = lean.launch(jdk, Variant.PERF_AGENT_FIRST, port)
                .jvm("-Xms256m", "-Xmx256m") // so that memory differs by what is not heap, and by what is touched of it
                .env("PERF_AGENT_JFR", jfr)
                .start();
        app.awaitPort();
        load(port, Duration.ofMillis(500));
        app.awaitWeaving();
        load(port, settings.warmUp());
        return new Service(jfr, port, app, millisPerTick);
    }

    private void load(int port, Duration duration) throws IOException {
        try (HttpLoad load = new HttpLoad(port, ENDPOINT, settings.connections())) {
            Pause.of(duration);
        }
    }

    private void block(Jdk jdk, Service service, int round) throws IOException {
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
            service.cpuMicros.add(cpuMicros);
            service.ownPercent.add(own);
            service.rssMib.add(rss);
            table.add(
                    revision.date(),
                    revision.commit(),
                    jdk.feature(),
                    service.jfr,
                    round,
                    seconds,
                    requests,
                    cpuMicros,
                    own,
                    rss);
            System.out.println(jdk + " JFR " + service.jfr + ", round " + round + ": " + Csv.number(cpuMicros)
                    + " us of CPU per request, JFR's threads " + Csv.number(own) + " %, " + Csv.number(rss) + " MiB");
        }
    }

    private void summarise(Jdk jdk, Service off, Service on) {
        double[] ratios = new double[on.cpuMicros.size()];
        for (int i = 0; i < ratios.length; i++) { // blocks of a round lie next to each other
            ratios[i] = on.cpuMicros.get(i) / off.cpuMicros.get(i);
        }
        Sample ratio = new Sample(ratios);
        summary.add(
                revision.date(),
                revision.commit(),
                jdk.feature(),
                100 * (ratio.median() - 1),
                100 * 2 * ratio.medianError(),
                Service.median(on.ownPercent),
                Service.median(on.rssMib) - Service.median(off.rssMib),
                1,
                45);
    }
}
