package io.perfagent.it.boot;

import io.perfagent.it.AgentJar;
import io.perfagent.it.Jdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A short program run to its end.
 *
 * @param output standard output and error together
 */
public record ToolRun(int exit, String output) {
    private static final int LIMIT_SECONDS = 60;

    /** {@code java -jar perf-agent.jar <arguments>}, with the least that such a short run needs of the JVM. */
    public static ToolRun agentCommand(Jdk jdk, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                jdk.java().toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                AgentJar.perfAgentPath().toString()));
        command.addAll(List.of(arguments));
        return of(command, Path.of("."), environment);
    }

    public static ToolRun of(List<String> command, Path directory, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        String path = System.getenv("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path == null ? "/usr/bin:/bin" : path);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            byte[] output = process.getInputStream().readAllBytes();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running: " + command);
            }
            return new ToolRun(process.exitValue(), new String(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
