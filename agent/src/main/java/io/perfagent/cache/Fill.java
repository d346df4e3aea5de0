package io.perfagent.cache;

import io.perfagent.cache.Flights.Flight;
import io.perfagent.cache.policy.AdaptiveTtl;
import io.perfagent.cache.shadow.ShadowSample;
import io.perfagent.cache.tier.CacheKey;
import io.perfagent.cache.tier.Entry;
import io.perfagent.cache.tier.Lease;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A read of the original that is measured, and may be kept. For the one call that began it, which ends it exactly once, on
 * whatever thread; ending it again does nothing.
 */
public final class Fill {
    /** Largest answer that is kept, bytes. */
    public static final int MAX_BYTES = 256 << 10;

    private final ReadKind kind;
    private final CacheKey key;
    private final Lease lease;
    private final int versions;
    private final long since;
    private final int generation;
    private final @Nullable InForce in;
    private final @Nullable Entry previous;
    private final @Nullable ShadowSample shadow;
    private final @Nullable Flight flight;
    private final @Nullable Object request;
    private final AtomicBoolean ended = new AtomicBoolean();
    private long mostNanos = Long.MAX_VALUE;

    /**
     * @param in the rule in effect; null: only the sample is interested
     * @param previous an entry that holds and is being checked, or replaced ahead of its end
     */
    Fill(
            ReadKind kind,
            CacheKey key,
            Lease lease,
            int versions,
            @Nullable InForce in,
            @Nullable Entry previous,
            @Nullable ShadowSample shadow) {
        this.kind = kind;
        this.key = key;
        this.lease = lease;
        this.versions = versions;
        this.in = in;
        this.previous = previous;
        this.shadow = shadow;
        this.since = kind.caches.order.now(key);
        this.generation = kind.generation();
        this.request = in != null && in.shelf == null ? RequestReads.begin() : null;
        Flight made = null;
        if (in != null && in.shelf != null && previous == null) {
            made = new Flight(lease, since, generation);
            made = kind.caches.flights.begin(key, made) ? made : null;
        }
        this.flight = made;
    }

    /**
     * The answer may be kept for so long only, or shorter if that was said before; before {@link #done}.
     *
     * @param nanos since the read began
     */
    public void atMost(long nanos) {
        mostNanos = Math.min(mostNanos, nanos);
    }

    /** When the read began; {@link System#nanoTime}. */
    public long begunNanos() {
        return lease.nanos();
    }

    /** Whether the value is of use; else digest and size are enough, and copying it is waste. */
    public boolean wantsValue() {
        return in != null;
    }

    private boolean end(@Nullable Entry answer) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        if (flight != null) {
            try {
                kind.caches.flights.end(key, flight, answer);
            } catch (Throwable t) {
                ended.set(false); // to be tried again, without an answer
                throw t;
            }
        }
        return true;
    }

    /**
     * The original has answered in full, and the answer was read in full.
     *
     * @param value of JDK types only, never changed afterwards; null if it was not copied or cannot be kept
     * @param bytes what it takes up
     * @param digest of the answer's content: equal for equal answers
     * @param empty whether it says that there is nothing: no row, nil
     * @param endNanos {@link System#nanoTime}
     */
    public void done(@Nullable Object value, int bytes, long digest, boolean empty, long endNanos) {
        long nanos = Math.max(1, endNanos - lease.nanos());
        Entry made = entry(value, bytes, digest, empty, nanos);
        if (!end(made)) {
            return;
        }
        keep(made, digest, endNanos);
        kind.loaded(nanos);
        // One that was overtaken by an own write may be from before or after it: it says nothing of other writers.
        if (shadow != null && lease.holds()) {
            shadow.record(key.sampleHash(), versions, digest, lease.nanos() / 1_000_000, nanos, bytes);
        }
    }

    private void keep(@Nullable Entry made, long digest, long endNanos) {
        if (in == null) {
            kind.observed(key, digest); // a rule may be in effect by now
            return;
        }
        if (in.shelf == null) {
            boolean mayKeep = made != null && lease.holds() && kind.serves(in);
            RequestReads.answered(key, digest, request, mayKeep ? made : null);
            return;
        }
        if (previous != null && previous.isValid(endNanos) && !previous.isRefreshing()) {
            kind.checked(in, previous, previous.digest != digest, endNanos);
        }
        boolean keep = made != null && lease.holds() && kind.serves(in);
        kind.caches.order.answered(in.shelf, key, since, digest, keep ? made : null);
        if (keep && (kind.generation() != generation || !kind.serves(in))) {
            in.shelf.remove(key); // cleared meanwhile
        }
    }

    private @Nullable Entry entry(@Nullable Object value, int bytes, long digest, boolean empty, long nanos) {
        if (in == null || value == null || bytes > MAX_BYTES || (empty && !in.rule.negative())) {
            return null;
        }
        long ttl = AdaptiveTtl.jittered(in.ttlNanos, ThreadLocalRandom.current().nextDouble());
        return new Entry(value, digest, key.variant(), generation, lease, Math.min(ttl, mostNanos), nanos, bytes);
    }

    /**
     * There was an answer, but nothing can be said of it: larger than {@link #MAX_BYTES}, read in part only, with warnings,
     * or the application has cancelled the call. Nothing is kept.
     */
    public void dropped() {
        if (end(null)) {
            kind.observed(key);
        }
    }

    /** The original has failed: there is no answer. What is kept stays, and the failure is the application's. */
    public void failed() {
        end(null);
    }
}
