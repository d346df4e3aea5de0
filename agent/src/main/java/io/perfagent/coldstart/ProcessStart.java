package io.perfagent.coldstart;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** When the kernel made this process, from {@code /proc} (Linux, proc(5)); in steps of 10 ms. */
public final class ProcessStart {
    private static final int START_FIELD = 22;
    private static final int FIELDS_BEFORE_NAME = 2;
    private static final long LONGEST_LAUNCH_NANOS = 2_000_000_000; // the launcher's own time, from a slow disk too
    private static final long LONGEST_BEFORE_PREMAIN_NANOS = 10_000_000_000L;
    private static final long NANOS_PER_TICK = 10_000_000; // USER_HZ is 100 on every Linux that runs a JVM

    private ProcessStart() {}

    /**
     * On the scale of {@link System#nanoTime}; {@link Anchors#UNKNOWN} where there is no {@code /proc}, or what it tells cannot
     * be this start's.
     *
     * @param anchors with the JVM's begin, if it is known, and the agent's
     */
    public static long nanos(Anchors anchors) {
        try {
            String stat = read("/proc/self/stat");
            String uptime = read("/proc/uptime");
            return within(of(stat, uptime, System.nanoTime()), anchors);
        } catch (IOException | RuntimeException e) {
            return Anchors.UNKNOWN;
        }
    }

    /**
     * A container may be told another uptime than its processes' begins count from (lxcfs): the begin lies in the future then.
     * And a shell that waits for a database and then becomes the JVM ({@code exec}) was this process before.
     */
    static long within(long nanos, Anchors anchors) {
        boolean isJvmKnown = anchors.has(Point.JVM);
        long after = anchors.get(isJvmKnown ? Point.JVM : Point.PREMAIN);
        long before = after - nanos;
        boolean isThisStart = before >= -NANOS_PER_TICK
                && before <= (isJvmKnown ? LONGEST_LAUNCH_NANOS : LONGEST_BEFORE_PREMAIN_NANOS);
        return isThisStart ? nanos : Anchors.UNKNOWN;
    }

    /**
     * @param stat the line {@code /proc/self/stat}
     * @param uptime the line {@code /proc/uptime}, read at {@code nowNanos}
     */
    static long of(String stat, String uptime, long nowNanos) {
        // The name stands in brackets and may hold anything.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[START_FIELD - FIELDS_BEFORE_NAME - 1]);
        String seconds = uptime.substring(0, uptime.indexOf(' '));
        int dot = seconds.indexOf('.');
        long upTicks = Long.parseLong(seconds.substring(0, dot)) * 100 + Long.parseLong(seconds.substring(dot + 1));
        return nowNanos - (upTicks - ticks) * NANOS_PER_TICK;
    }

    private static String read(String path) throws IOException {
        try (FileInputStream in = new FileInputStream(path)) {
            return new String(in.readNBytes(4096), StandardCharsets.ISO_8859_1).trim();
        }
    }
}
