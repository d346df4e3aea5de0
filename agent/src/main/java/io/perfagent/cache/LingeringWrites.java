package io.perfagent.cache;

import io.perfagent.cache.tier.PendingWrite;
import io.perfagent.cache.tier.PendingWrites;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Writes whose connection was lost before their reply: the server may still carry them out, and nobody will say when. They
 * stay pending for a while. Safe for all threads.
 */
public final class LingeringWrites {
    /** How long such a write stays pending. */
    public static final long NANOS = 60_000_000_000L;

    /** Beyond these, nothing of the source is served for a minute instead. */
    static final int MAX = 1024;

    private final Source source;
    private final ArrayDeque<One> all = new ArrayDeque<>(); // guarded by itself
    private volatile long nextNanos;
    private volatile boolean any;

    private record One(
            @Nullable PendingWrites writes, @Nullable PendingWrite write, long untilNanos) {
        void end() {
            if (writes != null) {
                writes.settle();
            }
            if (write != null) {
                write.end();
            }
        }
    }

    public LingeringWrites(Source source) {
        this.source = source;
    }

    /** Those of a connection, which has no use for them any more. */
    public void add(PendingWrites writes, long nowNanos) {
        if (!writes.isEmpty()) {
            add(new One(writes, null, nowNanos + NANOS), nowNanos);
        }
    }

    public void add(PendingWrite write, long nowNanos) {
        add(new One(null, write, nowNanos + NANOS), nowNanos);
    }

    private void add(One one, long nowNanos) {
        synchronized (all) {
            if (all.size() == MAX) {
                source.unseen(nowNanos); // nothing is served for a minute
                one.end();
                return;
            }
            if (all.isEmpty()) {
                nextNanos = one.untilNanos;
                any = true;
            }
            all.add(one);
        }
    }

    /** Ends the waiting of those that have waited long enough; to be called now and then. One volatile read if none do. */
    public void settle(long nowNanos) {
        if (!any || nowNanos - nextNanos < 0) {
            return;
        }
        synchronized (all) {
            One first = all.peek();
            while (first != null && nowNanos - first.untilNanos >= 0) {
                first.end();
                all.poll();
                first = all.peek();
            }
            if (first == null) {
                any = false;
            } else {
                nextNanos = first.untilNanos;
            }
        }
    }

    /** Whether any wait; one volatile read. */
    public boolean isEmpty() {
        return !any;
    }
}
