package io.perfagent.coldstart;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of work of a start in its place: within another one of its thread, or outermost there. Times in nanoseconds. */
final class Piece {
    final int kind;
    final String name;
    final int subject;
    final long threadId;
    final String threadName;
    final long startNanos;
    final long endNanos;
    final boolean failed;

    @Nullable
    Piece parent;

    final List<Piece> children = new ArrayList<>();

    /** Its own time: without that of the pieces within it. */
    long selfNanos;

    /** Its own time that lies on the critical path. */
    long criticalNanos;

    /** How much earlier the start would have ended without it, at most: what of that time somebody really waited for. */
    long savedNanos;

    Piece(
            int kind,
            String name,
            int subject,
            long threadId,
            String threadName,
            long startNanos,
            long endNanos,
            boolean failed) {
        this.kind = kind;
        this.name = name;
        this.subject = subject;
        this.threadId = threadId;
        this.threadName = threadName;
        this.startNanos = startNanos;
        this.endNanos = endNanos;
        this.failed = failed;
    }

    long totalNanos() {
        return endNanos - startNanos;
    }

    @Override
    public String toString() {
        return name + " on " + threadName;
    }
}
