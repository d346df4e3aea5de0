package io.perfagent.pool;

import io.perfagent.instrument.family.ConnectionPool;
import io.perfagent.instrument.family.ResourceUse;
import io.perfagent.pool.policy.PoolBounds;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The pools that may be resized, by name; of several with one name the first is. At most {@value #MAX}; more are left alone.
 * Safe for all threads.
 */
public final class SizedPools implements ResourceUse.Of {
    public static final int MAX = 32;

    private final int least;
    private final int most;
    private SizedPool[] pools = {}; // guarded by this

    /**
     * @param least the operator's lower bound for all of them; 0 for their original sizes
     * @param most the operator's upper bound; 0 for twice their original sizes
     */
    public SizedPools(int least, int most) {
        this.least = least;
        this.most = most;
    }

    @Override
    public synchronized @Nullable ResourceUse pool(ConnectionPool pool) {
        SizedPool[] known = all();
        if (known.length == MAX || find(pool.name()) != null) {
            return null;
        }
        SizedPool added = new SizedPool(pool, PoolBounds.of(pool.max(), least, most), System.nanoTime());
        pools = Arrays.copyOf(known, known.length + 1);
        pools[known.length] = added;
        return added;
    }

    /** Those that are there; one that is gone is let go, and with it its library. */
    public synchronized SizedPool[] all() {
        SizedPool[] there = new SizedPool[pools.length];
        int count = 0;
        for (SizedPool pool : pools) {
            if (!pool.isGone()) {
                there[count++] = pool;
            }
        }
        if (count < pools.length) {
            pools = Arrays.copyOf(there, count);
        }
        return pools.clone();
    }

    /** The one of a name that is there, or null. */
    public @Nullable SizedPool find(String name) {
        for (SizedPool pool : all()) {
            if (pool.name().equals(name)) {
                return pool;
            }
        }
        return null;
    }
}
