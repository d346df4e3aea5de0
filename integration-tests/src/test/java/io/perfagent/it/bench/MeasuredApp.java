package io.perfagent.it.bench;

import io.perfagent.it.coldstart.ExtractedBoot;
import java.io.IOException;
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
    private static final String LEAN = "lean";
    private static final String STOCK = "stock";

    /** The lean service and the extracted Spring Boot application; or what {@code bench.app.*} say. */
    static List<MeasuredApp> read(BenchmarkSettings settings) throws IOException, InterruptedException {
        String name = BenchmarkSettings.text("bench.app.name", "");
        boolean known = BenchmarkSettings.text("bench.app.jar", "").isEmpty();
        if (known && name.isEmpty()) {
            return List.of(lean(LEAN), stock(settings));
        }
        return List.of(known && name.equals(STOCK) ? stock(settings) : lean(name.isEmpty() ? LEAN : name));
    }

    private static MeasuredApp lean(String name) {
        return new MeasuredApp(
                name,
                BenchmarkSettings.file(
                        "bench.app.jar", BenchmarkSettings.text("lean.jar", "../sample-apps/lean/target/lean.jar")),
                BenchmarkSettings.text("bench.app.path", "/plain"),
                List.of(BenchmarkSettings.text("bench.app.warmups", "/plain,/full")
                        .split(",")),
                Double.parseDouble(BenchmarkSettings.text("bench.app.budget", "0.75")));
    }

    private static MeasuredApp stock(BenchmarkSettings settings) throws IOException, InterruptedException {
        Path nested = BenchmarkSettings.file("stock.jar", "../sample-apps/stock/target/stock.jar");
        Path jar = ExtractedBoot.extract(
                settings.jdks().get(0), nested, settings.work().resolve("stock"));
        return new MeasuredApp(STOCK, jar, "/", List.of("/"), 0.60);
    }
}
