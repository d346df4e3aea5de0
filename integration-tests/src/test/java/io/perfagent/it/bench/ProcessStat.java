package io.perfagent.it.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the Linux kernel says of another process (proc(5)); reading it costs that process nothing. Thread-safe. */
final class ProcessStat {
    private static final int USER_TIME = 14;
    private static final int SYSTEM_TIME = 15;
    private static final String[] AGENT_THREADS = {"perf-agent-", "perf-ag.."}; // JDK 25 shortens names in the middle

    private final Path directory;
    private final double millisPerTick;

    ProcessStat(long pid, double millisPerTick) {
        directory = Path.of("/proc", Long.toString(pid));
        this.millisPerTick = millisPerTick;
    }

    /** Length of the kernel's clock tick in milliseconds, as {@code getconf CLK_TCK} says: usually 10. */
    static double clockTickMillis() throws IOException {
        Process getconf = new ProcessBuilder("getconf", "CLK_TCK").start();
        String answer = new String(getconf.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        return 1000.0 / Integer.parseInt(answer);
    }

    /** CPU time of all its threads, those that ended included, user and system, in milliseconds. */
    double cpuMillis() throws IOException {
        return cpuTicks(Files.readString(directory.resolve("stat"))) * millisPerTick;
    }

    /** @param stat the one line of {@code /proc/PID/stat}; the command in it may hold spaces and parentheses */
    static long cpuTicks(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        int third = 3; // the first field behind the command is the third
        return Long.parseLong(fields[USER_TIME - third]) + Long.parseLong(fields[SYSTEM_TIME - third]);
    }

    /** CPU time of the live threads whose names begin so, in milliseconds. */
    double threadCpuMillis(String namePrefix) throws IOException {
        long ticks = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(directory.resolve("task"))) {
            for (Path task : tasks) {
                try {
                    if (Files.readString(task.resolve("comm")).startsWith(namePrefix)) {
                        ticks += cpuTicks(Files.readString(task.resolve("stat")));
                    }
                } catch (NoSuchFileException e) {
                    continue; // it ended meanwhile
                }
            }
        }
        return ticks * millisPerTick;
    }

    /** Resident memory in KiB. */
    long rssKib() throws IOException {
        return field(status(), "VmRSS:");
    }

    int threads() throws IOException {
        return (int) field(status(), "Threads:");
    }

    private String status() throws IOException {
        return Files.readString(directory.resolve("status"));
    }

    /** The number behind a name in {@code /proc/PID/status}. */
    static long field(String status, String name) {
        for (String line : status.split("\n")) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.substring(name.length()).strip().split(" ")[0]);
            }
        }
        throw new IllegalArgumentException("no " + name + " in " + status);
    }

    /** Live threads named {@code perf-agent-*}. */
    int agentThreads() throws IOException {
        int count = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(directory.resolve("task"))) {
            for (Path task : tasks) {
                try {
                    count += isAgentThread(Files.readString(task.resolve("comm"))) ? 1 : 0;
                } catch (NoSuchFileException e) {
                    continue; // it ended meanwhile
                }
            }
        }
        return count;
    }

    /** CPU time of the live threads named {@code perf-agent-*}, in milliseconds, to the nanosecond and not in ticks. */
    double agentThreadCpuMillis() throws IOException {
        long nanos = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(directory.resolve("task"))) {
            for (Path task : tasks) {
                try {
                    if (isAgentThread(Files.readString(task.resolve("comm")))) {
                        nanos += Long.parseLong(
                                Files.readString(task.resolve("schedstat")).split(" ")[0]);
                    }
                } catch (NoSuchFileException e) {
                    continue; // it ended meanwhile
                }
            }
        }
        return nanos / 1e6;
    }

    static boolean isAgentThread(String comm) {
        for (String start : AGENT_THREADS) {
            if (comm.startsWith(start)) {
                return true;
            }
        }
        return false;
    }
}
