package io.perfagent.coldstart;

import io.perfagent.coldstart.record.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares the order that phases of components have declared with the one that was seen. One needs another if a component
 * of it has the other's made within it, or waits for the thread that makes it. Pure.
 */
public final class PhaseOrder {
    private static final int MAX_LINES = 50;

    private final List<TargetPhase> phases;
    private final Pieces pieces;
    private final List<String> lines = new ArrayList<>();

    private PhaseOrder(List<TargetPhase> phases, Pieces pieces) {
        this.phases = phases;
        this.pieces = pieces;
    }

    /** A line for each dependency that is not declared, or goes the other way; empty without hooks. */
    public static List<String> check(List<TargetPhase> phases, StartReport report) {
        PhaseOrder order = new PhaseOrder(phases, report.pieces);
        for (TargetPhase phase : phases) {
            if (phase.isOfComponents()) {
                order.check(phase);
            }
        }
        return order.lines;
    }

    private void check(TargetPhase phase) {
        Set<String> declared = declared(phase);
        for (TargetPhase other : phases) {
            if (!other.isOfComponents() || other.name().equals(phase.name()) || lines.size() >= MAX_LINES) {
                continue;
            }
            Piece user = userOf(phase, other);
            if (user != null && !declared.contains(other.name())) {
                boolean reversed = declared(other).contains(phase.name());
                lines.add("start phase '" + phase.name() + "' needs '" + other.name() + "' (" + Kind.name(user.kind)
                        + " " + user.name + " had to wait for it), "
                        + (reversed
                                ? "which is declared to come after it"
                                : "and does not say so: after:" + other.name()));
            } else if (user == null && phase.after().contains(other.name())) {
                tooEarly(phase, other);
            }
        }
    }

    /** All that a phase comes after, and what those come after. */
    private Set<String> declared(TargetPhase phase) {
        Set<String> all = new HashSet<>();
        List<String> open = new ArrayList<>(phase.after());
        while (!open.isEmpty()) {
            String name = open.remove(open.size() - 1);
            for (TargetPhase one : phases) {
                if (one.name().equals(name) && all.add(name)) {
                    open.addAll(one.after());
                }
            }
        }
        return all;
    }

    /** A piece of {@code phase} that has had to wait for one of {@code other}, or null. */
    private @Nullable Piece userOf(TargetPhase phase, TargetPhase other) {
        for (Piece one : pieces.all) {
            if (other.has(one.kind, one.name)) {
                Piece outer = enclosing(one, phase);
                if (outer != null && !other.has(outer.kind, outer.name)) {
                    return outer;
                }
            }
            if (one.kind == Kind.WAIT) {
                Piece waiter = enclosing(one, phase);
                CriticalPath.Releaser by = waiter == null ? null : CriticalPath.releaser(pieces, one);
                if (waiter != null && by != null && !by.inferred() && worked(other, by, one)) {
                    return waiter;
                }
            }
        }
        return null;
    }

    private boolean worked(TargetPhase other, CriticalPath.Releaser by, Piece wait) {
        for (Piece one : pieces.all) {
            if (one.threadId == by.threadId()
                    && other.has(one.kind, one.name)
                    && one.endNanos - by.sinceNanos() > 0
                    && one.startNanos - wait.endNanos < 0) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Piece enclosing(Piece piece, TargetPhase phase) {
        Piece outer = piece.parent;
        while (outer != null && !phase.has(outer.kind, outer.name)) {
            outer = outer.parent;
        }
        return outer;
    }

    private void tooEarly(TargetPhase phase, TargetPhase other) {
        Piece first = null;
        Piece last = null;
        for (Piece one : pieces.all) {
            first = first == null && phase.has(one.kind, one.name) ? one : first;
            boolean later = other.has(one.kind, one.name) && (last == null || one.endNanos - last.endNanos > 0);
            last = later ? one : last;
        }
        if (first != null && last != null && last.endNanos - first.startNanos > 0) {
            lines.add("start phase '" + phase.name() + "' is declared to come after '" + other.name() + "', but "
                    + Kind.name(first.kind) + " " + first.name + " began "
                    + (last.endNanos - first.startNanos) / 1_000_000 + " ms before " + Kind.name(last.kind) + " "
                    + last.name + " had ended");
        }
    }
}
