package io.perfagent.start.host;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * CPU time of our threads as the kernel counts it (Linux, {@code /proc/self/task}). A thread that has ended counts as it
 * was last read. Safe for all threads.
 *
 * <p>A thread of the application is read twice and then left alone: there may be thousands.
 */
public final class OwnCpu {
    private static final long MILLIS_PER_TICK = 10;
    private static final int MAX_THREADS = 64;

    /** A line is shorter: a name of fifteen bytes and some fifty numbers. */
    private static final int MOST_BYTES = 1024;

    private static final Map<String, Long> ticksByThread = new HashMap<>();

    /** Not ours when last read. */
    private static final Set<String> once = new HashSet<>();

    /** Not ours twice: a new thread has its starter's name for a moment. */
    private static final Set<String> foreign = new HashSet<>();

    private static boolean foreignWithJfr;

    /** Set once JFR runs for us: its threads work for us then, and perhaps for others too. */
    public static volatile boolean withJfr;

    private OwnCpu() {}

    /** Milliseconds of all threads of ours, or -1 where the kernel does not tell. */
    public static synchronized long millis() {
        File directory = new File("/proc/self/task");
        String[] tasks = directory.list();
        if (tasks == null) {
            return -1;
        }
        forget(tasks);
        byte[] line = new byte[MOST_BYTES];
        for (String task : tasks) {
            if (!foreign.contains(task)) {
                String stat = firstBytes(new File(directory, task + "/stat"), line);
                if (stat != null) {
                    read(task, stat);
                }
            }
        }
        long sum = 0;
        for (Long ticks : ticksByThread.values()) {
            sum += ticks;
        }
        return sum * MILLIS_PER_TICK;
    }

    /** Of threads that have ended: their numbers may come again. */
    private static void forget(String[] tasks) {
        if (foreignWithJfr != withJfr) {
            foreignWithJfr = withJfr;
            foreign.clear();
        }
        if (foreign.size() + once.size() > 0) {
            Set<String> living = new HashSet<>(Arrays.asList(tasks));
            foreign.retainAll(living);
            once.retainAll(living);
        }
    }

    private static void read(String task, String stat) {
        // The kernel keeps fifteen bytes of the name, of which JDK 25 leaves out some in the middle.
        if (!stat.contains("(perf-ag") && !(withJfr && stat.contains("(JFR "))) {
            if (once.remove(task)) {
                foreign.add(task);
            } else {
                once.add(task);
            }
            return;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        if (ticksByThread.size() < MAX_THREADS || ticksByThread.containsKey(task)) {
            ticksByThread.put(task, ticks);
        }
    }

    private static @Nullable String firstBytes(File file, byte[] into) {
        try (FileInputStream in = new FileInputStream(file)) {
            int length = in.read(into);
            return length <= 0 ? null : new String(into, 0, length, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return null;
        }
    }
}
