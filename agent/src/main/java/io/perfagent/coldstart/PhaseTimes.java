package io.perfagent.coldstart;

import io.perfagent.coldstart.record.StartRecord;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How long a phase that has targets has taken, or takes so far. Pure steps over recorded times. */
public final class PhaseTimes {
    /**
     * @param nanos what it has taken until the moment that was asked for
     * @param running whether it has begun and not ended
     */
    public record Time(long nanos, boolean running) {}

    private PhaseTimes() {}

    /**
     * @param anchors the points that were reached
     * @param records pieces of work, in any order
     * @param nowNanos until when; components count until ready at most
     * @return null for a phase that has not begun
     */
    public static @Nullable Time of(
            TargetPhase phase, Anchors anchors, StartRecord[] records, long mainThread, long nowNanos) {
        Point to = phase.to();
        if (to == null) {
            boolean ready = anchors.has(Point.READY) && anchors.get(Point.READY) - nowNanos < 0;
            return ofComponents(phase, records, mainThread, ready ? anchors.get(Point.READY) : nowNanos, ready);
        }
        Point from = phase.from();
        if (from != null && !anchors.has(from)) {
            return null;
        }
        long begin = from == null ? anchors.beginNanos() : anchors.get(from);
        long end = anchors.has(to) ? anchors.get(to) : nowNanos;
        return new Time(Math.max(0, end - begin), !anchors.has(to));
    }

    /** The time in which one of them at least was under way. */
    private static @Nullable Time ofComponents(
            TargetPhase phase, StartRecord[] records, long mainThread, long endNanos, boolean ready) {
        long[] starts = new long[records.length];
        long[] ends = new long[records.length];
        int count = 0;
        boolean running = phase.isCriticalPath() && !ready;
        for (StartRecord one : records) {
            long start = one.startNanos - endNanos; // so that times compare as numbers
            if (start < 0 && phase.has(one, mainThread)) {
                long ended = one.endNanos; // written by its own thread
                running |= ended == 0 && !ready;
                starts[count] = start;
                ends[count++] = ended == 0 ? 0 : Math.min(0, ended - endNanos);
            }
        }
        return count == 0 ? null : new Time(union(Arrays.copyOf(starts, count), Arrays.copyOf(ends, count)), running);
    }

    /** How long at least one of several stretches lasted: where they begin and where they end, in any order. */
    static long union(long[] starts, long[] ends) {
        Arrays.sort(starts);
        Arrays.sort(ends);
        long sum = 0;
        long begin = 0;
        int open = 0;
        int begun = 0;
        int ended = 0;
        while (ended < ends.length) {
            if (begun < starts.length && starts[begun] <= ends[ended]) {
                begin = open == 0 ? starts[begun] : begin;
                begun++;
                open++;
            } else {
                open--;
                sum += open == 0 ? ends[ended] - begin : 0;
                ended++;
            }
        }
        return sum;
    }
}
