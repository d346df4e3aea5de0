package io.perfagent.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The agent an application is started with, and the way it is spelled on the command line. Immutable.
 *
 * @param options what the JVM is given for it
 * @param ours whether it is perf-agent, whose log lines are checked
 */
public record AgentJar(String name, List<String> options, boolean ours) {

    /** No agent. */
    public static AgentJar none() {
        return new AgentJar("no agent", List.of(), false);
    }

    /** perf-agent as {@code -javaagent}. */
    public static AgentJar perfAgent() {
        return new AgentJar("perf-agent", List.of("-javaagent:" + perfAgentPath()), true);
    }

    /**
     * What the compatibility kits run: perf-agent, or OpenTelemetry's agent with {@code -Dkit.agent=opentelemetry}, which
     * shows whether a kit asks for what the reference does.
     */
    public static AgentJar underTest() {
        return "opentelemetry".equals(System.getProperty("kit.agent")) ? openTelemetry() : perfAgent();
    }

    /** perf-agent as {@code -agentlib:instrument}. */
    public static AgentJar perfAgentLib() {
        return new AgentJar("perf-agent (agentlib)", List.of("-agentlib:instrument=" + perfAgentPath()), true);
    }

    /** perf-agent as {@code -javaagent} with agent arguments. */
    public static AgentJar perfAgent(String arguments) {
        return new AgentJar("perf-agent", List.of("-javaagent:" + perfAgentPath() + "=" + arguments), true);
    }

    /** OpenTelemetry's agent. */
    public static AgentJar openTelemetry() {
        Path jar = Path.of(System.getProperty("otel.jar", "target/opentelemetry-javaagent-2.33.1.jar"));
        return new AgentJar(
                "OpenTelemetry", List.of("-javaagent:" + present(jar, "run Maven, which fetches it")), false);
    }

    /** Where perf-agent's jar is; an assertion error if it has not been built. */
    public static Path perfAgentPath() {
        Path jar = Path.of(System.getProperty("perfagent.jar", "../agent/target/perf-agent.jar"));
        return present(jar, "build the agent module first: mvn -pl agent -am package");
    }

    private static Path present(Path jar, String remedy) {
        Path path = jar.toAbsolutePath().normalize();
        if (!Files.isRegularFile(path)) {
            throw new AssertionError("no agent at " + path + "; " + remedy);
        }
        return path;
    }

    @Override
    public String toString() {
        return name;
    }
}
