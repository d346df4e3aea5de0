package io.perfagent.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to start an application: what runs, on which JDK, with which agent, flags and environment. Mutable; one thread.
 *
 * <p>The environment of the tests is not passed on but for what any program needs, so that no agent setting of the
 * machine gets in; perf-agent's data directory is a new one, removed at the end, unless one is given.
 */
public final class AppLaunch {
    private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "USER");
    private static final String DATA_DIR = "PERF_AGENT_DATA_DIR";

    private final List<String> program;
    private final List<String> programArguments = new ArrayList<>();
    private final List<String> jvmOptions = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<Pattern> allowedAgentLines = new ArrayList<>();
    private List<String> through = List.of();
    private @Nullable String classPath;
    private AgentJar agent = AgentJar.none();
    private Jdk jdk = Jdks.running();
    private boolean woven;
    private boolean given;
    private @Nullable Path temporaryDataDir;

    AppLaunch(List<String> program, @Nullable String classPath) {
        this.program = program;
        this.classPath = classPath;
        for (String name : INHERITED) {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.put("OTEL_LOGS_EXPORTER", "none");
        environment.put("PERF_AGENT_STRESS", "false"); // the machine of the tests is often busy
        environment.put("PERF_AGENT_JFR", "off"); // its start takes a second of CPU, of which the tests have few
        environment.put("PERF_AGENT_WEAVE_DUTY", "100"); // its pauses would be waited for
        allowAgentLine("perf-agent: weaving done.*");
    }

    /** The agent; none by default. */
    public AppLaunch agent(AgentJar agent) {
        this.agent = agent;
        return this;
    }

    /** The JDK; the one that runs the tests by default. */
    public AppLaunch jdk(Jdk jdk) {
        this.jdk = jdk;
        return this;
    }

    /** The class path, in place of that of the tests. */
    public AppLaunch classPath(String classPath) {
        this.classPath = classPath;
        return this;
    }

    /** Options for the JVM, before the agent's. */
    public AppLaunch jvm(String... options) {
        jvmOptions.addAll(List.of(options));
        return this;
    }

    /** A system property. */
    public AppLaunch property(String key, Object value) {
        return jvm("-D" + key + "=" + value);
    }

    /** Arguments for the program. */
    public AppLaunch arguments(String... arguments) {
        programArguments.addAll(List.of(arguments));
        return this;
    }

    /** A program that runs the JVM, such as {@code setpriv} for another user; it must become the JVM's own process. */
    public AppLaunch through(List<String> program) {
        through = List.copyOf(program);
        return this;
    }

    /** An environment variable. */
    public AppLaunch env(String key, String value) {
        environment.put(key, value);
        return this;
    }

    /** Exports to {@code sink}, soon, for either agent: spans within 50 ms, metrics every 500 ms. */
    public AppLaunch exportTo(OtlpSink sink) {
        return env("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                .env("OTEL_EXPORTER_OTLP_ENDPOINT", sink.endpoint())
                .env("OTEL_BSP_SCHEDULE_DELAY", "50")
                .env("OTEL_METRIC_EXPORT_INTERVAL", "500")
                .env("OTEL_SEMCONV_STABILITY_OPT_IN", "database")
                .env("OTEL_TRACES_SAMPLER", "parentbased_always_on")
                .env("OTEL_LOGS_EXPORTER", "none");
    }

    /** Keeps perf-agent's weave cache and start-up records in {@code directory}, for a second start to find. */
    public AppLaunch dataDir(Path directory) {
        return env(DATA_DIR, directory.toString());
    }

    /**
     * For a test that is not about first starts: perf-agent finds what an earlier start of the same class path has woven,
     * and only where there was none yet, it weaves all anew. {@link AppProcess#awaitWeaving} holds for both.
     */
    public AppLaunch woven() {
        woven = true;
        return this;
    }

    /** Log lines of perf-agent that match {@code regex} are expected; any other fails the test. */
    public AppLaunch allowAgentLine(String regex) {
        allowedAgentLines.add(Pattern.compile(regex));
        return this;
    }

    /** The command line as it will be run. */
    public List<String> command() {
        List<String> command = new ArrayList<>(through);
        command.add(jdk.java().toString());
        command.addAll(jvmOptions);
        command.addAll(agent.options());
        if (classPath != null) {
            command.add("-cp");
            command.add(classPath);
        }
        command.addAll(program);
        command.addAll(programArguments);
        return command;
    }

    /** Starts it. The caller closes the process, which checks what the agent logged. */
    public AppProcess start() {
        try {
            WovenBefore before = woven ? wovenBefore() : null;
            Path dataDir = dataDir();
            given |= before != null && dataDir != null && before.give(dataDir);
            ProcessBuilder builder = new ProcessBuilder(command());
            builder.environment().clear();
            builder.environment().putAll(environment);
            return new AppProcess(
                    builder.start(),
                    agent + " on " + jdk,
                    unexpectedAgentLine(),
                    new DataDir(dataDir, temporaryDataDir, before, given));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where perf-agent keeps its data, made if the test has not said where; null without it. */
    private @Nullable Path dataDir() throws IOException {
        if (!agent.ours()) {
            return null;
        }
        if (!environment.containsKey(DATA_DIR)) {
            Path parent = Files.createDirectories(Path.of("target", "data-dirs").toAbsolutePath());
            temporaryDataDir = Files.createTempDirectory(parent, "");
            environment.put(DATA_DIR, temporaryDataDir.toString());
        }
        return Path.of(environment.get(DATA_DIR));
    }

    private WovenBefore wovenBefore() {
        String path = classPath == null ? String.join(File.pathSeparator, program) : classPath;
        return WovenBefore.of(jdk, agent, path, environment);
    }

    /** Starts it warm: {@link #warmUp}, then {@link #start}. */
    public AppProcess warmStart(WarmUp drive) {
        warmUp(drive);
        return start();
    }

    /**
     * Makes sure that the next start sees calls from the first request on: with perf-agent, unless another test has woven
     * the same class path before, runs the application once on the same data directory, drives it, and waits until what it
     * loaded is woven. Other agents need none of this.
     */
    public void warmUp(WarmUp drive) {
        if (!agent.ours()) {
            return;
        }
        try {
            WovenBefore before = wovenBefore();
            Path dataDir = dataDir();
            given = dataDir != null && before.give(dataDir);
            if (given || dataDir == null) {
                return;
            }
            try (AppProcess first = start()) {
                drive.drive(first);
                first.awaitWeaving();
                first.stop();
                if (first.unexpectedAgentLines().isEmpty()) {
                    first.keepDataDir(); // otherwise close() fails the test and removes it
                    before.keep(dataDir);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the requests that make an application load and call what is to be woven. */
    @FunctionalInterface
    public interface WarmUp {
        /** Drives {@code app} until it has answered at least once. */
        void drive(AppProcess app);
    }

    private Predicate<String> unexpectedAgentLine() {
        List<Pattern> allowed = List.copyOf(allowedAgentLines);
        boolean ours = agent.ours();
        return line -> ours
                && line.startsWith("perf-agent:")
                && allowed.stream().noneMatch(pattern -> pattern.matcher(line).matches());
    }
}
