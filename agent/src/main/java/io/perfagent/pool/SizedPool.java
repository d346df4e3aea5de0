package io.perfagent.pool;

import io.perfagent.instrument.family.ConnectionPool;
import io.perfagent.instrument.family.ResourceUse;
import io.perfagent.pool.policy.PoolBounds;
import io.perfagent.pool.policy.PoolSizer;
import io.perfagent.pool.policy.PoolWindow;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A pool of connections that may be given another size, and what was measured of it. Its original size is what it has when it
 * is first seen. As soon as it has a size that neither the application's start nor we have set, it is left alone for good.
 * Safe for all threads.
 */
public final class SizedPool extends ResourceUse {
    private final ConnectionPool pool;
    private final PoolBounds bounds;
    private final int originalMinIdle;
    private final LongAdder borrows = new LongAdder();
    private final LongAdder waitNanos = new LongAdder();
    private final LongAdder uses = new LongAdder();
    private final LongAdder useNanos = new LongAdder();
    private final DoubleAdder useSecondsSquared = new DoubleAdder();
    private final PoolSizer sizer; // guarded by this, as is what follows
    private PoolWindow total = PoolWindow.EMPTY;
    private long lastNanos;
    private int knownMax;
    private int knownMinIdle;
    private boolean resized;
    private boolean holding;
    private boolean adapting;
    private int decided;
    private @Nullable String objection;

    SizedPool(ConnectionPool pool, PoolBounds bounds, long nowNanos) {
        this.pool = pool;
        this.bounds = bounds;
        this.originalMinIdle = pool.minIdle();
        this.sizer = new PoolSizer(bounds);
        this.lastNanos = nowNanos;
        this.knownMax = pool.max();
        this.knownMinIdle = originalMinIdle;
    }

    @Override
    public void waited(long nanos) {
        borrows.increment();
        waitNanos.add(nanos);
    }

    @Override
    public void used(long nanos) {
        uses.increment();
        useNanos.add(nanos);
        double seconds = nanos / 1e9;
        useSecondsSquared.add(seconds * seconds);
    }

    public String name() {
        return pool.name();
    }

    boolean isGone() {
        return pool.isGone();
    }

    /** What the application has set. */
    public int originalSize() {
        return bounds.original();
    }

    public int originalMinIdle() {
        return originalMinIdle;
    }

    public PoolBounds bounds() {
        return bounds;
    }

    /** Why it is left alone for good, or null if it is not. */
    public synchronized @Nullable String objection() {
        return objection;
    }

    /** One step of the policy, each second. The pool is resized if the policy decides; if it refuses, there is an objection. */
    public synchronized void step(long nowNanos) {
        look();
        PoolWindow window = new PoolWindow(
                nowNanos - lastNanos,
                borrows.sumThenReset(),
                waitNanos.sumThenReset() / 1e9,
                uses.sumThenReset(),
                useNanos.sumThenReset() / 1e9,
                useSecondsSquared.sumThenReset());
        lastNanos = nowNanos;
        total = total.and(window);
        sizer.step(window, holding && adapting);
        if (holding && adapting && objection == null) {
            write(sizer.size());
        }
    }

    /** Whether the size is still the one that is known. */
    private void look() {
        int max = pool.max();
        int minIdle = pool.minIdle();
        if (objection == null && !pool.isGone() && (max != knownMax || minIdle != knownMinIdle)) {
            objection = "something else has resized it, to " + max + " (at least " + minIdle
                    + " idle): it is left alone from now on";
        }
    }

    private void write(int size) {
        if (size == knownMax) {
            return;
        }
        // Below its original size the pool closes idle ones only if it may keep fewer than its size.
        int minIdle = size >= bounds.original() ? originalMinIdle : Math.min(originalMinIdle, size - 1);
        resize(size, minIdle);
    }

    private void resize(int size, int minIdle) {
        resized = true;
        int before = knownMax;
        String refusal = null;
        try {
            pool.resize(size, minIdle);
        } catch (RuntimeException e) {
            refusal = e.toString();
        }
        knownMax = pool.max();
        knownMinIdle = pool.minIdle();
        if (refusal == null && !pool.isGone() && (knownMax != size || knownMinIdle != minIdle)) {
            refusal = "it stays at " + knownMax;
        }
        if (refusal != null) {
            objection = "the pool refuses to be resized from " + before + " to " + size + ": " + refusal;
        }
    }

    /**
     * It has another size from now on.
     *
     * @param size at first; within the bounds
     * @throws IllegalStateException if it is left alone, or refuses
     */
    public synchronized void hold(int size) {
        look();
        if (objection == null) {
            holding = true;
            decided = Math.max(bounds.least(), Math.min(bounds.most(), size));
            sizer.adopt(decided);
            write(decided);
        }
        if (objection != null) {
            throw new IllegalStateException(objection);
        }
    }

    /** Whether the policy moves the size while it is held, or it stays as it was decided. */
    public synchronized void adapt(boolean moves) {
        if (moves && !adapting) {
            sizer.adopt(holding ? decided : bounds.original());
        }
        adapting = moves;
    }

    /**
     * It has its original size again, unless something else has given it another one meanwhile. Connections beyond it leave in
     * the pool's own time, or by {@link #evict}.
     *
     * @throws IllegalStateException if it refuses
     */
    public synchronized void release() {
        holding = false;
        boolean ours = pool.max() == knownMax && pool.minIdle() == knownMinIdle;
        if (!ours || !resized || pool.isGone()) {
            return;
        }
        if (knownMax != bounds.original() || knownMinIdle != originalMinIdle) {
            resize(bounds.original(), originalMinIdle);
            if (knownMax != bounds.original() || knownMinIdle != originalMinIdle) {
                throw new IllegalStateException(objection);
            }
        }
    }

    /** Whether it has, or may have, another size than its original one because of us. */
    public synchronized boolean isHolding() {
        return holding;
    }

    /** Connections beyond its size, because it was larger; 0 where something else has resized it. */
    public synchronized int surplus() {
        return resized && objection == null ? Math.max(0, pool.used() + pool.idle() - pool.max()) : 0;
    }

    /** Closes those beyond its size, one by one, for as long as there are any that nobody uses. Blocks: for a thread of its own. */
    public void evict(long waitMillis) {
        for (int left = surplus(); left > 0 && surplus() > 0; left--) {
            if (!pool.evict(waitMillis)) {
                return;
            }
        }
    }

    /** Most connections that it makes now. */
    public int size() {
        return pool.max();
    }

    /** Whether waits stand that more connections may end. */
    public synchronized boolean wantsMore() {
        return objection == null && sizer.wantsMore();
    }

    /** The size that would end them, or be a step on the way there. */
    public synchronized int wanted() {
        return sizer.wanted();
    }

    /** Whether the load's own ups and downs have shown that the database gets slower as more connections are in use. */
    public synchronized boolean isDatabaseTheBottleneck() {
        return sizer.databaseIsTheBottleneck();
    }

    /** How the time in use grows with the number in use, as an exponent; NaN while the load has not shown it. */
    public synchronized double elasticity() {
        return sizer.elasticity();
    }

    /** Why the policy has given it its size; empty before it has. */
    public synchronized String why() {
        return sizer.why();
    }

    /** What was measured last, of a few seconds. */
    public synchronized PoolWindow last() {
        return sizer.last();
    }

    /** All that was measured since it was first seen. */
    public synchronized PoolWindow total() {
        return total;
    }
}
