package io.perfagent.it.bench;

import io.perfagent.it.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What caching costs where it gives nothing: CPU per request at a moderate rate with shadow only, and with a rule in force whose
 * entries are never asked for again. Services of all variants run at the same time and are loaded in turn.
 *
 * <p>Rounds are appended; each command adds some, with JVMs of its own.
 */
final class GainHarm {
    private static final GainVariant[] VARIANTS = {
        GainVariant.OFF, GainVariant.OFF_AGAIN, GainVariant.OBSERVE, GainVariant.NEVER
    };
    private static final int ROUNDS = 20;
    private static final int POOL = 4;
    private static final double MAX_NEVER_PERCENT = 2;

    private GainHarm() {}

    private static Csv table() {
        return new Csv(
                "date",
                "commit",
                "host",
                "processors",
                "jdk",
                "seed",
                "round",
                "variant",
                "per_s",
                "service_cpu_us",
                "database_cpu_us",
                "p50_ms",
                "p99_ms",
                "hit_percent",
                "late_percent",
                "requests");
    }

    static void run() throws IOException, InterruptedException, SQLException {
        BenchmarkSettings settings = BenchmarkSettings.read(ROUNDS);
        Jdk jdk = settings.jdks().get(0);
        double perSecond = GainBenchmark.seconds("bench.rate", 400);
        Map<GainVariant, GainService> services = new EnumMap<>(GainVariant.class);
        try (GainStores stores = new GainStores()) {
            stores.fill(1); // sales are not read
            Path parent = Files.createDirectories(settings.work().resolve("gain-data"));
            for (GainVariant variant : VARIANTS) {
                Path data = Files.createTempDirectory(parent, variant.label + "-");
                services.put(variant, GainService.start(jdk, variant, GainShape.KEY, stores, POOL, data, true));
            }
            measure(settings, jdk, services, stores, perSecond);
        } finally {
            for (GainService service : services.values()) {
                service.close();
            }
        }
    }

    private static void measure(
            BenchmarkSettings settings,
            Jdk jdk,
            Map<GainVariant, GainService> services,
            GainStores stores,
            double perSecond)
            throws IOException, InterruptedException {
        Revision revision = Revision.of(settings.work().getParent());
        Path file = settings.results().resolve("cache-harm.csv");
        Random order = new Random(settings.seed());
        Map<GainVariant, GainStep.Runner> runners = new EnumMap<>(GainVariant.class);
        for (GainVariant variant : VARIANTS) {
            GainStep.Runner runner = new GainStep.Runner(
                    GainShape.KEY, services.get(variant), stores, GainArrivals.inTurn(), settings.seed());
            runners.put(variant, runner);
            GainBenchmark.report(
                    GainShape.KEY,
                    variant,
                    "warm-up",
                    runner.run(perSecond, settings.warmUp().toSeconds(), 0, false));
        }
        List<GainVariant> variants = new ArrayList<>(List.of(VARIANTS));
        for (int round = 1; round <= settings.rounds(); round++) {
            Collections.shuffle(variants, order);
            Csv table = Files.exists(file) ? Csv.read(file) : table();
            for (GainVariant variant : variants) {
                GainStep step = runners.get(variant)
                        .run(
                                perSecond,
                                settings.leadIn().toSeconds(),
                                settings.block().toSeconds(),
                                false);
                GainBenchmark.report(GainShape.KEY, variant, "round " + round, step);
                if (step.hitPercent() > 0) {
                    throw new IOException(variant.label + " has hit: " + step);
                }
                table.add(
                        revision.date(),
                        revision.commit(),
                        GainBenchmark.host(),
                        Runtime.getRuntime().availableProcessors(),
                        jdk.feature(),
                        settings.seed(),
                        round,
                        variant.label,
                        perSecond,
                        step.serviceMicros(),
                        step.databaseMicros(),
                        step.p50Millis(),
                        step.p99Millis(),
                        step.hitPercent(),
                        step.latePercent(),
                        step.requests());
            }
            table.write(file);
        }
        Csv summary = summarise(Csv.read(file).rows());
        summary.write(settings.results().resolve("cache-harm-summary.csv"));
        for (Map<String, String> row : summary.rows()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-10s %s %% CPU per request added, ± %s, over %s rounds %s%n",
                    row.get("variant"),
                    row.get("added_percent"),
                    row.get("error_percent"),
                    row.get("rounds"),
                    row.get("met"));
        }
    }

    /** Added CPU per request against {@code off} of the same round: the median, and two standard errors. */
    static Csv summarise(List<Map<String, String>> rows) {
        Map<String, Double> off = new HashMap<>();
        for (Map<String, String> row : rows) {
            if (row.get("variant").equals(GainVariant.OFF.label)) {
                off.put(round(row), Double.parseDouble(row.get("service_cpu_us")));
            }
        }
        Csv summary = new Csv("variant", "rounds", "added_percent", "error_percent", "met");
        for (GainVariant variant : VARIANTS) {
            double[] added = rows.stream()
                    .filter(row -> row.get("variant").equals(variant.label) && off.containsKey(round(row)))
                    .mapToDouble(row -> 100 * (Double.parseDouble(row.get("service_cpu_us")) / off.get(round(row)) - 1))
                    .toArray();
            if (variant != GainVariant.OFF && added.length > 0) {
                Sample sample = new Sample(added);
                double error = 2 * sample.medianError();
                summary.add(
                        variant.label,
                        added.length,
                        sample.median(),
                        error,
                        variant == GainVariant.NEVER && added.length > 1 ? met(sample.median(), error) : "");
            }
        }
        return summary;
    }

    /** Empty where the error leaves it open. */
    static String met(double addedPercent, double errorPercent) {
        return addedPercent + errorPercent < MAX_NEVER_PERCENT
                ? "yes"
                : addedPercent - errorPercent > MAX_NEVER_PERCENT ? "no" : "";
    }

    private static String round(Map<String, String> row) {
        return row.get("seed") + " " + row.get("round");
    }
}
