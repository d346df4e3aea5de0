package io.perfagent.start;

import io.perfagent.start.host.JdkInternals;
import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the JVM was given a class-data archive and dropped it before any agent ran, as it does with an AOT cache that was
 * made without the module that {@code -javaagent} adds. Loads JMX: not for the application's start.
 */
final class LostSharing {
    private LostSharing() {}

    /** What happened and what helps, or null if nothing was lost. */
    static @Nullable String cause(Instrumentation instrumentation) {
        List<String> arguments = ManagementFactory.getRuntimeMXBean().getInputArguments();
        String archive = null;
        boolean javaagent = false;
        for (String argument : arguments) {
            if (argument.startsWith("-XX:AOTCache=") || argument.startsWith("-XX:SharedArchiveFile=")) {
                archive = argument;
            }
            javaagent |= argument.startsWith("-javaagent:");
        }
        if (archive == null || isSharing(instrumentation)) {
            return null;
        }
        return archive.substring(4) + " is not used: the JVM turned class sharing off"
                + (javaagent
                        ? "; give the agent by -agentlib:instrument=perf-agent.jar, or make the archive with"
                                + " --add-modules java.instrument"
                        : "");
    }

    /** Asks the JVM itself, by an internal that has had two names; where it has neither, nothing is said. */
    static boolean isSharing(Instrumentation instrumentation) {
        JdkInternals.open(instrumentation);
        for (String name : new String[] {"isUsingArchive", "isSharingEnabled"}) {
            try {
                return (Boolean)
                        Class.forName("jdk.internal.misc.CDS").getMethod(name).invoke(null);
            } catch (ReflectiveOperationException | LinkageError e) {
                continue;
            }
        }
        return true;
    }
}
