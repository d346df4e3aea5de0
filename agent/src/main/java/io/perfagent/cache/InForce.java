package io.perfagent.cache;

import io.perfagent.cache.policy.CacheRule;
import io.perfagent.cache.policy.Verification;
import io.perfagent.cache.tier.Entry;
import io.perfagent.cache.tier.Shelf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A rule that is in effect for one kind of read: what is kept under it, and what checks have shown. */
final class InForce {
    private static final int MAX_SUSPECTS = 16;

    /** Twice what a channel promises. */
    private static final long TOLD_NANOS = 8_000_000_000L;

    final CacheRule rule;

    /** Null at level dedupe, which keeps its answers beside the request. */
    final @Nullable Shelf shelf;

    /** Longest time to live now; follows how often answers change. */
    volatile long ttlNanos;

    /** Why nothing is served any more, set the moment that checks have shown too much; null: it is served. */
    volatile @Nullable String suspended;

    /** Checks of hits against the original. */
    final Verification verification = new Verification(); // guarded by itself

    /** Checks that found another answer although nobody had told of a change: it may be on its way. */
    private final ArrayDeque<Suspect> suspects = new ArrayDeque<>(); // guarded by verification

    private record Suspect(Entry entry, long checkedNanos) {}

    InForce(CacheRule rule, @Nullable Shelf shelf, long ttlNanos) {
        this.rule = rule;
        this.shelf = shelf;
        this.ttlNanos = ttlNanos;
    }

    /** A check found another answer: it is to be told of soon. */
    void suspect(Entry entry, long nowNanos) {
        synchronized (verification) {
            if (suspects.size() < MAX_SUSPECTS) {
                suspects.add(new Suspect(entry, nowNanos));
            }
        }
    }

    /** Whether a change that a check has found was not told of in time; with a channel. Once a second. */
    boolean isUntold(long nowNanos) {
        synchronized (verification) {
            Suspect first = suspects.peek();
            while (first != null && nowNanos - first.checkedNanos >= TOLD_NANOS) {
                if (first.entry.isUntouched()) {
                    return true;
                }
                suspects.poll();
                first = suspects.peek();
            }
        }
        return false;
    }
}
