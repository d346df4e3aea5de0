package io.perfagent.it.bench;

import io.perfagent.it.Jdk;
import io.perfagent.it.Jdks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a benchmark is run with, from system properties {@code bench.*}; an empty one counts as not set. Immutable.
 *
 * <p>In quick mode everything is as short as it can be and results go to {@code target}: it shows that the harness
 * works, its numbers mean nothing.
 *
 * @param quick whether this is quick mode
 * @param rounds how often each variant is measured
 * @param settle from the first response to the reading of memory and threads
 * @param warmUp load on each endpoint of each service before anything is measured
 * @param leadIn load before each measured block, so that spans wait for export at its beginning as they do at its end
 * @param block a measured stretch of load
 * @param connections connections of the load, each with one request at a time
 * @param seed of the order of variants
 * @param jdks on which to measure
 * @param results directory for the CSV files
 * @param work directory for jars, logs and data directories
 */
record BenchmarkSettings(
        boolean quick,
        int rounds,
        Duration settle,
        Duration warmUp,
        Duration leadIn,
        Duration block,
        int connections,
        long seed,
        List<Jdk> jdks,
        Path results,
        Path work) {

    /** @param defaultRounds where {@code bench.rounds} does not say */
    static BenchmarkSettings read(int defaultRounds) {
        boolean quick = Boolean.parseBoolean(text("bench.quick", "false"));
        Path work = Path.of(text("bench.work", "target/benchmarks")).toAbsolutePath();
        return new BenchmarkSettings(
                quick,
                (int) number("bench.rounds", quick ? 1 : defaultRounds),
                seconds("bench.settle", quick ? 2 : 10),
                seconds("bench.warmup", quick ? 2 : 20),
                seconds("bench.leadin", quick ? 1 : 3),
                seconds("bench.block", quick ? 2 : 10),
                (int) number("bench.connections", 2),
                number("bench.seed", System.nanoTime() & 0xffff),
                installed(),
                quick
                        ? work.resolve("quick-results")
                        : Path.of(text("bench.results", "benchmarks")).toAbsolutePath(),
                work);
    }

    private static List<Jdk> installed() {
        List<Jdk> found = new ArrayList<>();
        for (String feature : text("bench.jdks", "17,25").split(",")) {
            Optional<Jdk> jdk = Jdks.find(Integer.parseInt(feature.strip()));
            jdk.ifPresentOrElse(
                    found::add, () -> System.err.println("no JDK " + feature.strip() + " on this machine: left out"));
        }
        if (found.isEmpty()) {
            throw new IllegalStateException("none of the JDKs asked for is on this machine");
        }
        return found;
    }

    /** A file that Maven made before. */
    static Path file(String property, String fallback) {
        Path path = Path.of(text(property, fallback)).toAbsolutePath().normalize();
        if (!path.toFile().isFile()) {
            throw new IllegalStateException(path + " is not there; docs/benchmarks.md has the command that makes it");
        }
        return path;
    }

    private static Duration seconds(String key, long fallback) {
        return Duration.ofSeconds(number(key, fallback));
    }

    private static long number(String key, long fallback) {
        return Long.parseLong(text(key, Long.toString(fallback)));
    }

    static String text(String key, String fallback) {
        String value = System.getProperty(key, "");
        return value.isEmpty() ? fallback : value;
    }
}
