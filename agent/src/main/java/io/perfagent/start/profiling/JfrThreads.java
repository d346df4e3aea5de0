package io.perfagent.start.profiling;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The threads that the JDK starts for JFR, and their CPU time as the kernel counts it (Linux). All threads are looked at only
 * once in a while, since there may be thousands. For one thread.
 */
final class JfrThreads {
    private static final long LOOK_NANOS = 60_000_000_000L;
    private static final long MILLIS_PER_TICK = 10;

    private final List<File> stats = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private boolean looked;
    private long lookedNanos;

    /** Milliseconds of those that live, or -1 where the kernel does not tell. */
    long cpuMillis(long nowNanos) {
        if (!looked || nowNanos - lookedNanos >= LOOK_NANOS) {
            looked = true;
            lookedNanos = nowNanos;
            look();
        }
        long ticks = stats.isEmpty() ? -1 : 0;
        for (File stat : stats) {
            String line = firstLine(stat);
            if (!line.isEmpty()) {
                String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
                ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            }
        }
        return ticks < 0 ? -1 : ticks * MILLIS_PER_TICK;
    }

    /** Threads have come or gone. */
    void changed() {
        looked = false;
    }

    /** Names as the kernel keeps them, fifteen bytes at most. */
    List<String> names() {
        return List.copyOf(names);
    }

    private void look() {
        stats.clear();
        names.clear();
        File[] tasks = new File("/proc/self/task").listFiles();
        for (File task : tasks == null ? new File[0] : tasks) {
            String name = firstLine(new File(task, "comm"));
            if (name.startsWith("JFR ")) {
                names.add(name);
                stats.add(new File(task, "stat"));
            }
        }
    }

    private static String firstLine(File file) {
        try (BufferedReader in = new BufferedReader(new FileReader(file))) {
            String line = in.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return ""; // the thread has ended
        }
    }
}
