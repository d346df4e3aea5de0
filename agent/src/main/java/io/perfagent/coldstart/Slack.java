package io.perfagent.coldstart;

import io.perfagent.coldstart.record.Kind;
import java.util.ArrayList;
import java.util.List;

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
        List<Piece> releases = releasesAfter(piece, task, pieces);
        for (Piece wait : pieces.all) {
            boolean waitsForIt = wait.kind == Kind.WAIT && wait.subject != 0 && wait.subject == task.subject;
            if (waitsForIt && wait.endNanos - piece.endNanos >= 0 && wait.startNanos - neededAt < 0) {
                neededAt = Math.max(wait.startNanos, piece.endNanos);
            }
            for (Piece release : releases) {
                boolean letGo = wait.kind == Kind.WAIT
                        && wait.subject == release.subject
                        && wait.threadId != release.threadId
                        && wait.startNanos - release.endNanos < 0
                        && wait.endNanos - release.startNanos >= 0;
                long until = piece.endNanos + wait.endNanos - release.startNanos; // a latch may wait for others too
                if (letGo && until - neededAt < 0) {
                    neededAt = until;
                }
            }
        }
        return Math.max(0, neededAt - piece.endNanos);
    }

    /** What the piece's task lets go once the piece has ended: latches it counts down, futures it completes. */
    private static List<Piece> releasesAfter(Piece piece, Piece task, Pieces pieces) {
        List<Piece> found = new ArrayList<>();
        for (Piece one : pieces.all) {
            if (one.kind == Kind.RELEASE
                    && one.subject != 0
                    && one.threadId == piece.threadId
                    && one.startNanos - piece.endNanos >= 0
                    && one.startNanos - task.endNanos <= 0) {
                found.add(one);
            }
        }
        return found;
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
