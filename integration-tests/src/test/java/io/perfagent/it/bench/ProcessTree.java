package io.perfagent.it.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A process and all that descend from it, as a database with a process for each connection. Thread-safe. */
final class ProcessTree {
    private static final int PARENT = 4;
    private static final int OWN_TIMES = 14;
    private static final int TIMES_OF_ENDED = 16;

    private final long root;
    private final double millisPerTick;

    ProcessTree(long root, double millisPerTick) {
        this.root = root;
        this.millisPerTick = millisPerTick;
    }

    /** A process's line in {@code /proc}, taken apart. */
    record Line(long pid, long parent, long ownTicks, long endedTicks) {
        static Line of(long pid, String stat) {
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            int third = 3; // the first field behind the command is the third
            return new Line(
                    pid,
                    Long.parseLong(fields[PARENT - third]),
                    Long.parseLong(fields[OWN_TIMES - third]) + Long.parseLong(fields[OWN_TIMES + 1 - third]),
                    Long.parseLong(fields[TIMES_OF_ENDED - third])
                            + Long.parseLong(fields[TIMES_OF_ENDED + 1 - third]));
        }
    }

    /** User and system time of all of them, those that have ended and were waited for included, in milliseconds. */
    double cpuMillis() throws IOException {
        List<Line> all = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path one : processes) {
                try {
                    all.add(Line.of(
                            Long.parseLong(one.getFileName().toString()), Files.readString(one.resolve("stat"))));
                } catch (IOException e) {
                    continue; // it ended meanwhile
                }
            }
        }
        return ticks(root, all) * millisPerTick;
    }

    /** Ticks of {@code root} and its descendants. */
    static long ticks(long root, List<Line> all) {
        Set<Long> inside = new HashSet<>(Set.of(root));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Line one : all) {
                grown |= inside.contains(one.parent) && inside.add(one.pid);
            }
        }
        long ticks = 0;
        for (Line one : all) {
            ticks += inside.contains(one.pid) ? one.ownTicks + one.endedTicks : 0;
        }
        return ticks;
    }
}
