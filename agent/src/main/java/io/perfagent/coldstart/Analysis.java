package io.perfagent.coldstart;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.sample.LockWait;
import io.perfagent.coldstart.sample.StackTotals;
import io.perfagent.coldstart.sample.StartSamples;
import io.perfagent.coldstart.sample.StaticInits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an analysed start has measured, joined to its phases, components and critical path. Times by samples are estimates: a
 * sample stands for the time until the next. Pure; made once, then only read.
 */
final class Analysis {
    /** Pieces and waits that are looked into: what is shorter has hardly a sample. */
    private static final long LEAST_NANOS = 20_000_000;

    private static final int MAX_PIECES = 40;

    /**
     * Where something spent its time.
     *
     * @param piece null for a phase
     */
    record Part(String name, @Nullable Piece piece, long nanos, StackTotals totals) {}

    /**
     * A wait that the critical path went through.
     *
     * @param stack what the waiting thread stood in; null if it was not sampled
     */
    record Wait(Piece piece, StackTotals.@Nullable Total stack) {}

    /**
     * A wait for a lock.
     *
     * @param criticalNanos what of it the critical path went through on the thread that waited
     * @param hooked whether it is a piece of the start too
     */
    record Lock(LockWait waited, long criticalNanos, boolean hooked) {}

    final Measured measured;

    /** Whether the critical path is known; if not, the main thread is taken for it. */
    final boolean hooked;

    /** Phases up to ready, by name: what their stretch of the critical path was spent on. */
    final List<Part> phases = new ArrayList<>();

    /** Components on the critical path, the longest first. */
    final List<Part> pieces = new ArrayList<>();

    final List<Wait> waits = new ArrayList<>();
    final List<Lock> locks = new ArrayList<>();

    /** Of all threads; null if not measured. */
    final @Nullable List<StaticInits.Init> staticInits;

    /** Own time of static initialisers that lies on the critical path, by class. */
    final Map<String, Long> criticalInits = new HashMap<>();

    private Analysis(Measured measured, boolean hooked, @Nullable List<StaticInits.Init> staticInits) {
        this.measured = measured;
        this.hooked = hooked;
        this.staticInits = staticInits;
    }

    static Analysis of(StartReport report, Measured measured) {
        StartSamples samples = measured.samples();
        Anchors anchors = report.anchors;
        long end = anchors.has(Point.READY) ? anchors.endNanos() : Long.MAX_VALUE / 2;
        Analysis made = new Analysis(
                measured, report.hooked, samples == null ? null : StaticInits.of(samples, anchors.beginNanos(), end));
        if (samples != null) {
            made.phases(report, samples);
            made.pieces(report, samples);
            made.waits(report, samples);
            made.criticalInits(report, samples);
        }
        made.locks(report);
        return made;
    }

    private void phases(StartReport report, StartSamples samples) {
        for (Phase phase : report.phases) {
            StackTotals totals = new StackTotals();
            long onPath = 0;
            for (CriticalPath.Step step : report.criticalPath) {
                long from = Math.max(step.fromNanos(), phase.startNanos());
                long to = Math.min(step.toNanos(), phase.endNanos());
                if (to - from > 0) {
                    onPath += to - from;
                    samples.each(step.threadId(), from, to, (sample, start, stop) -> totals.add(sample, stop - start));
                }
            }
            if (totals.nanos() > 0) {
                phases.add(new Part(phase.name(), null, onPath, totals));
            }
        }
    }

    private void pieces(StartReport report, StartSamples samples) {
        Map<Piece, StackTotals> byPiece = new IdentityHashMap<>();
        for (CriticalPath.Step step : report.criticalPath) {
            Piece piece = step.piece();
            if (piece != null && piece.criticalNanos >= LEAST_NANOS) {
                StackTotals totals = byPiece.computeIfAbsent(piece, key -> new StackTotals());
                samples.each(
                        step.threadId(),
                        step.fromNanos(),
                        step.toNanos(),
                        (sample, start, stop) -> totals.add(sample, stop - start));
            }
        }
        byPiece.forEach((piece, totals) -> {
            if (totals.nanos() > 0) {
                pieces.add(new Part(Kind.name(piece.kind) + " " + piece.name, piece, piece.criticalNanos, totals));
            }
        });
        pieces.sort(Comparator.comparingLong(Part::nanos).reversed().thenComparing(Part::name));
        while (pieces.size() > MAX_PIECES) {
            pieces.remove(pieces.size() - 1);
        }
    }

    private void waits(StartReport report, StartSamples samples) {
        Map<Piece, Piece> seen = new IdentityHashMap<>();
        for (CriticalPath.Step step : report.criticalPath) {
            Piece piece = step.piece();
            Piece wait = step.via() != null ? step.via() : piece != null && piece.kind == Kind.WAIT ? piece : null;
            if (wait != null && wait.totalNanos() >= LEAST_NANOS && seen.put(wait, wait) == null) {
                StackTotals totals = new StackTotals();
                samples.each(
                        wait.threadId,
                        wait.startNanos,
                        wait.endNanos,
                        (sample, start, stop) -> totals.add(sample, stop - start));
                List<StackTotals.Total> longest = totals.longestWaiting(1);
                waits.add(new Wait(wait, longest.isEmpty() ? null : longest.get(0)));
            }
        }
        waits.sort(
                Comparator.comparingLong((Wait one) -> one.piece().totalNanos()).reversed());
        while (waits.size() > MAX_PIECES) {
            waits.remove(waits.size() - 1);
        }
    }

    private void criticalInits(StartReport report, StartSamples samples) {
        StaticInits inits = new StaticInits();
        for (CriticalPath.Step step : report.criticalPath) {
            samples.each(
                    step.threadId(),
                    step.fromNanos(),
                    step.toNanos(),
                    (sample, start, stop) -> inits.add(sample, step.threadId(), stop - start));
        }
        for (StaticInits.Init one : inits.longest()) {
            criticalInits.put(one.type(), one.selfNanos());
        }
    }

    private void locks(StartReport report) {
        List<LockWait> waited = measured.lockWaits();
        for (LockWait one : waited == null ? List.<LockWait>of() : waited) {
            long end = Math.max(one.untilNanos(), one.fromNanos() + one.waitNanos());
            long start = end - Math.max(one.waitNanos(), one.untilNanos() - one.fromNanos());
            long critical = 0;
            for (CriticalPath.Step step : report.criticalPath) {
                if (step.threadId() == one.waiterId()) {
                    critical += Math.max(0, Math.min(step.toNanos(), end) - Math.max(step.fromNanos(), start));
                }
            }
            Piece piece = report.pieces.at(one.waiterId(), one.fromNanos());
            locks.add(new Lock(one, Math.min(critical, one.waitNanos()), piece != null && piece.kind == Kind.WAIT));
        }
        locks.sort(
                Comparator.comparingLong((Lock one) -> one.waited().waitNanos()).reversed());
    }

    /** What was found of a component, or null. */
    @Nullable
    Part of(Piece piece) {
        for (Part part : pieces) {
            if (part.piece() == piece) {
                return part;
            }
        }
        return null;
    }

    /** Whether code of a class, or of one within it, was seen to run between two moments, on any thread. */
    boolean isSeen(String type, long fromNanos, long toNanos) {
        StartSamples samples = measured.samples();
        boolean[] seen = {samples == null};
        if (samples != null) {
            for (long thread : samples.threads()) {
                samples.each(thread, fromNanos, toNanos, (sample, start, stop) -> {
                    boolean isWithin = sample.fromNanos() - fromNanos >= 0; // and not one before that still stands
                    for (String frame : isWithin ? sample.frames() : List.<String>of()) {
                        seen[0] |= frame.startsWith(type)
                                && frame.length() > type.length()
                                && ".$".indexOf(frame.charAt(type.length())) >= 0;
                    }
                });
            }
        }
        return seen[0];
    }
}
