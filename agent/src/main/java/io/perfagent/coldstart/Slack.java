package io.perfagent.coldstart;

import io.perfagent.coldstart.record.Kind;

/** How much later a piece of work could have ended without the start ending later. A pure step over recorded times. */
final class Slack {
    private Slack() {}

    /** 0 for what lies on the critical path. */
    static long of(Piece piece, Pieces pieces, long readyNanos) {
        if (piece.criticalNanos > 0 || hasCriticalChild(piece)) {
            return 0;
        }
        long neededAt = readyNanos;
        Piece task = piece;
        while (task.kind != Kind.TASK && task.parent != null) {
            task = task.parent;
        }
        for (Piece wait : pieces.all) {
            boolean waitsForIt = wait.kind == Kind.WAIT && wait.subject != 0 && wait.subject == task.subject;
            if (waitsForIt && wait.endNanos - piece.endNanos >= 0 && wait.startNanos - neededAt < 0) {
                neededAt = Math.max(wait.startNanos, piece.endNanos);
            }
        }
        return Math.max(0, neededAt - piece.endNanos);
    }

    private static boolean hasCriticalChild(Piece piece) {
        for (Piece child : piece.children) {
            if (child.criticalNanos > 0 || hasCriticalChild(child)) {
                return true;
            }
        }
        return false;
    }
}
