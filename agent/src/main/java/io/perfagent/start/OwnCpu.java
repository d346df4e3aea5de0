package io.perfagent.start;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileReader;
import java.io.IOException;

/** CPU time of our threads as the kernel counts it (Linux, {@code /proc/self/task}). */
final class OwnCpu {
    private static final long MILLIS_PER_TICK = 10;

    private OwnCpu() {}

    /** Milliseconds of all threads of ours that live, or -1 where the kernel does not tell. */
    static long millis() {
        File[] tasks = new File("/proc/self/task").listFiles();
        if (tasks == null) {
            return -1;
        }
        long ticks = 0;
        for (File task : tasks) {
            String stat = firstLine(new File(task, "stat"));
            // The kernel keeps fifteen bytes of the name.
            if (stat != null && stat.contains("(perf-agent-")) {
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            }
        }
        return ticks * MILLIS_PER_TICK;
    }

    private static @org.jspecify.annotations.Nullable String firstLine(File file) {
        try (BufferedReader in = new BufferedReader(new FileReader(file))) {
            return in.readLine();
        } catch (IOException e) {
            return null;
        }
    }
}
