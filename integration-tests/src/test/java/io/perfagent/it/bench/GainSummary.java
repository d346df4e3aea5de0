package io.perfagent.it.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the rounds of the benchmark of caching say together: medians, and ratios of what was measured in the same round. */
final class GainSummary {
    private static final double MIN_AGGREGATE_RATIO = 3;
    private static final double MIN_CEILING_PERCENT = 70;
    private static final double MIN_TO_CAFFEINE = 0.8;

    private GainSummary() {}

    /** Prints it and writes it beside the rows. */
    static void write(BenchmarkSettings settings) throws IOException {
        Csv summary = summarise(Csv.read(GainBenchmark.file(settings)).rows());
        summary.write(settings.results().resolve("cache-summary.csv"));
        for (Map<String, String> row : summary.rows()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-10s %-15s %8s/s  x%-7s %7s %% of the ceiling's gain  x%-6s of Caffeine  hits %s %%  violations %s  %s%n",
                    row.get("shape"),
                    row.get("variant"),
                    row.get("rate_per_s"),
                    row.get("ratio"),
                    row.get("ceiling_gain_percent"),
                    row.get("to_caffeine"),
                    row.get("hit_percent"),
                    row.get("violations"),
                    row.get("met"));
        }
    }

    /** @param rows of the benchmark; those of the sweep of pools, round 0, say nothing here */
    static Csv summarise(List<Map<String, String>> rows) {
        Csv summary = new Csv(
                "shape",
                "variant",
                "bound_ms",
                "pool",
                "rounds",
                "rate_per_s",
                "ratio",
                "ceiling_gain_percent",
                "to_caffeine",
                "hit_percent",
                "eligible_percent",
                "service_cpu_us",
                "database_cpu_us",
                "generator_cpu_us",
                "late_percent",
                "reads_judged",
                "violations",
                "met");
        Map<String, Map<String, Map<String, String>>> byWhat = new LinkedHashMap<>();
        for (Map<String, String> row : rows) {
            if (!row.get("round").equals("0")) {
                byWhat.computeIfAbsent(row.get("shape") + " " + row.get("variant"), what -> new TreeMap<>())
                        .put(row.get("round"), row);
            }
        }
        for (GainShape shape : GainShape.values()) {
            for (GainVariant variant : GainVariant.values()) {
                Map<String, Map<String, String>> own = byWhat.get(shape.label + " " + variant.label);
                if (own != null) {
                    add(summary, shape, variant, own, byWhat);
                }
            }
        }
        return summary;
    }

    private static void add(
            Csv summary,
            GainShape shape,
            GainVariant variant,
            Map<String, Map<String, String>> own,
            Map<String, Map<String, Map<String, String>>> byWhat) {
        List<Double> ratios = new ArrayList<>();
        List<Double> gains = new ArrayList<>();
        List<Double> toCaffeine = new ArrayList<>();
        own.forEach((round, row) -> {
            double rate = number(row, "rate_per_s");
            double off = rate(byWhat, shape, GainVariant.OFF, round);
            double ceiling = rate(byWhat, shape, GainVariant.CEILING, round);
            ratios.add(rate / off);
            gains.add(ceiling > off ? 100 * (rate - off) / (ceiling - off) : Double.NaN);
            toCaffeine.add(rate / rate(byWhat, shape, variant.anchor(), round));
        });
        double ratio = median(ratios);
        double gain = median(gains);
        double anchored = median(toCaffeine);
        long violations = 0;
        long judged = 0;
        for (Map<String, String> row : own.values()) {
            violations += row.get("violations").isEmpty() ? 0 : Long.parseLong(row.get("violations"));
            judged += Long.parseLong(row.get("reads_judged"));
        }
        Map<String, String> first = own.values().iterator().next();
        summary.add(
                shape.label,
                variant.label,
                first.get("bound_ms"),
                first.get("pool"),
                own.size(),
                median(own, "rate_per_s"),
                ratio,
                gain,
                anchored,
                median(own, "hit_percent"),
                median(own, "eligible_percent"),
                median(own, "service_cpu_us"),
                median(own, "database_cpu_us"),
                median(own, "generator_cpu_us"),
                median(own, "late_percent"),
                judged,
                variant.isJudged() ? Long.toString(violations) : "",
                met(shape, variant, ratio, gain, anchored, violations));
    }

    /** Empty where nothing was promised or something was not measured. */
    static String met(
            GainShape shape, GainVariant variant, double ratio, double gain, double toCaffeine, long violations) {
        if (!variant.isOurs()) {
            return "";
        }
        if (violations > 0) {
            return "no";
        }
        if (Double.isNaN(ratio) || Double.isNaN(gain) || Double.isNaN(toCaffeine)) {
            return "";
        }
        boolean enough = shape != GainShape.AGGREGATE || ratio >= MIN_AGGREGATE_RATIO;
        return enough && gain >= MIN_CEILING_PERCENT && toCaffeine >= MIN_TO_CAFFEINE ? "yes" : "no";
    }

    private static double rate(
            Map<String, Map<String, Map<String, String>>> byWhat, GainShape shape, GainVariant variant, String round) {
        Map<String, Map<String, String>> rounds = byWhat.get(shape.label + " " + variant.label);
        Map<String, String> row = rounds == null ? null : rounds.get(round);
        return number(row, "rate_per_s");
    }

    private static double number(@Nullable Map<String, String> row, String column) {
        return row == null || row.get(column).isEmpty() ? Double.NaN : Double.parseDouble(row.get(column));
    }

    private static double median(Map<String, Map<String, String>> own, String column) {
        List<Double> values = new ArrayList<>();
        own.values().forEach(row -> values.add(number(row, column)));
        return median(values);
    }

    /** Of those that are known; NaN if none is. */
    private static double median(List<Double> values) {
        double[] known = values.stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .toArray();
        return known.length == 0 ? Double.NaN : new Sample(known).median();
    }
}
