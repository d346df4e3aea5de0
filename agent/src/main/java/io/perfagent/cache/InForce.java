package io.perfagent.cache;

import io.perfagent.cache.policy.CacheRule;
import io.perfagent.cache.policy.Verification;
import io.perfagent.cache.tier.Shelf;
import org.jspecify.annotations.Nullable;

/** A rule that is in effect for one kind of read: what is kept under it, and what checks have shown. */
final class InForce {
    final CacheRule rule;

    /** Null at level dedupe, which keeps its answers beside the request. */
    final @Nullable Shelf shelf;

    /** Longest time to live now; follows how often answers change. */
    volatile long ttlNanos;

    /** Why nothing is served any more, set the moment that checks have shown too much; null: it is served. */
    volatile @Nullable String suspended;

    /** Checks of hits against the original. */
    final Verification verification = new Verification(); // guarded by itself

    InForce(CacheRule rule, @Nullable Shelf shelf, long ttlNanos) {
        this.rule = rule;
        this.shelf = shelf;
        this.ttlNanos = ttlNanos;
    }
}
