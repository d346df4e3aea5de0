package io.perfagent.it.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the JMH benchmarks of {@code bench.micro} and writes {@code jmh.csv}. */
final class MicroBenchmarks {
    private static final String PACKAGE = "io.perfagent.it.bench.micro.";
    private static final String CONTENDED = "RecorderBenchmark";
    private static final List<String> IDENTITY = List.of("benchmark", "parameters", "threads");
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private MicroBenchmarks() {}

    /** All of them on one thread, and those where threads meet on two. */
    static void run(BenchmarkSettings settings) throws IOException, InterruptedException, RunnerException {
        String include = PACKAGE + BenchmarkSettings.text("bench.include", ".*");
        List<RunResult> results =
                new ArrayList<>(new Runner(options(settings, include, 1).build()).run());
        if ((PACKAGE + CONTENDED).matches(include + ".*")) {
            results.addAll(new Runner(options(settings, PACKAGE + CONTENDED, 2).build()).run());
        }
        Path file = settings.results().resolve("jmh.csv");
        Csv table = table(results, Revision.of(settings.work().getParent()));
        if (Files.exists(file)) {
            keepOthers(table, Csv.read(file));
        }
        table.write(file);
        System.out.println("written to " + file);
    }

    /** Those that were not run this time stay as they were. */
    private static void keepOthers(Csv table, Csv before) {
        List<Map<String, String>> others = new ArrayList<>(before.rows());
        for (Map<String, String> now : table.rows()) {
            others.removeIf(
                    row -> IDENTITY.stream().allMatch(column -> row.get(column).equals(now.get(column))));
        }
        table.rows().addAll(0, others);
    }

    private static ChainedOptionsBuilder options(BenchmarkSettings settings, String include, int threads) {
        boolean quick = settings.quick();
        return new OptionsBuilder()
                .include(include)
                .threads(threads)
                .forks(quick ? 1 : 3)
                .warmupIterations(quick ? 1 : 5)
                .warmupTime(TimeValue.milliseconds(quick ? 100 : 1000))
                .measurementIterations(quick ? 1 : 5)
                .measurementTime(TimeValue.milliseconds(quick ? 100 : 1000))
                .jvmArgs("-Xms512m", "-Xmx512m")
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
    }

    private static Csv table(Collection<RunResult> results, Revision revision) {
        Csv table = new Csv(
                "date",
                "commit",
                "benchmark",
                "parameters",
                "threads",
                "score",
                "error",
                "unit",
                "bytes_per_operation");
        for (RunResult result : results) {
            StringJoiner parameters = new StringJoiner(" ");
            for (String key : result.getParams().getParamsKeys()) {
                parameters.add(key + "=" + result.getParams().getParam(key));
            }
            Result<?> allocation = result.getSecondaryResults().get(ALLOCATION);
            table.add(
                    revision.date(),
                    revision.commit(),
                    result.getParams().getBenchmark().substring(PACKAGE.length()),
                    parameters,
                    result.getParams().getThreads(),
                    result.getPrimaryResult().getScore(),
                    result.getPrimaryResult().getScoreError(),
                    result.getPrimaryResult().getScoreUnit(),
                    allocation == null ? Double.NaN : allocation.getScore());
        }
        return table;
    }
}
