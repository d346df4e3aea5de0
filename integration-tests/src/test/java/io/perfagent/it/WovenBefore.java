package io.perfagent.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The weave cache that a first start has left, kept for other tests that start an application on the same class path and
 * JDK, with the same agent and the same choice of instrumentations: a first start weaves all that it could ever load, which costs
 * seconds of CPU and gives the same bytes each time.
 *
 * <p>In {@code target/woven}, where a directory appears whole, by rename, so that the JVMs of the tests share it. Immutable.
 */
final class WovenBefore {
    private static final Path DIRECTORY = Path.of("target", "woven").toAbsolutePath();
    private static final String CACHES = "weave";

    /** Which the instrumentations that answer reads from memory depend on: they are off by default. */
    private static final List<String> SWITCHES = List.of("PERF_AGENT_CACHE", "PERF_AGENT_ADAPT");

    private final Path kept;

    /** @param key all that the woven classes may depend on */
    private WovenBefore(String key) {
        kept = DIRECTORY.resolve(key);
    }

    /** Of starts like this one. */
    static WovenBefore of(Jdk jdk, AgentJar agent, String classPath, Map<String, String> environment) {
        StringBuilder all = new StringBuilder();
        all.append(jdk.home()).append(' ').append(jdk.version()).append('\n');
        for (String option : agent.options()) {
            all.append(option).append(' ');
            append(all, option.substring(Math.max(option.indexOf(':'), option.indexOf('=')) + 1));
        }
        for (String entry : classPath.split(File.pathSeparator)) {
            append(all, entry);
        }
        new TreeMap<>(environment).forEach((key, value) -> {
            if (key.startsWith("OTEL_INSTRUMENTATION_") || SWITCHES.contains(key)) {
                all.append(key).append('=').append(value).append('\n');
            }
        });
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(all.toString().getBytes(StandardCharsets.UTF_8));
            return new WovenBefore(HexFormat.of().formatHex(hash, 0, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** A path with, if it is a file, its state; what lies in a directory is the tests' own, of which nothing is woven. */
    private static void append(StringBuilder all, String path) {
        File file = new File(path);
        all.append(path);
        if (file.isFile()) {
            all.append(' ').append(file.length()).append(' ').append(file.lastModified());
        }
        all.append('\n');
    }

    /**
     * Puts what is kept into a data directory that has no weave cache.
     *
     * @return false if nothing is kept, or if the data directory has a cache
     */
    boolean give(Path dataDir) throws IOException {
        Path caches = dataDir.resolve(CACHES);
        if (!Files.isDirectory(kept) || Files.exists(caches)) {
            return false;
        }
        Files.createDirectories(dataDir, mode("rwx------"));
        copy(kept, caches);
        return true;
    }

    /** Keeps the weave cache of a data directory, unless one is kept already or there is none. */
    void keep(Path dataDir) throws IOException {
        Path caches = dataDir.resolve(CACHES);
        if (Files.isDirectory(kept) || !Files.isDirectory(caches)) {
            return;
        }
        Files.createDirectories(DIRECTORY);
        Path whole = Files.createTempDirectory(DIRECTORY, "new-").resolve(CACHES);
        copy(caches, whole);
        try {
            Files.move(whole, kept, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(whole.getParent());
        } catch (IOException e) {
            if (!Files.isDirectory(kept)) { // or another JVM of the tests has been faster
                throw e;
            }
        }
    }

    /** As private as the agent makes them: it trusts no others. */
    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to, mode("rwx------"));
        for (Path file : files(from)) {
            Path copy = Files.createFile(to.resolve(file.getFileName()), mode("rw-------"));
            Files.write(copy, Files.readAllBytes(file));
        }
    }

    private static List<Path> files(Path directory) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.weave")) {
            List<Path> all = new ArrayList<>();
            files.forEach(all::add);
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileAttribute<?> mode(String mode) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    }
}
