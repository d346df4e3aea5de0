package io.perfagent.cache.tier;

/** A cached answer. Immutable; its value must not be changed by anybody. */
public final class Entry {
    /** As the adapter gave it: types of the JDK only, as a class of a library would keep its loader from unloading. */
    public final Object value;

    /** Of the answer's content. */
    public final long digest;

    final Lease lease;
    final long ttlNanos;
    final long loadNanos;
    final int weight;

    public Entry(Object value, long digest, Lease lease, long ttlNanos, long loadNanos, int weight) {
        this.value = value;
        this.digest = digest;
        this.lease = lease;
        this.ttlNanos = ttlNanos;
        this.loadNanos = loadNanos;
        this.weight = weight;
    }

    /** Nanoseconds since before its read was sent. */
    public long ageNanos(long nowNanos) {
        return nowNanos - lease.nanos();
    }

    /** Whether it may be served: young enough, and nothing it reads was written since. */
    public boolean isValid(long nowNanos) {
        long age = ageNanos(nowNanos);
        return age >= 0 && age < ttlNanos && lease.holds();
    }

    /** What the original call took. */
    public long loadNanos() {
        return loadNanos;
    }
}
