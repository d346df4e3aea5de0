package io.perfagent.it;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.opentest4j.TestAbortedException;

/**
 * Finds JDKs by their {@code release} file: in {@code JAVA_HOME_<n>}, {@code JAVA_<n>_HOME}, {@code JAVA<n>_HOME} and
 * {@code JAVA_HOME}, the JDK that runs the tests, {@code /usr/lib/jvm} and {@code ~/.sdkman}. The first of a feature
 * release wins, in this order.
 */
public final class Jdks {
    /** The feature releases every test that asks for each JDK runs on. */
    public static final List<Integer> TESTED = List.of(17, 25);

    private Jdks() {}

    /** The JDK of a feature release, if this machine has one. */
    public static Optional<Jdk> find(int feature) {
        return find(feature, System.getenv(), List.of(Path.of("/usr/lib/jvm"), sdkman()), running());
    }

    /** The JDK of a feature release; the test is reported as skipped, with the reason, where there is none. */
    public static Jdk require(int feature) {
        return find(feature).orElseThrow(() -> new TestAbortedException(missing(feature)));
    }

    /** The JDK that runs the tests. */
    public static Jdk running() {
        return new Jdk(
                Runtime.version().feature(), Runtime.version().toString(), Path.of(System.getProperty("java.home")));
    }

    static String missing(int feature) {
        return "no JDK " + feature + " on this machine: set JAVA_HOME_" + feature;
    }

    static Optional<Jdk> find(int feature, Map<String, String> environment, List<Path> directories, Jdk running) {
        List<Path> homes = new ArrayList<>();
        for (String name : new String[] {
            "JAVA_HOME_" + feature, "JAVA_" + feature + "_HOME", "JAVA" + feature + "_HOME", "JAVA_HOME"
        }) {
            String home = environment.get(name);
            if (home != null && !home.isEmpty()) {
                homes.add(Path.of(home));
            }
        }
        homes.add(running.home());
        for (Path directory : directories) {
            homes.addAll(children(directory));
        }
        return homes.stream()
                .flatMap(home -> read(home).stream())
                .filter(jdk -> jdk.feature() == feature)
                .findFirst();
    }

    private static Path sdkman() {
        return Path.of(System.getProperty("user.home"), ".sdkman", "candidates", "java");
    }

    private static List<Path> children(Path directory) {
        List<Path> children = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
                stream.forEach(children::add);
            } catch (IOException e) {
                return List.of(); // a directory we may not read holds no JDK we could run
            }
        }
        children.sort(null);
        return children;
    }

    /** The JDK at {@code home}; empty if its release file is missing or it has no launcher and compiler. */
    static Optional<Jdk> read(Path home) {
        Path release = home.resolve("release");
        if (!Files.isReadable(release)
                || !Files.isExecutable(home.resolve("bin/java"))
                || !Files.isExecutable(home.resolve("bin/javac"))) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(release, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
        String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
        try {
            return Optional.of(new Jdk(Runtime.Version.parse(version).feature(), version, home));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
