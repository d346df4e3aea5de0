package io.perfagent.cache;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** What has been counted of one kind of read. Safe for all threads; exact. */
public final class KindCounts {
    final LongAdder reads = new LongAdder();
    final LongAdder hits = new LongAdder();
    final LongAdder joined = new LongAdder();
    final LongAdder misses = new LongAdder();
    final LongAdder verified = new LongAdder();
    final LongAdder stale = new LongAdder();
    final LongAdder loads = new LongAdder();
    final LongAdder loadNanos = new LongAdder();
    final LongAdder savedNanos = new LongAdder();
    private final AtomicLongArray bypasses = new AtomicLongArray(Bypass.values().length);

    KindCounts() {}

    void bypass(Bypass cause) {
        bypasses.incrementAndGet(cause.ordinal());
    }

    /** Reads of all kinds of outcome, those that were refused included. */
    public long reads() {
        return reads.sum();
    }

    /** Answered from memory, those that waited for another's read included. */
    public long hits() {
        return hits.sum();
    }

    public long misses() {
        return misses.sum();
    }

    /** Hits that were asked again to see whether they were right. */
    public long verified() {
        return verified.sum();
    }

    /** Of those, the ones that were not. */
    public long stale() {
        return stale.sum();
    }

    public long bypasses(Bypass cause) {
        return bypasses.get(cause.ordinal());
    }

    /** Bypasses of all causes. */
    public long bypasses() {
        long all = 0;
        for (Bypass cause : Bypass.values()) {
            all += bypasses(cause);
        }
        return all;
    }

    /** What originals took together that were measured. */
    public long loadNanos() {
        return loadNanos.sum();
    }

    /** Originals that were measured. */
    public long loads() {
        return loads.sum();
    }

    /** What the originals of the hits took. */
    public long savedNanos() {
        return savedNanos.sum();
    }
}
