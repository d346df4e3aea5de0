package io.perfagent.coldstart;

import io.perfagent.coldstart.record.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that is known of one start. Made by {@link StartAnalysis}, then only read. */
public final class StartReport {
    /** Pieces that a report names, the longest first. */
    public static final int MAX_COMPONENTS = 200;

    /** {@code ordinary} or {@code analysed}: what can have been measured at all. */
    final String kind;

    final Anchors anchors;
    final List<Phase> phases;

    /** The longest pieces, by their own time. */
    final List<Piece> components;

    /** Every piece, by begin. */
    final Pieces pieces;

    final List<CriticalPath.Step> criticalPath;
    final int recorded;
    final int dropped;

    /** CPU of the agent's own threads until the report was made; {@link Counters#NOT_MEASURED} if unknown. */
    final long ownCpuNanos;

    /** Whether hooks were in place from the start on; if not, components are not measured. */
    final boolean hooked;

    /** What an analysed start has measured besides; null in an ordinary one. */
    @Nullable
    Analysis analysis;

    StartReport(
            String kind,
            Anchors anchors,
            List<Phase> phases,
            List<Piece> components,
            Pieces pieces,
            List<CriticalPath.Step> criticalPath,
            int recorded,
            int dropped,
            long ownCpuNanos,
            boolean hooked) {
        this.kind = kind;
        this.anchors = anchors;
        this.phases = phases;
        this.components = components;
        this.pieces = pieces;
        this.criticalPath = criticalPath;
        this.recorded = recorded;
        this.dropped = dropped;
        this.ownCpuNanos = ownCpuNanos;
        this.hooked = hooked;
    }

    /** Joins what an analysed start has measured besides; before anything is told of the report. */
    public void analyse(Measured measured) {
        analysis = Analysis.of(this, measured);
    }

    /** Whether it is of an analysed start, which takes longer than an ordinary one and is not compared with any. */
    public boolean isAnalysed() {
        return analysis != null;
    }

    /** The longest components' own times in milliseconds, by kind and name; those of one name together. */
    public Map<String, Double> longest(int count) {
        Map<String, Double> times = new LinkedHashMap<>();
        for (Piece piece : components) {
            if (times.size() < count) {
                times.merge(Kind.name(piece.kind) + " " + piece.name, piece.selfNanos / 1e6, Double::sum);
            }
        }
        return times;
    }

    /** When the start began, {@link System#nanoTime}. */
    public long beginNanos() {
        return anchors.beginNanos();
    }

    /** From the process's start to ready; {@link Counters#NOT_MEASURED} if it did not become ready. */
    public long totalNanos() {
        return anchors.sinceBegin(Point.READY);
    }

    /** From the process's start to the first response; {@link Counters#NOT_MEASURED} if there was none. */
    public long firstResponseNanos() {
        return anchors.sinceBegin(Point.FIRST_RESPONSE);
    }

    /** Who said that it was ready. */
    public String readySignal() {
        return anchors.readySignal();
    }

    /** What of the start lies on the critical path and has a name; {@link Counters#NOT_MEASURED} without hooks. */
    public long criticalNanos() {
        if (!hooked) {
            return Counters.NOT_MEASURED;
        }
        long sum = 0;
        for (CriticalPath.Step step : criticalPath) {
            sum += step.piece() == null ? 0 : step.nanos();
        }
        return sum;
    }

    /** What the agent's premain took of the start; {@link Counters#NOT_MEASURED} when attached. */
    public long premainNanos() {
        return anchors.has(Point.PREMAIN_OUT) && anchors.has(Point.PREMAIN)
                ? anchors.get(Point.PREMAIN_OUT) - anchors.get(Point.PREMAIN)
                : Counters.NOT_MEASURED;
    }

    /** The counters at the end of the start, or the last that were read. */
    @Nullable
    Counters last() {
        Counters last = null;
        for (Point point : Point.values()) {
            Counters one = anchors.counters(point);
            last = one == null || (last != null && last.atNanos() - one.atNanos() > 0) ? last : one;
        }
        return last;
    }
}
