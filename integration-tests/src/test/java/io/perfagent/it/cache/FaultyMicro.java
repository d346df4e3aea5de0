package io.perfagent.it.cache;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** A cache with a time to live as one might write it, with one fault of a kind, or none: what the checker must tell apart. */
final class FaultyMicro implements AgedReads.Opens {
    /** What is wrong with it. */
    enum Fault {
        NONE,
        COUNTED_FROM_THE_FILL,
        LENGTHENED_BY_JITTER,
        EXTENDED_BY_REFRESH
    }

    /** What it asks. */
    interface Source {
        long version(int key);
    }

    static final long TTL_NANOS = 100_000_000;

    private static final long LATE_NANOS = 60_000_000;
    private static final int LATE_ONE_IN = 4;

    /** A refresh ahead begins when so much is left. */
    private static final long AHEAD_NANOS = 20_000_000;

    private record Kept(long version, long fromNanos, long ttlNanos) {}

    private final Fault fault;
    private final Source source;
    private final ConcurrentHashMap<Integer, Kept> kept = new ConcurrentHashMap<>();

    FaultyMicro(Fault fault, Source source) {
        this.fault = fault;
        this.source = source;
    }

    @Override
    public AgedReads.Reader open() {
        return new AgedReads.Reader() {
            @Override
            public long version(int key) {
                return read(key);
            }

            @Override
            public void close() {
                // There is nothing to be closed.
            }
        };
    }

    private long read(int key) {
        long now = System.nanoTime();
        Kept known = kept.get(key);
        if (known != null && now - known.fromNanos < known.ttlNanos) {
            if (fault == Fault.EXTENDED_BY_REFRESH && now - known.fromNanos > known.ttlNanos - AHEAD_NANOS) {
                kept.put(
                        key,
                        new Kept(known.version, now, known.ttlNanos)); // until the refresh is back, which it never is
            }
            return known.version;
        }
        long version = source.version(key);
        if (ThreadLocalRandom.current().nextInt(LATE_ONE_IN) == 0) {
            LockSupport.parkNanos(LATE_NANOS); // the answer is on its way
        }
        long from = fault == Fault.COUNTED_FROM_THE_FILL ? System.nanoTime() : now;
        double jitter = ThreadLocalRandom.current().nextDouble() / 4;
        long ttl = (long) (TTL_NANOS * (fault == Fault.LENGTHENED_BY_JITTER ? 1 + jitter : 1 - jitter));
        kept.put(key, new Kept(version, from, ttl));
        return version;
    }
}
