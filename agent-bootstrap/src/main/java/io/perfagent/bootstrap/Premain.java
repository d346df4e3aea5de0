package io.perfagent.bootstrap;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * The class that the JVM starts: with {@link JarHead}, all of ours that the system loader sees. Defines the seam in the boot
 * loader and hands over. Whatever goes wrong is one line on stderr; the application starts all the same.
 *
 * <p>This class alone has the format of Java 8, by which the assembly replaces that of the compiler: an older JVM must be
 * able to load it to be told that it is too old, or it would not start the application. So it uses what Java 8 has, and
 * touches no other class of ours before it has looked.
 *
 * <p>Before {@code main}, only what the JVM has loaded anyway is used: no {@code java.nio.file}, no logging, no JMX, no
 * lambdas (docs/rationale.md, "The first second").
 */
public final class Premain {
    private static final int OLDEST_JAVA = 17;
    private static final int MAX_VERSION = 1000;

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
            String old = tooOld(System.getProperty("java.specification.version"), null);
            if (old != null) {
                say(old);
                System.exit(status);
            }
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
            boolean archive = System.getProperty("io.perfagent.archive") != null;
            if (disabled(arguments) && !archive) {
                return; // with an archive of ours that is checked, and nothing else is done
            }
            String old =
                    tooOld(System.getProperty("java.specification.version"), System.getProperty("sun.java.command"));
            if (old != null) {
                if (!old.isEmpty()) {
                    say(old);
                }
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
            Launch launch = new Launch(instrumentation, arguments, head.path, head.jar, blob, attached, nanos);
            if (archive) {
                launch.jvmOptions = head.jvmOptions();
            }
            launch.start();
        } catch (Throwable t) {
            say("not started, the application runs without it: " + t);
        }
    }

    /**
     * Why nothing of ours can be loaded in this JVM; null if it can, empty if nothing is to be said of it, in the JDK's own
     * tools. No setting overrides it: our classes have a format that an older JVM does not read.
     *
     * @param specification the version of Java as the JVM tells it: {@code 1.8}, {@code 11}
     * @param command the main class and its arguments, if known
     */
    static @Nullable String tooOld(@Nullable String specification, @Nullable String command) {
        if (specification == null || specification.isEmpty()) {
            return null;
        }
        boolean ancient = specification.startsWith("1.");
        int version = 0;
        for (int i = ancient ? 2 : 0; i < specification.length(); i++) {
            char digit = specification.charAt(i);
            if (digit < '0' || digit > '9' || version > MAX_VERSION) {
                return null;
            }
            version = version * 10 + digit - '0';
        }
        if (version >= OLDEST_JAVA || version == 0) {
            return null;
        }
        boolean tool = command != null
                && (command.startsWith("sun.tools.")
                        || command.startsWith("com.sun.tools.")
                        || command.startsWith("jdk.")
                        || command.startsWith("io.perfagent.bootstrap."));
        return tool ? "" : "Java " + version + " is not supported, " + OLDEST_JAVA + " and newer are: nothing is woven";
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
