package io.perfagent.bootstrap;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * The class that the JVM starts: with {@link JarHead}, all of ours that the system loader sees. Defines the seam in the boot
 * loader and hands over. Whatever goes wrong is one line on stderr; the application starts all the same.
 *
 * <p>Before {@code main}, only what the JVM has loaded anyway is used: no {@code java.nio.file}, no logging, no JMX, no
 * lambdas (docs/rationale.md, "The first second").
 */
public final class Premain {
    private Premain() {}

    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
        start(arguments, instrumentation, false);
    }

    public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) {
        start(arguments, instrumentation, true);
    }

    public static void main(String[] args) {
        int status = 1;
        try {
            JarHead head = new JarHead();
            status = new Launch(null, null, head.path, head.jar, head.blobOffset(), false, 0).command(args);
        } catch (Throwable t) {
            say("cannot run: " + t);
        }
        System.exit(status);
    }

    private static void start(@Nullable String arguments, Instrumentation instrumentation, boolean attached) {
        long nanos = System.nanoTime();
        try {
            if (disabled(arguments)) {
                return;
            }
            if (System.getProperty("io.perfagent.started") != null) {
                if (attached && arguments != null && arguments.startsWith("request=")) {
                    Launch.request(arguments.substring(8));
                    return;
                }
                say("already running in this JVM; the second -javaagent is ignored");
                return;
            }
            JarHead head = new JarHead();
            long blob = head.blobOffset();
            head.defineSeam(instrumentation);
            System.setProperty("io.perfagent.started", "true");
            new Launch(instrumentation, arguments, head.path, head.jar, blob, attached, nanos).start();
        } catch (Throwable t) {
            say("not started, the application runs without it: " + t);
        }
    }

    /** The one setting that is read before the settings are. */
    private static boolean disabled(@Nullable String arguments) {
        if (arguments != null) {
            if (arguments.contains("PERF_AGENT_ENABLED=false") || arguments.contains("perf.agent.enabled=false")) {
                return true;
            }
            if (arguments.contains("PERF_AGENT_ENABLED=true") || arguments.contains("perf.agent.enabled=true")) {
                return false;
            }
        }
        String value = System.getProperty("perf.agent.enabled");
        if (value == null) {
            value = System.getenv("PERF_AGENT_ENABLED");
        }
        return value != null && value.trim().equalsIgnoreCase("false");
    }

    private static void say(String message) {
        System.err.println("perf-agent: " + message);
    }
}
