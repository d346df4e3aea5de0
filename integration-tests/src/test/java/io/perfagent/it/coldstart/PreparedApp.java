package io.perfagent.it.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.boot.CommandApp;
import io.perfagent.it.boot.Jars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.h2.Driver;

/**
 * An application of two jars in a directory that every user can read, its data directory, and the two ways to start it: by
 * {@code prepare}, and with what that has made.
 */
final class PreparedApp {
    /** A user that owns nothing here. */
    static final int OTHER_USER = 65534;

    final Path directory;
    final Path data;
    final Path arguments;
    final Path jar;
    final Path library;
    private final int port = freePort();

    /** @param directory of the test's own */
    PreparedApp(Path directory) throws IOException {
        this.directory = directory;
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        data = directory.resolve("data");
        arguments = data.resolve("jvm.args");
        jar = directory.resolve("app.jar");
        library = Files.copy(Jars.origin(Driver.class), directory.resolve("h2.jar"));
        pack(Map.of());
    }

    /** Remembers all that is there now, with its times and rights, for {@link #restore}. */
    void save() throws IOException {
        copy(directory, saved());
    }

    /** Makes the directory what it was at {@link #save}. */
    void restore() throws IOException {
        run("rm", "-rf", directory.toString());
        copy(saved(), directory);
    }

    private Path saved() {
        return directory.resolveSibling(directory.getFileName() + ".saved");
    }

    private static void copy(Path from, Path to) throws IOException {
        run("cp", "-a", from.toString(), to.toString());
    }

    private static void run(String... command) throws IOException {
        try {
            assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                    .describedAs(String.join(" ", command))
                    .isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Writes the application's jar anew; another manifest gives it another size. */
    void pack(Map<String, String> manifest) throws IOException {
        Files.deleteIfExists(jar);
        Jars.pack(jar, Jars.origin(CommandApp.class), "io/perfagent/it", manifest);
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts {@code prepare} for the application that serves. */
    PrepareRun prepare(Jdk jdk, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("--warm-up", "http://127.0.0.1:" + port + "/query"));
        all.addAll(List.of(options));
        return prepare(jdk, List.of(), all, List.of("-Dport=" + port), CommandApp.class.getName());
    }

    /** The same for any program of the jar, run by another program such as {@code setpriv}. */
    PrepareRun prepare(Jdk jdk, List<String> through, List<String> options, List<String> jvm, String... program)
            throws IOException {
        List<String> command = new ArrayList<>(through);
        command.addAll(
                List.of(jdk.java().toString(), "-jar", AgentJar.perfAgentPath().toString(), "prepare"));
        command.addAll(options);
        command.add("--");
        command.add(jdk.java().toString());
        command.addAll(jvm);
        command.add("-javaagent:" + AgentJar.perfAgentPath());
        command.addAll(List.of("-Xmx128m", "-cp", classPath()));
        command.addAll(List.of(program));
        return new PrepareRun(command, directory, Map.of("PERF_AGENT_DATA_DIR", data.toString()));
    }

    /** Runs {@code prepare} to its end, which must be a good one; what it said. */
    String prepared(Jdk jdk, String... options) throws IOException {
        try (PrepareRun run = prepare(jdk, options)) {
            assertThat(run.await()).describedAs(run.output()).isZero();
            return run.output();
        }
    }

    /** A start that finds what was prepared. */
    AppLaunch launch(Jdk jdk) {
        return AppProcess.launch(CommandApp.class)
                .jdk(jdk)
                .classPath(classPath())
                .agent(AgentJar.perfAgent())
                .dataDir(data)
                .jvm("-Dport=" + port, "-Xmx128m")
                .env("JDK_JAVA_OPTIONS", "@" + arguments)
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none");
    }

    String classPath() {
        return jar + ":" + library;
    }

    /** The archive that {@code jvm.args} names. */
    Path archive() throws IOException {
        for (String line : Files.readAllLines(arguments)) {
            int at = line.indexOf("File=") >= 0 ? line.indexOf("File=") + 5 : line.indexOf("AOTCache=") + 9;
            if (line.contains("SharedArchiveFile=") || line.contains("AOTCache=")) {
                return Path.of(line.substring(at, line.length() - 1));
            }
        }
        throw new AssertionError("no archive is named:\n" + Files.readString(arguments));
    }

    /** Whether {@code jvm.args} is there, readable by all, and names nothing. */
    void assertNothingNamed() throws IOException {
        assertThat(arguments).isRegularFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(arguments)))
                .endsWith("r--r--");
        assertThat(Files.readAllLines(arguments)).allMatch(line -> line.isBlank() || line.startsWith("#"));
    }
}
