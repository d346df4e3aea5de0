package io.perfagent.coldstart;

import io.perfagent.coldstart.record.StartRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of a start, each within the smallest one of its thread that holds it. What begins and ends on one thread nests;
 * a piece that was still under way at the end is cut there.
 */
final class Pieces {
    /** All, by begin. */
    final List<Piece> all = new ArrayList<>();

    private final Map<Long, List<Piece>> outermost = new HashMap<>();

    /** @param endNanos where the start ended: what begins later is left out */
    static Pieces of(StartRecord[] records, long endNanos) {
        Pieces made = new Pieces();
        for (StartRecord record : records) {
            if (record.startNanos - endNanos < 0 && !hasFailed(record, records)) {
                long end = record.endNanos == 0 || record.endNanos - endNanos > 0 ? endNanos : record.endNanos;
                made.all.add(new Piece(
                        record.kind,
                        record.name,
                        record.subject,
                        record.threadId,
                        record.threadName,
                        record.startNanos,
                        end,
                        record.failed));
            }
        }
        made.nest();
        return made;
    }

    /**
     * Whether it has ended without telling: a constructor that throws cannot, but what called it can. When it ended is not
     * known, so it is left out.
     */
    private static boolean hasFailed(StartRecord open, StartRecord[] records) {
        if (open.endNanos != 0) {
            return false;
        }
        for (StartRecord other : records) {
            if (other.threadId == open.threadId
                    && other.endNanos != 0
                    && other.startNanos - open.startNanos <= 0
                    && other.endNanos - open.startNanos > 0) {
                return true;
            }
        }
        return false;
    }

    private void nest() {
        // The longer of two that begin together holds the other.
        all.sort(Comparator.comparingLong((Piece one) -> one.startNanos)
                .thenComparing(
                        Comparator.comparingLong((Piece one) -> one.endNanos).reversed()));
        Map<Long, Piece> innermost = new HashMap<>();
        for (Piece one : all) {
            Piece parent = innermost.get(one.threadId);
            while (parent != null && parent.endNanos - one.endNanos < 0) {
                parent = parent.parent;
            }
            one.parent = parent;
            one.selfNanos = one.totalNanos();
            if (parent == null) {
                outermost.computeIfAbsent(one.threadId, id -> new ArrayList<>()).add(one);
            } else {
                parent.children.add(one);
                parent.selfNanos -= one.totalNanos();
            }
            innermost.put(one.threadId, one);
        }
    }

    /** The innermost piece that a thread was in at a moment, or null. */
    @Nullable
    Piece at(long threadId, long nanos) {
        List<Piece> level = outermost.get(threadId);
        Piece found = null;
        while (level != null) {
            Piece next = null;
            for (Piece one : level) {
                if (one.startNanos - nanos <= 0 && one.endNanos - nanos > 0) {
                    next = one;
                }
            }
            found = next == null ? found : next;
            level = next == null ? null : next.children;
        }
        return found;
    }

    /** The outermost pieces of a thread, by begin. */
    List<Piece> outermost(long threadId) {
        return outermost.getOrDefault(threadId, List.of());
    }
}
