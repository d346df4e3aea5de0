package io.perfagent.coldstart.archive;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command that starts the application, to which options for the JVM can be added. Immutable. */
final class JavaCommand {
    private final List<String> command;
    private final @Nullable String addedAgent;

    private JavaCommand(List<String> command, @Nullable String addedAgent) {
        this.command = command;
        this.addedAgent = addedAgent;
    }

    /**
     * A command with the agent: the one that it, or one of the two variables of the environment, names, else one added.
     *
     * @param agentJar path of this agent
     * @param variables values of {@code JAVA_TOOL_OPTIONS} and {@code JDK_JAVA_OPTIONS}; null where not set
     */
    static JavaCommand of(List<String> command, String agentJar, @Nullable String... variables) throws PrepareFailure {
        String name = new File(command.get(0)).getName();
        if (!name.equals("java") && !name.equals("java.exe")) {
            throw new PrepareFailure(
                    "'" + command.get(0) + "' is not java: give the java command that a script ends with");
        }
        boolean named = false;
        for (String token : command) {
            named |= names(token, agentJar);
        }
        for (String variable : variables) {
            for (String token : variable == null ? new String[0] : variable.split("\\s+")) {
                named |= names(token, agentJar);
            }
        }
        return new JavaCommand(List.copyOf(command), named ? null : "-javaagent:" + agentJar);
    }

    private static boolean names(String token, String agentJar) {
        String path = null;
        if (token.startsWith("-javaagent:")) {
            path = token.substring("-javaagent:".length());
        } else if (token.startsWith("-agentlib:instrument=")) {
            path = token.substring("-agentlib:instrument=".length());
        }
        if (path == null) {
            return false;
        }
        int arguments = path.indexOf('=');
        File file = new File(arguments < 0 ? path : path.substring(0, arguments));
        try {
            return file.getCanonicalPath().equals(new File(agentJar).getCanonicalPath());
        } catch (IOException e) {
            return file.getAbsolutePath().equals(agentJar);
        }
    }

    /** What was added to name the agent, or null. */
    @Nullable
    String addedAgent() {
        return addedAgent;
    }

    String java() {
        return command.get(0);
    }

    /** The command with options before its own. */
    List<String> with(List<String> options) {
        List<String> all = new ArrayList<>();
        all.add(java());
        all.addAll(options);
        if (addedAgent != null) {
            all.add(addedAgent);
        }
        all.addAll(command.subList(1, command.size()));
        return all;
    }
}
