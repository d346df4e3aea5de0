package io.perfagent.start;

import io.perfagent.start.host.JdkInternals;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Takes the transformer away while an application starts from a class-data archive: from 24 on, the JVM asks Java code for
 * the class file of every shared class to show it to a transformer, and the archive's gain is lost.
 *
 * <p>What earlier starts have woven is loaded first, uninitialised, and so woven out of the cache. The transformer comes
 * back once the application has answered; what the table names and was loaded in between is woven late. How far the
 * application has come is looked up among the loaded classes meanwhile, at most at a fiftieth of one core.
 */
final class Absence {
    private static final int FIRST_JDK = 24;
    private static final long LOOK_NANOS = 250_000_000L;
    private static final int LOOK_SHARE = 50;

    private final Agent agent;
    private boolean away;
    private long nextLookNanos;
    private int loaded;

    /** When the transformer left and came back, or 0. */
    volatile long leftNanos;

    volatile long backNanos;

    Absence(Agent agent) {
        this.agent = agent;
    }

    /**
     * Before {@code main}, with the transformer in place.
     *
     * @param woven binary names of classes that an earlier start has woven, each followed by a line feed
     */
    void leave(String woven) {
        try {
            ClassLoader system = ClassLoader.getSystemClassLoader();
            int feature = Runtime.version().feature();
            if (system.getClass().getClassLoader() != null
                    || feature < FIRST_JDK
                    || !pays(JdkInternals.runtimeArguments(agent.instrumentation))) {
                return;
            }
            for (int at = 0, end; (end = woven.indexOf('\n', at)) > 0; at = end + 1) {
                load(woven.substring(at, end), system);
            }
            agent.instrumentation.removeTransformer(agent.weaving);
            away = true;
            leftNanos = System.nanoTime();
            nextLookNanos = leftNanos + LOOK_NANOS;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            agent.problems.add("the transformer stays during the start: " + e);
        }
    }

    private static void load(String name, ClassLoader loader) {
        try {
            Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return; // the application will not find it either
        }
    }

    /**
     * Whether an archive of the application is in use, and no other Java agent: it would never see what is loaded before
     * its turn.
     */
    static boolean pays(String[] jvmArguments) {
        boolean archive = false;
        int agents = 0;
        for (String argument : jvmArguments) {
            if (argument.startsWith("-XX:SharedArchiveFile=")) {
                archive = true;
            } else if (argument.startsWith("-javaagent:") || argument.startsWith("-agentlib:instrument")) {
                agents++;
            }
        }
        return archive && agents == 1;
    }

    /** Waits, and looks meanwhile how far the application has come. */
    void park(long nanos) {
        Thread.interrupted(); // or it would never rest again
        if (!away) {
            LockSupport.parkNanos(nanos);
            return;
        }
        LockSupport.parkNanos(Math.min(nanos, nextLookNanos - System.nanoTime()));
        long start = System.nanoTime();
        if (start - nextLookNanos >= 0) {
            loaded = agent.works.look();
            long now = System.nanoTime();
            nextLookNanos = now + Math.max(LOOK_NANOS, (now - start) * LOOK_SHARE);
        }
    }

    /** Classes loaded since the start, about. */
    int loaded() {
        return away ? loaded : agent.weaving.seen();
    }

    /** Adds the transformer again; the caller looks through the loaded classes next. */
    void end() {
        if (away) {
            agent.instrumentation.addTransformer(agent.weaving, true);
            agent.works.unwatched(true);
            away = false;
            backNanos = System.nanoTime();
        }
    }

    /** For the status; null if the transformer never left. */
    @Nullable
    String account() {
        if (leftNanos == 0) {
            return null;
        }
        if (backNanos == 0) {
            return "class loading is left alone until the first response";
        }
        return "class loading was left alone for " + (backNanos - leftNanos) / 1_000_000
                + " ms, so that the archive keeps its worth; moments are known to 250 ms";
    }
}
