package io.perfagent.start.host;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CPU time of our threads as the kernel counts it (Linux, {@code /proc/self/task}). A thread that has ended counts as it
 * was last read. Safe for all threads.
 */
public final class OwnCpu {
    private static final long MILLIS_PER_TICK = 10;
    private static final int MAX_THREADS = 64;

    private static final Map<String, Long> ticksByThread = new HashMap<>();

    /** Set once JFR runs for us: its threads work for us then, and perhaps for others too. */
    public static volatile boolean withJfr;

    private OwnCpu() {}

    /** Milliseconds of all threads of ours, or -1 where the kernel does not tell. */
    public static synchronized long millis() {
        File[] tasks = new File("/proc/self/task").listFiles();
        if (tasks == null) {
            return -1;
        }
        for (File task : tasks) {
            String stat = firstLine(new File(task, "stat"));
            // The kernel keeps fifteen bytes of the name, of which JDK 25 leaves out some in the middle.
            if (stat != null && (stat.contains("(perf-ag") || (withJfr && stat.contains("(JFR ")))) {
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
                if (ticksByThread.size() < MAX_THREADS || ticksByThread.containsKey(task.getName())) {
                    ticksByThread.put(task.getName(), ticks);
                }
            }
        }
        long sum = 0;
        for (Long ticks : ticksByThread.values()) {
            sum += ticks;
        }
        return sum * MILLIS_PER_TICK;
    }

    private static @Nullable String firstLine(File file) {
        try (BufferedReader in = new BufferedReader(new FileReader(file))) {
            return in.readLine();
        } catch (IOException e) {
            return null;
        }
    }
}
