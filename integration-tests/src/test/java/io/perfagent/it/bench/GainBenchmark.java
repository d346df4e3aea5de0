package io.perfagent.it.bench;

import io.perfagent.it.Jdk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * The gain of caching: the highest rate that a shop serves, cached in several ways and not at all; {@code docs/benchmarks.md}
 * declares what is measured and how.
 *
 * <p>A row is appended when a variant has been measured, and one whose row is there is not measured again, so the command can
 * be stopped and given again.
 */
final class GainBenchmark {
    /** Which keys are the frequent ones: the same for all, always. */
    static final long KEY_SEED = 17;

    private static final double FACTOR = 1.6;
    private static final double PRECISION = 1.06;
    private static final double CAREFUL = 0.7;
    private static final int SWEEP = 0;

    private final BenchmarkSettings settings;
    private final Jdk jdk;
    private final Revision revision;
    private final GainStores stores;
    private final Path file;
    private final Map<GainVariant, Path> data = new EnumMap<>(GainVariant.class);
    private final double leadInSeconds;
    private final double blockSeconds;
    private final int maxSteps;

    private GainBenchmark(BenchmarkSettings settings, GainStores stores) throws IOException, InterruptedException {
        this.settings = settings;
        this.stores = stores;
        jdk = settings.jdks().get(0);
        revision = Revision.of(settings.work().getParent());
        file = file(settings);
        leadInSeconds = seconds("bench.leadin", settings.quick() ? 1 : 2);
        blockSeconds = seconds("bench.block", settings.quick() ? 2 : 8);
        maxSteps = settings.quick() ? 3 : 24;
    }

    static double seconds(String key, double fallback) {
        return Double.parseDouble(BenchmarkSettings.text(key, Double.toString(fallback)));
    }

    static Path file(BenchmarkSettings settings) {
        return settings.results().resolve("cache.csv");
    }

    private static Csv table() {
        return new Csv(
                "date",
                "commit",
                "host",
                "processors",
                "jdk",
                "shape",
                "variant",
                "bound_ms",
                "pool",
                "round",
                "seed",
                "sales",
                "rate_per_s",
                "failed_per_s",
                "p50_ms",
                "p99_ms",
                "requests",
                "hit_percent",
                "eligible_percent",
                "service_cpu_us",
                "database_cpu_us",
                "generator_cpu_us",
                "late_percent",
                "steps",
                "reads_judged",
                "violations");
    }

    /** The processor's name, as Linux tells it. */
    static String host() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8)) {
            if (line.startsWith("model name")) {
                return line.substring(line.indexOf(':') + 1).strip();
            }
        }
        return System.getProperty("os.arch");
    }

    static void run() throws IOException, InterruptedException, SQLException {
        BenchmarkSettings settings = BenchmarkSettings.read(5);
        List<GainShape> shapes = shapes();
        List<GainVariant> variants = new ArrayList<>();
        for (String label : BenchmarkSettings.text(
                        "bench.variants", "off,ours,ours-micro,ceiling,caffeine,caffeine-micro,spring-cache,jedis-csc")
                .split(",")) {
            variants.add(GainVariant.of(label.strip()));
        }
        try (GainStores stores = new GainStores()) {
            GainBenchmark benchmark = new GainBenchmark(settings, stores);
            stores.fill(benchmark.knownSales());
            System.out.println("caching benchmark: " + settings.rounds() + " rounds on " + benchmark.jdk + ", seed "
                    + settings.seed());
            Map<GainShape, Integer> pools = new EnumMap<>(GainShape.class);
            for (GainShape shape : shapes) {
                pools.put(shape, benchmark.bestPool(shape));
            }
            Random order = new Random(settings.seed());
            for (int round = 1; round <= settings.rounds(); round++) {
                for (GainShape shape : shapes) {
                    Collections.shuffle(variants, order);
                    for (GainVariant variant : variants) {
                        if (variant.isFor(shape)) {
                            benchmark.measure(shape, variant, pools.get(shape), round);
                        }
                    }
                }
            }
        }
        GainSummary.write(settings);
    }

    private static List<GainShape> shapes() {
        List<String> wanted = Arrays.asList(
                BenchmarkSettings.text("bench.shapes", "key,aggregate,get").split(" *, *"));
        List<GainShape> shapes = new ArrayList<>();
        for (GainShape shape : GainShape.values()) {
            if (wanted.contains(shape.label)) {
                shapes.add(shape);
            }
        }
        if (shapes.size() < wanted.size()) {
            throw new IllegalArgumentException("of the shapes " + wanted + " only " + shapes + " are there");
        }
        return shapes;
    }

    /** The pool with which the baseline serves most; all sizes are tried where there is more than one. */
    private int bestPool(GainShape shape) throws IOException, InterruptedException {
        String[] sizes = BenchmarkSettings.text("bench.pools", settings.quick() ? "8" : "4,8,16,32")
                .split(" *, *");
        int best = Integer.parseInt(sizes[0]);
        double bestRate = -1;
        for (String size : sizes.length == 1 ? new String[0] : sizes) {
            measure(shape, GainVariant.OFF, Integer.parseInt(size), SWEEP);
        }
        for (Map<String, String> row : known().rows()) {
            boolean sweep = row.get("shape").equals(shape.label)
                    && row.get("round").equals(Integer.toString(SWEEP))
                    && Arrays.asList(sizes).contains(row.get("pool"));
            if (sweep && Double.parseDouble(row.get("rate_per_s")) > bestRate) {
                bestRate = Double.parseDouble(row.get("rate_per_s"));
                best = Integer.parseInt(row.get("pool"));
            }
        }
        return best;
    }

    private Csv known() throws IOException {
        return Files.exists(file) ? Csv.read(file) : table();
    }

    /** The number of sales of the rows that are there; 0 if there are none. */
    private int knownSales() throws IOException {
        for (Map<String, String> row : known().rows()) {
            return Integer.parseInt(row.get("sales"));
        }
        return 0;
    }

    /** Seven tenths of what was found before; for a first time what the baseline has served. */
    private double firstRate(Csv known, GainShape shape, GainVariant variant) {
        double first = shape.firstRate;
        for (GainVariant from : new GainVariant[] {GainVariant.OFF, variant}) {
            for (Map<String, String> row : known.rows()) {
                double rate = Double.parseDouble(row.get("rate_per_s"));
                if (row.get("shape").equals(shape.label) && row.get("variant").equals(from.label) && rate > 0) {
                    first = rate * CAREFUL;
                }
            }
        }
        return first;
    }

    private void measure(GainShape shape, GainVariant variant, int pool, int round)
            throws IOException, InterruptedException {
        Csv known = known();
        for (Map<String, String> row : known.rows()) {
            if (row.get("shape").equals(shape.label)
                    && row.get("variant").equals(variant.label)
                    && row.get("round").equals(Integer.toString(round))
                    && (round != SWEEP || row.get("pool").equals(Integer.toString(pool)))) {
                return;
            }
        }
        Path directory = data.get(variant);
        boolean first = directory == null;
        if (directory == null) {
            Path parent = Files.createDirectories(settings.work().resolve("gain-data"));
            directory = Files.createTempDirectory(parent, variant.label + "-");
            data.put(variant, directory);
        }
        try (GainService service = GainService.start(jdk, variant, shape, stores, pool, directory, first)) {
            measure(known, shape, variant, service, pool, round);
            Files.writeString(
                    settings.work()
                            .resolve("gain-data")
                            .resolve("status-" + variant.label + "-" + shape.label + ".txt"),
                    service.status());
        }
    }

    private void measure(Csv known, GainShape shape, GainVariant variant, GainService service, int pool, int round)
            throws IOException {
        long seed = settings.seed() * 1000 + round;
        GainStep.Runner runner = new GainStep.Runner(shape, service, stores, GainArrivals.zipf(KEY_SEED), seed);
        double first = firstRate(known, shape, variant);
        double warmUp = settings.warmUp().toSeconds();
        report(shape, variant, "warm-up", runner.run(first / 2, warmUp, 0, variant.isJudged()));
        RateSearch search = new RateSearch(first, FACTOR, PRECISION, maxSteps);
        GainStep best = null;
        int steps = 0;
        for (; !search.isOver(); steps++) {
            GainStep step = runner.run(search.next(), leadInSeconds, blockSeconds, variant.isJudged());
            report(shape, variant, step.passed() ? "passed" : "failed", step);
            best = step.passed() ? step : best;
            search.told(step.passed());
        }
        if (runner.check.violations() > 0) {
            System.out.println("VIOLATIONS: " + runner.check.violations() + " of " + runner.check.reads() + ", first "
                    + runner.check.first());
        }
        double none = Double.NaN;
        known.add(
                revision.date(),
                revision.commit(),
                host(),
                Runtime.getRuntime().availableProcessors(),
                jdk.feature(),
                shape.label,
                variant.label,
                variant.boundMillis(shape),
                pool,
                round,
                seed,
                stores.sales(),
                search.passed(),
                search.failed() == Double.POSITIVE_INFINITY ? none : search.failed(),
                best == null ? none : best.p50Millis(),
                best == null ? none : best.p99Millis(),
                best == null ? 0 : best.requests(),
                best == null ? none : best.hitPercent(),
                best == null ? none : best.eligiblePercent(),
                best == null ? none : best.serviceMicros(),
                best == null ? none : best.databaseMicros(),
                best == null ? none : best.generatorMicros(),
                best == null ? none : best.latePercent(),
                steps,
                runner.check.reads(),
                variant.isJudged() ? Long.toString(runner.check.violations()) : "");
        known.write(file);
    }

    static void report(GainShape shape, GainVariant variant, String what, GainStep step) {
        System.out.printf(
                Locale.ROOT,
                "%s %s %s: %.0f/s p50 %.1f ms p99 %.1f ms, %d errors, %.1f %% late, %.1f %% hits, %.0f us service,"
                        + " %.0f us database, %.0f us generator%n",
                shape.label,
                variant.label,
                what,
                step.perSecond(),
                step.p50Millis(),
                step.p99Millis(),
                step.errors(),
                step.latePercent(),
                step.hitPercent(),
                step.serviceMicros(),
                step.databaseMicros(),
                step.generatorMicros());
    }
}
