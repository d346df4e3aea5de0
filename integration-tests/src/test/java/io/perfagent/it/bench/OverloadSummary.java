package io.perfagent.it.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the rows of the overload benchmark say together: a table and a chart for each experiment. */
final class OverloadSummary {
    private final BenchmarkSettings settings;
    private final Revision revision;
    private final int divisor;

    OverloadSummary(BenchmarkSettings settings, Revision revision, int divisor) {
        this.settings = settings;
        this.revision = revision;
        this.divisor = divisor;
    }

    private Path seconds(String experiment, String variant) {
        return settings.work()
                .resolve("overload-seconds")
                .resolve(experiment + "-" + variant.replace(':', '-') + ".csv");
    }

    /** For the chart: of the first repetition. */
    void keepSeconds(OverloadExperiment experiment, String variant, int repetition, PhaseOutcome[] outcomes)
            throws IOException {
        if (repetition > 1) {
            return;
        }
        Csv table = new Csv("goodput_per_s");
        for (int i = 0; i < outcomes.length; i++) {
            for (int second = 0; second < experiment.phases().get(i).seconds(); second++) {
                table.add(outcomes[i].good(second));
            }
        }
        table.write(seconds(experiment.name(), variant));
    }

    private void draw(OverloadExperiment experiment, String oracle) throws IOException {
        Map<String, double[]> lines = new LinkedHashMap<>();
        for (String variant : new String[] {"none", "gradient2", oracle, OverloadBenchmark.OURS}) {
            Path from = seconds(experiment.name(), variant);
            if (Files.exists(from)) {
                lines.put(
                        variant.equals("none") ? "no limit" : variant,
                        Csv.read(from).rows().stream()
                                .mapToDouble(row -> Double.parseDouble(row.get("goodput_per_s")))
                                .toArray());
            }
        }
        Path chart = settings.results().resolve("overload-" + experiment.name() + ".svg");
        Files.writeString(
                chart,
                OverloadChart.draw(
                        experiment.name() + ": goodput under overload, " + revision.commit(),
                        OverloadChart.offered(experiment.phases()),
                        lines));
    }

    /** For each experiment and phase: ours and the others against the best of the limits that were tuned. */
    void write(Path rows) throws IOException {
        Map<String, Map<String, List<Double>>> goodputs = new TreeMap<>();
        Map<String, List<Double>> ourP99s = new TreeMap<>();
        for (Map<String, String> row : Csv.read(rows).rows()) {
            String where = row.get("experiment") + " " + row.get("phase");
            goodputs.computeIfAbsent(where, key -> new TreeMap<>())
                    .computeIfAbsent(row.get("variant"), key -> new ArrayList<>())
                    .add(Double.parseDouble(row.get("goodput_per_s")));
            if (row.get("variant").equals(OverloadBenchmark.OURS)
                    && !row.get("p99_ms").isEmpty()) {
                ourP99s.computeIfAbsent(where, key -> new ArrayList<>()).add(Double.parseDouble(row.get("p99_ms")));
            }
        }
        Csv summary = new Csv(
                "date",
                "commit",
                "experiment",
                "phase",
                "repetitions",
                "none_per_s",
                "gradient2_per_s",
                "ours_per_s",
                "oracle",
                "oracle_per_s",
                "ours_of_oracle",
                "ours_p99_ms");
        for (Map.Entry<String, Map<String, List<Double>>> one : goodputs.entrySet()) {
            Map<String, List<Double>> byVariant = one.getValue();
            String oracle = "";
            double best = Double.NaN;
            for (Map.Entry<String, List<Double>> variant : byVariant.entrySet()) {
                if (variant.getKey().startsWith("semaphore:") && !(median(variant.getValue()) <= best)) {
                    oracle = variant.getKey();
                    best = median(variant.getValue());
                }
            }
            double ours = median(byVariant.getOrDefault(OverloadBenchmark.OURS, List.of()));
            String[] where = one.getKey().split(" ");
            summary.add(
                    revision.date(),
                    revision.commit(),
                    where[0],
                    where[1],
                    byVariant.getOrDefault(OverloadBenchmark.OURS, List.of()).size(),
                    median(byVariant.getOrDefault("none", List.of())),
                    median(byVariant.getOrDefault("gradient2", List.of())),
                    ours,
                    oracle,
                    best,
                    ours / best,
                    median(ourP99s.getOrDefault(one.getKey(), List.of())));
        }
        summary.write(settings.results().resolve("overload-summary.csv"));
        for (OverloadExperiment experiment : OverloadExperiment.all(divisor)) {
            for (Map<String, String> row : summary.rows()) {
                if (row.get("experiment").equals(experiment.name())
                        && row.get("phase").equals("during")) {
                    draw(experiment, row.get("oracle"));
                }
            }
        }
    }

    private static double median(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
