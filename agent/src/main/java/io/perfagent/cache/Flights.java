package io.perfagent.cache;

import io.perfagent.cache.tier.CacheKey;
import io.perfagent.cache.tier.Entry;
import io.perfagent.cache.tier.Lease;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads of originals in progress, which others may wait for instead of sending the same again. Bounded; safe for all threads. */
final class Flights {
    private static final int MAX = 1024;

    /**
     * Nobody waits for longer, whatever the read usually takes. Below a second, the shortest time-out of a statement: one that
     * ran out in here would have cancelled nothing, and the read would be sent without any.
     */
    private static final long MAX_PATIENCE_NANOS = 500_000_000L;

    /** A read that has not ended for so long never will, as far as others are concerned. */
    private static final long LOST_NANOS = 60_000_000_000L;

    private final ConcurrentHashMap<CacheKey, Flight> flights = new ConcurrentHashMap<>();

    /** One read that others may wait for. */
    static final class Flight {
        final Lease lease;
        final long since;
        final int generation;
        private final CountDownLatch landed = new CountDownLatch(1);
        private volatile @Nullable Entry answer;

        Flight(Lease lease, long since, int generation) {
            this.lease = lease;
            this.since = since;
            this.generation = generation;
        }
    }

    /** Lets others wait for this read; false if one is on its way already, or there are too many. */
    boolean begin(CacheKey key, Flight flight) {
        return flights.size() < MAX && flights.putIfAbsent(key, flight) == null;
    }

    /** It has ended: those who wait go on, with its answer or without. */
    void end(CacheKey key, Flight flight, @Nullable Entry answer) {
        flights.remove(key, flight);
        flight.answer = answer;
        flight.landed.countDown();
    }

    /**
     * The answer of a read in progress; null if there is none that the caller may have, or not in time.
     *
     * <p>It may be had only if nothing it reads was marked written since it began, and no other read of its key has been
     * answered since.
     */
    @Nullable
    Entry join(CacheKey key, Order order, int generation, long usualNanos, long nowNanos) {
        Flight flight = flights.get(key);
        if (flight == null
                || usualNanos <= 0
                || nowNanos - flight.lease.nanos() > 2 * usualNanos // it will not land when it should
                || flight.generation != generation
                || flight.since != order.now(key)
                || !flight.lease.holds()
                || isVirtual()) {
            return null;
        }
        try {
            return flight.landed.await(Math.min(usualNanos, MAX_PATIENCE_NANOS), TimeUnit.NANOSECONDS)
                    ? flight.answer
                    : null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** A virtual thread that waits while a driver holds a monitor would keep its carrier from all others. */
    private static boolean isVirtual() {
        return Thread.currentThread().getClass().getName().endsWith("VirtualThread");
    }

    /** Forgets reads whose end was never told. */
    void sweep(long nowNanos) {
        for (Map.Entry<CacheKey, Flight> one : flights.entrySet()) {
            if (nowNanos - one.getValue().lease.nanos() > LOST_NANOS) {
                end(one.getKey(), one.getValue(), null);
            }
        }
    }

    int size() {
        return flights.size();
    }
}
