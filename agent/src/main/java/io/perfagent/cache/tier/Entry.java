package io.perfagent.cache.tier;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/** A cached answer. Immutable; its value must not be changed by anybody. */
public final class Entry {
    private static final int OVERHEAD = 160; // the entry, its node, its place in the table

    /** As the adapter gave it: types of the JDK only, as a class of a library would keep its loader from unloading. */
    public final Object value;

    /** Of the answer's content. */
    public final long digest;

    /** Its form: the {@link CacheKey#variant} it was read for. */
    public final int variant;

    /** How often what was kept of its kind had been cleared when its read was sent. */
    public final int generation;

    private static final AtomicIntegerFieldUpdater<Entry> REFRESHING =
            AtomicIntegerFieldUpdater.newUpdater(Entry.class, "refreshing");

    private final Lease lease;
    private final long ttlNanos;
    private final long loadNanos;
    private volatile int refreshing;
    final int weight;

    public Entry(Object value, long digest, Lease lease, long ttlNanos, long loadNanos, int bytes) {
        this(value, digest, 0, 0, lease, ttlNanos, loadNanos, bytes);
    }

    /**
     * @param lease under which it was read; its age counts from there
     * @param loadNanos what the original took
     * @param bytes that the value takes up
     */
    public Entry(
            Object value,
            long digest,
            int variant,
            int generation,
            Lease lease,
            long ttlNanos,
            long loadNanos,
            int bytes) {
        this.value = value;
        this.digest = digest;
        this.variant = variant;
        this.generation = generation;
        this.lease = lease;
        this.ttlNanos = ttlNanos;
        this.loadNanos = loadNanos;
        this.weight = OVERHEAD + lease.weight() + bytes;
    }

    /** Nanoseconds since before its read was sent. */
    public long ageNanos(long nowNanos) {
        return nowNanos - lease.nanos();
    }

    /** Whether it may be served: young enough, and nothing it reads was written since. */
    public boolean isValid(long nowNanos) {
        return ageNanos(nowNanos) >= 0 && isYoung(nowNanos) && lease.holds();
    }

    /** Whether its time to live is not over. */
    public boolean isYoung(long nowNanos) {
        return ageNanos(nowNanos) < ttlNanos;
    }

    /** Whether nothing it reads was written since, as far as anybody has told. */
    public boolean isUntouched() {
        return lease.holds();
    }

    /** What the original call took. */
    public long loadNanos() {
        return loadNanos;
    }

    /**
     * Whether the calling read should ask the original ahead of the end, so that nobody has to wait for it then: one read
     * only, the sooner the dearer the original is (XFetch, Vattani et al., VLDB 2015).
     *
     * @param random above 0, at most 1, evenly distributed
     */
    public boolean claimRefresh(long nowNanos, double random) {
        long left = ttlNanos - ageNanos(nowNanos);
        return refreshing == 0 && left < -Math.log(random) * loadNanos && REFRESHING.compareAndSet(this, 0, 1);
    }

    /** Whether a read has claimed it. */
    public boolean isRefreshing() {
        return refreshing != 0;
    }
}
