package io.perfagent.it.cache;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Judges reads of rows whose version grows with each write: a read is wrong if its version is below the newest whose commit
 * had returned before the read was invoked, or below what its own thread has seen. Thread-safe.
 */
final class Versions {
    private final AtomicLongArray committed;
    private final ThreadLocal<long[]> seen;
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong violations = new AtomicLong();
    private volatile String first = "";

    Versions(int keys) {
        committed = new AtomicLongArray(keys);
        seen = ThreadLocal.withInitial(() -> new long[keys]);
    }

    /** A write's commit has returned. */
    void committed(int key, long version) {
        committed.accumulateAndGet(key, version, Math::max);
    }

    /** What a read that is invoked now must not be older than. */
    long floor(int key) {
        return committed.get(key);
    }

    /** A read has returned. */
    void read(int key, long version, long floor, String how) {
        reads.incrementAndGet();
        long[] mine = seen.get();
        if (version < floor || version < mine[key]) {
            if (violations.getAndIncrement() == 0) {
                first = how + " of key " + key + " gave " + version + ", committed " + floor + ", seen " + mine[key];
            }
        }
        mine[key] = Math.max(mine[key], version);
    }

    long violations() {
        return violations.get();
    }

    @Override
    public String toString() {
        return "reads=" + reads + " violations=" + violations + " " + first;
    }
}
