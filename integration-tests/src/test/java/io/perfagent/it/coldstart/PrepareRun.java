package io.perfagent.it.coldstart;

import io.perfagent.it.Polling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * {@code prepare} in a JVM of its own, whose application has its standard input: it ends when this JVM does.
 */
final class PrepareRun implements AutoCloseable {
    private static final int LIMIT_SECONDS = 180;

    private final Process process;
    private final Path output;

    /** @param environment all there is, but for the path */
    PrepareRun(List<String> command, Path directory, Map<String, String> environment) throws IOException {
        output = Files.createTempFile(directory, "prepare", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().putAll(environment);
        process = builder.start();
    }

    /** Waits for its end; its exit status. */
    int await() {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("prepare still runs:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Kills the child JVM that makes the archive, once there is one; it can be told by one of its options. */
    void killChild(String option) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (System.nanoTime() - deadline < 0 && process.isAlive()) {
            Optional<ProcessHandle> child = process.descendants()
                    .filter(each -> each.info().commandLine().orElse("").contains(option))
                    .findFirst();
            if (child.isPresent()) {
                child.get().destroyForcibly();
                return;
            }
            Polling.rest();
        }
        throw new AssertionError("no child with " + option + "\n" + output());
    }

    /** Both streams, of prepare and of the application. */
    String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
