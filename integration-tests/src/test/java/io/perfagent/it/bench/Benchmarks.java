package io.perfagent.it.bench;

import java.nio.file.Path;

/**
 * Runs benchmarks by name: {@code start}, {@code watch}, {@code archive}, {@code requests}, {@code jfr}, {@code profile},
 * {@code overload}, {@code cache}, {@code cache-harm}, {@code jmh}, or draws the {@code table}, the {@code profile-table} or the
 * {@code cache-summary} from their results.
 */
public final class Benchmarks {
    private static final String MICRO_BENCHMARKS = "io.perfagent.it.bench.MicroBenchmarks";

    private Benchmarks() {}

    public static void main(String[] arguments) throws Exception {
        for (String name : String.join(",", arguments).split(",")) {
            switch (name) {
                case "start" -> StartBenchmark.run();
                case "watch" -> StartBenchmark.runWatched();
                case "archive" -> ArchiveBenchmark.run();
                case "requests" -> RequestBenchmark.run();
                case "jfr" -> JfrBenchmark.run();
                case "overload" -> OverloadBenchmark.run();
                case "profile" -> ProfileBenchmark.run();
                case "cache" -> GainBenchmark.run();
                case "cache-harm" -> GainHarm.run();
                case "cache-summary" -> GainSummary.write(BenchmarkSettings.read(1));
                case "profile-table" ->
                    OverheadTable.rewrite(
                            Path.of(BenchmarkSettings.text("bench.document", "../docs/profiling.md")),
                            BenchmarkSettings.read(1).results());
                case "table" ->
                    BudgetTable.rewrite(
                            Path.of(BenchmarkSettings.text("bench.document", "../README.md")),
                            BenchmarkSettings.read(1).results());
                // Compiled by the profile alone, since it needs the agent's classes, which no other test may see.
                case "jmh" ->
                    Class.forName(MICRO_BENCHMARKS)
                            .getDeclaredMethod("run", BenchmarkSettings.class)
                            .invoke(null, BenchmarkSettings.read(1));
                default ->
                    throw new IllegalArgumentException("no benchmark " + name
                            + ": choose of start, watch, archive, requests, jfr, profile, overload, cache, cache-harm,"
                            + " cache-summary, jmh, table, profile-table with -Dbench=");
            }
        }
    }
}
