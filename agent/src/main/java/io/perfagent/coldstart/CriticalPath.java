package io.perfagent.coldstart;

import io.perfagent.coldstart.record.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the end of a start had to wait for, computed backwards: at each moment the thread that was working; where that thread
 * waited for another one, the other one, from when it let go.
 *
 * <p>Who ended a wait is known where the wait was for a task that a pool has run, or for something that another thread was
 * seen to release. Otherwise it is the thread whose task ended nearest to when the waiter went on, within {@value #RELEASE_NANOS} ns: an inference, and marked as one. A pure
 * step over recorded times.
 */
final class CriticalPath {
    /** A waiter goes on, and who let it go ends its task, this soon after the other. */
    static final long RELEASE_NANOS = 5_000_000;

    private static final int MAX_STEPS = 10_000;

    /** From thread to thread; threads that seem to wait for each other end here. */
    private static final int MAX_HOPS = 64;

    /**
     * A stretch of the path.
     *
     * @param piece what the thread was in, or null
     * @param via the wait through which the path came to this thread, or null on the thread where it ends
     * @param inferred whether it is an inference that this thread ended that wait
     */
    record Step(
            long threadId,
            long fromNanos,
            long toNanos,
            @Nullable Piece piece,
            @Nullable Piece via,
            boolean inferred) {
        long nanos() {
            return toNanos - fromNanos;
        }

        /** What of it the waiting thread has really waited: that had other work before. */
        long awaitedNanos() {
            return via == null
                    ? nanos()
                    : Math.max(0, Math.min(toNanos, via.endNanos) - Math.max(fromNanos, via.startNanos));
        }
    }

    private final Pieces pieces;
    private final List<Step> steps = new ArrayList<>();

    private CriticalPath(Pieces pieces) {
        this.pieces = pieces;
    }

    /**
     * The path, first step first; adds up what of each piece lies on it.
     *
     * @param mainThread on which the start ends
     */
    static List<Step> of(Pieces pieces, long mainThread, long beginNanos, long endNanos) {
        CriticalPath path = new CriticalPath(pieces);
        path.walk(mainThread, beginNanos, endNanos, null, false, 0);
        Collections.reverse(path.steps);
        for (Step step : path.steps) {
            if (step.piece != null) {
                step.piece.criticalNanos += step.nanos();
                step.piece.savedNanos += step.awaitedNanos();
            }
        }
        return path.steps;
    }

    private void walk(long thread, long downToNanos, long fromNanos, @Nullable Piece via, boolean inferred, int hops) {
        long cursor = fromNanos;
        while (cursor - downToNanos > 0 && steps.size() < MAX_STEPS) {
            Piece wait = lastWait(thread, downToNanos, cursor);
            if (wait == null) {
                stretch(thread, downToNanos, cursor, via, inferred);
                return;
            }
            long resumed = Math.min(wait.endNanos, cursor);
            long waitedFrom = Math.max(wait.startNanos, downToNanos);
            stretch(thread, resumed, cursor, via, inferred);
            Releaser by = hops < MAX_HOPS ? releaser(pieces, wait) : null;
            if (by == null) { // nobody we know of: the wait itself is what the start waited for
                stretch(thread, waitedFrom, resumed, via, inferred);
                cursor = waitedFrom;
                continue;
            }
            // What the other thread did before its task was there is not what was waited for.
            long since = Math.min(resumed, Math.max(downToNanos, by.sinceNanos));
            walk(by.threadId, since, resumed, wait, by.inferred, hops + 1);
            cursor = since;
            if (cursor - waitedFrom > 0) {
                stretch(thread, waitedFrom, cursor, via, inferred); // waited before the work had begun
                cursor = waitedFrom;
            }
        }
    }

    /** The last wait of a thread that ended after one moment and began before another, the outermost of nested ones. */
    private @Nullable Piece lastWait(long thread, long afterNanos, long beforeNanos) {
        Piece last = null;
        for (Piece one : pieces.all) {
            if (one.kind == Kind.WAIT
                    && one.threadId == thread
                    && one.startNanos - beforeNanos < 0
                    && one.endNanos - afterNanos > 0
                    && !(one.parent != null && one.parent.kind == Kind.WAIT)) {
                last = one;
            }
        }
        return last;
    }

    /** Which thread ended a wait, and since when it had been at that. */
    record Releaser(long threadId, long sinceNanos, boolean inferred) {}

    /** Who ended a wait, or null if nobody we know of. */
    static @Nullable Releaser releaser(Pieces pieces, Piece wait) {
        Piece known = null;
        Piece released = null;
        Piece nearest = null;
        long nearestApart = Long.MAX_VALUE;
        for (Piece one : pieces.all) {
            boolean elsewhere = one.threadId != wait.threadId
                    && one.endNanos - wait.startNanos > 0
                    && one.startNanos - wait.endNanos < 0;
            boolean sameSubject = wait.subject != 0 && one.subject == wait.subject;
            long apart = Math.abs(wait.endNanos - one.endNanos);
            if (elsewhere && one.kind == Kind.TASK && sameSubject) {
                known = one;
            } else if (elsewhere && one.kind == Kind.RELEASE && sameSubject) {
                released = later(released, one);
            } else if (elsewhere && one.kind == Kind.TASK && apart <= RELEASE_NANOS && apart < nearestApart) {
                nearest = one;
                nearestApart = apart;
            }
        }
        if (known != null) {
            return new Releaser(known.threadId, known.startNanos, false);
        }
        if (released != null) {
            Piece task = released.parent;
            while (task != null && task.kind != Kind.TASK) {
                task = task.parent;
            }
            return new Releaser(released.threadId, task == null ? wait.startNanos : task.startNanos, false);
        }
        return nearest == null ? null : new Releaser(nearest.threadId, nearest.startNanos, true);
    }

    private static Piece later(@Nullable Piece one, Piece other) {
        return one == null || other.endNanos - one.endNanos > 0 ? other : one;
    }

    /** Cuts a stretch of one thread where it went from piece to piece; added last first. */
    private void stretch(long thread, long fromNanos, long toNanos, @Nullable Piece via, boolean inferred) {
        long cursor = toNanos;
        while (cursor - fromNanos > 0 && steps.size() < MAX_STEPS) {
            Piece piece = pieces.at(thread, cursor - 1);
            long start = piece == null ? fromNanos : Math.max(fromNanos, piece.startNanos);
            for (Piece child : piece == null ? pieces.outermost(thread) : piece.children) {
                if (child.endNanos - cursor <= 0 && child.endNanos - start > 0) {
                    start = child.endNanos;
                }
            }
            steps.add(new Step(thread, start, cursor, piece, via, inferred));
            cursor = start;
        }
    }
}
