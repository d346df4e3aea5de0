package io.perfagent.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * An application in a JVM of its own. {@link #launch} says how; {@link #close} ends it and fails the test if perf-agent
 * logged something the test did not expect. Thread-safe.
 *
 * <p>It does not outlive the tests: fixtures end when their standard input closes, and a shutdown hook kills what is
 * left.
 */
public final class AppProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final String C1 = "-XX:TieredStopAtLevel=1";
    private static final String LISTENING = "listening on ";
    private static final String WOVEN = "perf-agent: weaving done";

    private final Process process;
    private final String description;
    private final Predicate<String> unexpectedAgentLine;
    private final List<Thread> readers = new ArrayList<>();
    private final Thread reaper;
    private final List<String> lines = new ArrayList<>(); // guarded by itself
    private int openStreams = 2; // guarded by lines
    private DataDir dataDir;

    AppProcess(Process process, String description, Predicate<String> unexpectedAgentLine, DataDir dataDir) {
        this.process = process;
        this.description = description;
        this.unexpectedAgentLine = unexpectedAgentLine;
        this.dataDir = dataDir;
        reaper = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(reaper);
        read(process.getInputStream());
        read(process.getErrorStream());
    }

    /** An application by its main class, on the class path of the tests. */
    public static AppLaunch launch(Class<?> main) {
        return launch(main.getName());
    }

    /**
     * The same by the name of its main class. Without the optimising compiler, which costs a JVM that lives for seconds more
     * than it gives; what measures says otherwise by {@code -XX:TieredStopAtLevel=4}.
     */
    public static AppLaunch launch(String main) {
        return new AppLaunch(List.of(main), System.getProperty("java.class.path")).jvm(C1);
    }

    /** An application by its executable jar; it, too, without the optimising compiler. */
    public static AppLaunch launch(Path jar) {
        return new AppLaunch(List.of("-jar", jar.toAbsolutePath().toString()), null).jvm(C1);
    }

    private void read(InputStream stream) {
        Thread thread = new Thread(() -> copyLines(stream), "app-output");
        thread.setDaemon(true);
        thread.start();
        readers.add(thread);
    }

    private void copyLines(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            String line;
            while ((line = reader.readLine()) != null) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            // The stream of a process that was killed: as good as its end.
        } finally {
            synchronized (lines) {
                openStreams--;
                lines.notifyAll();
            }
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Lines of standard output and error so far, in the order they were read. */
    public List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** Waits for a line and returns the first that matches. An assertion error with the output if none comes. */
    public String awaitLine(Predicate<String> matches, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        int seen = 0;
        synchronized (lines) {
            while (true) {
                for (; seen < lines.size(); seen++) {
                    if (matches.test(lines.get(seen))) {
                        return lines.get(seen);
                    }
                }
                long leftNanos = deadline - System.nanoTime();
                if (openStreams == 0 || leftNanos <= 0) {
                    String why = openStreams == 0 ? "it ended first" : "not within " + within;
                    throw new AssertionError("the line awaited did not come: " + why + "\n" + output());
                }
                await(leftNanos);
            }
        }
    }

    private void await(long nanos) {
        try {
            lines.wait(nanos / 1_000_000 + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", e);
        }
    }

    /** Waits for {@code listening on <port>} and returns the port. */
    public int awaitPort() {
        String line = awaitLine(each -> each.startsWith(LISTENING), START);
        return Integer.parseInt(line.substring(LISTENING.length()).strip());
    }

    /**
     * Waits until perf-agent has woven what the application has loaded. A log line that the test does not expect, such as
     * that the agent did not start, ends the wait with an assertion error. Of what was woven before there is no line: then
     * the agent answers once it has looked for what is left to weave.
     */
    public void awaitWeaving() {
        if (dataDir.given()) {
            status();
            return;
        }
        String line = awaitLine(each -> each.startsWith(WOVEN) || unexpectedAgentLine.test(each), START);
        if (!line.startsWith(WOVEN)) {
            throw new AssertionError("instead of weaving: " + line + "\n" + output());
        }
    }

    /** The agent's status report, asked for by the request folder: without another JVM. */
    public String status() {
        return request("status");
    }

    /** The agent's answer to a command by its request folder, as the command line asks, but without another JVM. */
    public String request(String command) {
        long deadline = System.nanoTime() + START.toNanos();
        try {
            Path data = Objects.requireNonNull(dataDir.path(), "it runs without perf-agent");
            awaitFile(() -> requestFolder(data), deadline);
            Path folder = requestFolder(data);
            Path answer = folder.resolve("answer");
            Files.deleteIfExists(answer);
            Path request = Files.writeString(folder.resolve("request.new"), command);
            Files.move(request, folder.resolve("request"), StandardCopyOption.ATOMIC_MOVE);
            awaitFile(() -> answer, deadline);
            String said = Files.readString(answer);
            Files.deleteIfExists(answer);
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(output(), e);
        }
    }

    /** Its request folder in a data directory; in a container the name has more in it than the process' number. */
    public Path requestFolder(Path data) {
        Path all = data.resolve("process");
        String number = Long.toString(pid());
        try (Stream<Path> folders = Files.isDirectory(all) ? Files.list(all) : Stream.empty()) {
            return folders.filter(each -> each.getFileName().toString().startsWith(number.concat("@")))
                    .findFirst()
                    .orElse(all.resolve(number));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitFile(Supplier<Path> file, long deadline) {
        while (!Files.exists(file.get())) {
            if (System.nanoTime() - deadline > 0 || !process.isAlive()) {
                throw new AssertionError("no " + file.get() + "\n" + output());
            }
            Polling.rest();
        }
    }

    /** Waits for it to end by itself and returns its exit status. */
    public int awaitExit(Duration within) {
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + within + "\n" + output());
            }
            for (Thread reader : readers) {
                reader.join(STOP.toMillis());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", e);
        }
    }

    /** Ends it with SIGTERM, so that shutdown hooks run; its exit status, usually 143. */
    public int stop() {
        process.toHandle().destroy(); // Process.destroy would close its streams, and its last lines be lost
        return awaitExit(STOP);
    }

    /** Ends it with SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(STOP);
    }

    /** Lines of perf-agent's log that the test did not say it expects. */
    public List<String> unexpectedAgentLines() {
        return lines().stream().filter(unexpectedAgentLine).toList();
    }

    /** What it is and all it printed, for a failure's message. */
    public String output() {
        return "--- " + description + ", pid " + pid() + "\n" + String.join("\n", lines()) + "\n---";
    }

    private boolean hasWovenAnew() {
        return lines().stream().anyMatch(line -> line.startsWith(WOVEN));
    }

    /** Closes its standard input, as the death of this JVM would. */
    void closeInput() throws IOException {
        process.getOutputStream().close();
    }

    void keepDataDir() {
        dataDir = dataDir.kept();
    }

    /** Ends it if it still runs; fails the test on log lines of perf-agent that it did not expect. */
    @Override
    public void close() {
        try {
            if (process.isAlive()) {
                stop();
            }
            Runtime.getRuntime().removeShutdownHook(reaper);
        } finally {
            dataDir.close(hasWovenAnew());
        }
        if (dataDir.given() && hasWovenAnew()) {
            throw new AssertionError("woven anew, in spite of what was woven before: WovenBefore lacks something that"
                    + " this start depends on\n" + output());
        }
        List<String> unexpected = unexpectedAgentLines();
        if (!unexpected.isEmpty()) {
            throw new AssertionError("unexpected log lines of the agent: " + unexpected + "\n" + output());
        }
    }
}
