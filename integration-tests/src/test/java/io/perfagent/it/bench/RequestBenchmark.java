package io.perfagent.it.bench;

import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * CPU time and allocated bytes per request of the whole process in steady state. All variants run at once and are put
 * under load one at a time, in blocks, in random order within each round, so that what changes on the machine meanwhile
 * meets them alike.
 */
final class RequestBenchmark {
    private static final int ROUNDS = 7;
    private static final String[] ENDPOINTS = {"/plain", "/full"};

    private final BenchmarkSettings settings;
    private final SinkProcess sink;
    private final LeanService lean;
    private final double millisPerTick = ProcessStat.clockTickMillis();
    private final Random random;
    private final List<RequestRun> runs = new ArrayList<>();

    private RequestBenchmark(BenchmarkSettings settings, SinkProcess sink) throws IOException {
        this.settings = settings;
        this.sink = sink;
        lean = new LeanService(settings.work().resolve("requests"), sink);
        random = new Random(settings.seed());
    }

    static void run() throws IOException, InterruptedException {
        BenchmarkSettings settings = BenchmarkSettings.read(ROUNDS);
        Revision revision = Revision.of(settings.work().getParent());
        System.out.println("request benchmark: " + settings.rounds() + " rounds on " + settings.jdks() + ", seed "
                + settings.seed());
        try (SinkProcess sink = new SinkProcess()) {
            RequestBenchmark benchmark = new RequestBenchmark(settings, sink);
            for (Jdk jdk : settings.jdks()) {
                benchmark.measure(jdk);
            }
            benchmark.write(revision);
        }
    }

    private static List<Variant> variants() {
        List<Variant> variants =
                new ArrayList<>(List.of(Variant.NONE, Variant.PERF_AGENT_FIRST, Variant.OPENTELEMETRY));
        if (!BenchmarkSettings.text("bench.elastic", "true").equals("false")) {
            variants.add(Variant.ELASTIC);
        }
        return variants;
    }

    /** A running service and how it is measured. */
    private record Service(Variant variant, int port, AppProcess app, ProcessStat stat, AllocationMeter allocation) {}

    private void measure(Jdk jdk) throws IOException, InterruptedException {
        List<AppProcess> started = new ArrayList<>();
        try {
            List<Service> services = new ArrayList<>();
            for (Variant variant : variants()) {
                services.add(start(jdk, variant, started));
            }
            for (int round = 1; round <= settings.rounds(); round++) {
                for (String endpoint : ENDPOINTS) {
                    Collections.shuffle(services, random);
                    for (Service service : services) {
                        RequestRun run = block(jdk, service, endpoint, round);
                        System.out.println(run);
                        runs.add(run);
                    }
                }
            }
            for (Service service : services) {
                LeanService.report(service.app);
            }
        } finally {
            started.forEach(AppProcess::close);
        }
    }

    private Service start(Jdk jdk, Variant variant, List<AppProcess> started) throws IOException, InterruptedException {
        int port = LeanService.freePort();
        Path log = settings.work().resolve("requests").resolve("gc-" + LeanService.label(jdk, variant) + ".txt");
        Files.deleteIfExists(log);
        AppLaunch launch =
                lean.launch(jdk, variant, port).jvm(AllocationMeter.COLLECTOR).jvm(AllocationMeter.logOption(log));
        AppProcess app = launch.start();
        started.add(app);
        app.awaitPort();
        for (String endpoint : ENDPOINTS) {
            load(port, endpoint, Duration.ofMillis(500));
        }
        if (variant.isPerfAgent()) {
            app.awaitWeaving();
        }
        for (String endpoint : ENDPOINTS) {
            load(port, endpoint, settings.warmUp());
        }
        return new Service(
                variant,
                port,
                app,
                new ProcessStat(app.pid(), millisPerTick),
                new AllocationMeter(jdk, app.pid(), log));
    }

    private void load(int port, String endpoint, Duration duration) throws IOException {
        try (HttpLoad load = new HttpLoad(port, endpoint, settings.connections())) {
            Pause.of(duration);
        }
    }

    private RequestRun block(Jdk jdk, Service service, String endpoint, int round) throws IOException {
        String sender = LeanService.label(jdk, service.variant);
        try (HttpLoad load = new HttpLoad(service.port, endpoint, settings.connections())) {
            Pause.of(settings.leadIn());
            long spansBefore = sink.spans(sender);
            long allocatedBefore = service.allocation.allocatedBytes();
            double cpuBefore = service.stat.cpuMillis();
            long requestsBefore = load.completed();
            long startNanos = System.nanoTime();
            Pause.of(settings.block());
            long nanos = System.nanoTime() - startNanos;
            long requests = load.completed() - requestsBefore;
            double cpuMillis = service.stat.cpuMillis() - cpuBefore;
            long allocated = service.allocation.allocatedBytes() - allocatedBefore;
            long spans = sink.spans(sender) - spansBefore;
            if (requests == 0) {
                throw new IOException("no request was answered\n" + service.app.output());
            }
            return new RequestRun(
                    jdk.feature(),
                    endpoint,
                    service.variant,
                    round,
                    nanos / 1e9,
                    requests,
                    cpuMillis * 1000 / requests,
                    (double) allocated / requests,
                    service.variant == Variant.ELASTIC ? Double.NaN : (double) spans / requests);
        }
    }

    private void write(Revision revision) throws IOException {
        Csv table = new Csv(
                "date",
                "commit",
                "jdk",
                "endpoint",
                "variant",
                "round",
                "seconds",
                "requests",
                "cpu_us_per_request",
                "bytes_per_request",
                "spans_per_request");
        for (RequestRun run : runs) {
            table.add(
                    revision.date(),
                    revision.commit(),
                    run.jdk(),
                    run.endpoint(),
                    run.variant().label,
                    run.round(),
                    run.seconds(),
                    run.requests(),
                    run.cpuMicros(),
                    run.allocatedBytes(),
                    run.spans());
        }
        table.write(settings.results().resolve("requests.csv"));
        Csv summary = BudgetRow.table();
        for (BudgetRow row : RequestSummary.of(runs)) {
            row.addTo(summary, revision);
        }
        summary.write(settings.results().resolve("requests-summary.csv"));
        System.out.println(BudgetTable.markdown(summary.rows()));
        System.out.println("written to " + settings.results());
    }
}
