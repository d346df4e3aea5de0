package io.perfagent.it.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * An application whose start is measured; it listens on the port that {@code PORT} or {@code SERVER_PORT} names. Immutable.
 *
 * @param name in the results
 * @param jar it is started from
 * @param path whose first answer of 200 ends a start
 * @param warmUps paths that are visited while its archive is made
 * @param maxRatio of a start with agent and archive to one without either
 */
record MeasuredApp(String name, Path jar, String path, List<String> warmUps, double maxRatio) {
    /** The lean service, or what {@code bench.app.*} say. */
    static MeasuredApp read() {
        return new MeasuredApp(
                BenchmarkSettings.text("bench.app.name", "lean"),
                BenchmarkSettings.file(
                        "bench.app.jar", BenchmarkSettings.text("lean.jar", "../sample-apps/lean/target/lean.jar")),
                BenchmarkSettings.text("bench.app.path", "/plain"),
                List.of(BenchmarkSettings.text("bench.app.warmups", "/plain,/full")
                        .split(",")),
                Double.parseDouble(BenchmarkSettings.text("bench.app.budget", "0.75")));
    }
}
