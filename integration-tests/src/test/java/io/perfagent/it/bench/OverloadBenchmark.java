package io.perfagent.it.bench;

import io.perfagent.it.AgentJar;
import io.perfagent.it.Jdk;
import io.perfagent.it.RawHttp;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Overload of a real Tomcat by an open loop: with nothing, with perf-agent's limits and no other setting, with Netflix's
 * Gradient2, and with limits that someone tuned for this service (the best of them is the oracle).
 *
 * <p>A row is appended when a run ends, and a run whose rows are there is not repeated, so the command can be stopped and
 * given again. A run in which more than 1 % of the requests left more than 5 ms late is void and run again, twice at most.
 */
final class OverloadBenchmark {
    static final int DATABASE = 0;
    static final int STATIC = 1;

    /** The last comes once a second. */
    static final String[] TARGETS = {"/db/1", "/static", "/health"};

    private static final long TIMEOUT_NANOS = 2_000_000_000L;
    private static final int MAX_TRIES = 3;
    static final String OURS = "perf-agent";
    private static final long START_NANOS = 20_000_000_000L;
    private static final String SERVICE = "io.perfagent.it.overload.PooledService";

    private final BenchmarkSettings settings;
    private final Jdk jdk;
    private final Revision revision;
    private final Path file;
    private final int divisor;
    private final OverloadSummary summary;

    private OverloadBenchmark(BenchmarkSettings settings) throws IOException, InterruptedException {
        this.settings = settings;
        jdk = settings.jdks().get(0);
        revision = Revision.of(settings.work().getParent());
        file = settings.results().resolve("overload.csv");
        divisor = settings.quick() ? 10 : 1;
        summary = new OverloadSummary(settings, revision, divisor);
    }

    private static Csv table() {
        return new Csv(
                "date",
                "commit",
                "processors",
                "jdk",
                "experiment",
                "variant",
                "repetition",
                "seed",
                "phase",
                "offered_per_s",
                "goodput_per_s",
                "rejected_percent",
                "failed_percent",
                "p50_ms",
                "p99_ms",
                "rejection_p99_ms",
                "static_p99_ms",
                "static_failed_percent",
                "recovery_s",
                "late_percent");
    }

    static void run() throws IOException, InterruptedException {
        BenchmarkSettings settings = BenchmarkSettings.read(3);
        OverloadBenchmark benchmark = new OverloadBenchmark(settings);
        List<String> wanted = Arrays.asList(
                BenchmarkSettings.text("bench.experiments", "E2,E4,E6,E7,E9").split(","));
        List<String> variants = new ArrayList<>(List.of("none", OURS, "gradient2"));
        for (String oracle : BenchmarkSettings.text(
                        "bench.oracle", "8:0,10:0,16:0,32:0,64:0,8:100,10:100,16:100,32:100,64:100")
                .split(" *, *")) {
            variants.add("semaphore:" + oracle);
        }
        System.out.println("overload benchmark: " + settings.rounds() + " repetitions on " + benchmark.jdk + ", seed "
                + settings.seed());
        Random order = new Random(settings.seed());
        for (int repetition = 1; repetition <= settings.rounds(); repetition++) {
            for (OverloadExperiment experiment : OverloadExperiment.all(benchmark.divisor)) {
                if (wanted.contains(experiment.name())) {
                    Collections.shuffle(variants, order);
                    for (String variant : variants) {
                        benchmark.measure(experiment, variant, repetition);
                    }
                }
            }
        }
        benchmark.summary.write(benchmark.file);
    }

    private void measure(OverloadExperiment experiment, String variant, int repetition)
            throws IOException, InterruptedException {
        Csv known = Files.exists(file) ? Csv.read(file) : table();
        for (Map<String, String> row : known.rows()) {
            if (row.get("experiment").equals(experiment.name())
                    && row.get("variant").equals(variant)
                    && row.get("repetition").equals(Integer.toString(repetition))) {
                return;
            }
        }
        for (int i = 1; ; i++) {
            long seed = settings.seed() * 1000 + repetition;
            PhaseOutcome[] outcomes = run(experiment, variant, new Random(seed));
            double late = Arrays.stream(outcomes)
                    .mapToDouble(PhaseOutcome::latePercent)
                    .max()
                    .orElse(0);
            System.out.printf(
                    "%s %s %d: goodput %.0f, %.0f, %.0f per s; %.2f %% late%n",
                    experiment.name(),
                    variant,
                    repetition,
                    outcomes[1].goodput(),
                    outcomes[2].goodput(),
                    outcomes[3].goodput(),
                    late);
            if (late <= 1 || i == MAX_TRIES || settings.quick()) {
                add(known, experiment, variant, repetition, seed, outcomes);
                known.write(file);
                summary.keepSeconds(experiment, variant, repetition, outcomes);
                return;
            }
        }
    }

    private void add(
            Csv table,
            OverloadExperiment experiment,
            String variant,
            int repetition,
            long seed,
            PhaseOutcome[] outcomes) {
        for (int i = 1; i < outcomes.length; i++) {
            OverloadExperiment.Phase phase = experiment.phases().get(i);
            PhaseOutcome outcome = outcomes[i];
            table.add(
                    revision.date(),
                    revision.commit(),
                    Runtime.getRuntime().availableProcessors(),
                    jdk.feature(),
                    experiment.name(),
                    variant,
                    repetition,
                    seed,
                    phase.name(),
                    phase.perSecond(),
                    outcome.goodput(),
                    outcome.rejectedPercent(),
                    outcome.failedPercent(),
                    PhaseOutcome.millis(outcome.served, 50),
                    PhaseOutcome.millis(outcome.served, 99),
                    PhaseOutcome.millis(outcome.rejected, 99),
                    PhaseOutcome.millis(outcome.unconcerned, 99),
                    outcome.unconcernedFailedPercent(),
                    outcome.recoverySeconds(),
                    outcome.latePercent());
        }
    }

    private PhaseOutcome[] run(OverloadExperiment experiment, String variant, Random random)
            throws IOException, InterruptedException {
        if (variant.equals(OURS)) {
            Process first = start(experiment, variant); // fills the weave cache
            try {
                int port = port(first);
                long end = System.nanoTime() + (settings.quick() ? 6_000_000_000L : 15_000_000_000L);
                while (System.nanoTime() - end < 0) {
                    RawHttp.get(TARGETS[DATABASE]).status(port);
                }
            } finally {
                stop(first);
            }
        }
        Process process = start(experiment, variant);
        try {
            int port = port(process);
            if (variant.equals(OURS)) {
                requireLimits(port);
            }
            RawHttp.get("/begin").status(port);
            return load(experiment, port, random);
        } finally {
            stop(process);
        }
    }

    /** Rows of an agent that did not start would be those of none. */
    private static void requireLimits(int port) throws IOException {
        long end = System.nanoTime() + START_NANOS;
        String status = "";
        while (!status.contains("limits on")) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("the agent does not limit:\n" + status);
            }
            Pause.of(Duration.ofMillis(200));
            status = RawHttp.get("/status").send(port);
        }
    }

    private Process start(OverloadExperiment experiment, String variant) throws IOException {
        List<String> command = new ArrayList<>(List.of(jdk.java().toString(), "-Xmx512m"));
        if (variant.equals(OURS)) {
            command.addAll(AgentJar.perfAgent().options());
        }
        command.addAll(List.of(
                "-Dservice.limiter=" + (variant.equals(OURS) ? "none" : variant),
                "-Dservice.law=" + experiment.law(),
                "-Dservice.holds=" + experiment.holds(),
                "-cp",
                servicePath(),
                SERVICE));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("OTEL_") || name.startsWith("PERF_AGENT_"));
        if (variant.equals(OURS)) {
            builder.environment().put("PERF_AGENT_LIMITS", "on");
            builder.environment()
                    .put(
                            "PERF_AGENT_DATA_DIR",
                            settings.work().resolve("overload-data").toString());
        }
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** What the service needs; never the agent's own classes, which JMH needs and which would hide those of its jar. */
    static String servicePath() {
        List<String> needed = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            String name = Path.of(entry).getFileName().toString();
            if (!name.startsWith("agent-") && !name.startsWith("exporters-")) {
                needed.add(entry);
            }
        }
        return String.join(File.pathSeparator, needed);
    }

    private static int port(Process process) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith("listening on ")) {
                return Integer.parseInt(line.substring("listening on ".length()));
            }
        }
        throw new IOException("the service did not start");
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    private static PhaseOutcome[] load(OverloadExperiment experiment, int port, Random random) throws IOException {
        long begin = System.nanoTime();
        OverloadArrivals schedule = new OverloadArrivals(experiment, begin, random);
        List<OverloadExperiment.Phase> phases = experiment.phases();
        PhaseOutcome[] outcomes = new PhaseOutcome[phases.size()];
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] = new PhaseOutcome(phases.get(i));
        }
        try (OpenLoad load = new OpenLoad(port, TIMEOUT_NANOS)) {
            load.run(TARGETS, schedule, (kind, intended, sent, end, status, body) -> {
                double second = (intended - begin) / 1e9;
                int phase = 0;
                while (phase + 1 < outcomes.length
                        && second >= phases.get(phase).seconds()) {
                    second -= phases.get(phase).seconds();
                    phase++;
                }
                if (second < phases.get(phase).seconds()) {
                    outcomes[phase].add(kind, second, sent - intended, end - intended, status);
                    schedule.ended(kind, intended, end, status);
                }
            });
        }
        return outcomes;
    }
}
