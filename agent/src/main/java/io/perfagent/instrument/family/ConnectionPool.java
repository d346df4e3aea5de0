package io.perfagent.instrument.family;

import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.metric.DurationPoint;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One pool of database connections as its gauges are read; a library's subclass holds the pool itself weakly. Its durations
 * are recorded on the application's threads.
 */
public abstract class ConnectionPool {
    final String name;
    final byte[] attributes;
    final byte[] idleAttributes;
    final byte[] usedAttributes;
    private final DurationPoint waits;
    private final DurationPoint uses;
    final LongAdder timeouts = new LongAdder();

    /** Who wants to hear of waits and uses. */
    volatile ResourceUse[] hearing = {};

    /** Who holds those back that ask for a connection; null: nobody, or not known yet. */
    volatile @Nullable OutboundHost guard;

    volatile boolean isGuardKnown;

    /** The thread of ours that takes connections out of the pool to close them; nobody waits on it. */
    private volatile @Nullable Thread drainer;

    protected ConnectionPool(ConnectionPools pools, String name, DatabaseTarget target) {
        this.name = name;
        attributes = attributes(name, target, "");
        idleAttributes = attributes(name, target, "idle");
        usedAttributes = attributes(name, target, "used");
        waits = pools.waitTime.point(attributes, attributes.length);
        uses = pools.useTime.point(attributes, attributes.length);
    }

    private static byte[] attributes(String name, DatabaseTarget target, String state) {
        AttributeBytes out = new AttributeBytes();
        out.put("db.client.connection.pool.name", name);
        if (!state.isEmpty()) {
            out.put("db.client.connection.state", state);
        }
        target.put(out);
        return out.toBytes();
    }

    public final String name() {
        return name;
    }

    /** Whether the pool has been closed or collected; it is then forgotten. */
    public abstract boolean isGone();

    /** Connections in use. */
    public abstract int used();

    public abstract int idle();

    protected abstract int pending();

    /** Most connections. */
    public abstract int max();

    /** Idle connections that it keeps ready, as far as its size allows. */
    public abstract int minIdle();

    /** Sets both, {@link #max} and {@link #minIdle}; what it throws is the pool's refusal. */
    protected abstract void setSize(int max, int minIdle);

    /**
     * Takes one connection that nobody uses out of the pool and closes it.
     *
     * @param waitMillis for how long to wait for one, above 0
     * @return false if there was none
     */
    protected abstract boolean closeOne(long waitMillis);

    /** Resizes it. Connections beyond the size stay until the pool or {@link #evict} closes them; throws if it refuses. */
    public final void resize(int max, int minIdle) {
        setSize(max, minIdle);
        for (ResourceUse one : hearing) {
            one.resized(max);
        }
    }

    /** As {@link #closeOne}, on a thread of ours: what it waits for is no wait of the application's. */
    public final boolean evict(long waitMillis) {
        drainer = Thread.currentThread();
        try {
            return closeOne(waitMillis);
        } finally {
            drainer = null;
        }
    }

    /** Whether the calling thread is the one of ours that closes connections. */
    public final boolean isDrainer() {
        return drainer == Thread.currentThread();
    }

    /** A connection was handed out after a wait, or not at all. */
    public void waited(long waitNanos, boolean timedOut) {
        if (isDrainer()) {
            return;
        }
        for (ResourceUse one : hearing) {
            one.waited(waitNanos);
        }
        if (timedOut) {
            timeouts.increment();
        } else {
            waits.record(waitNanos, false, 0, 0, 0, 0);
        }
    }

    /** A connection has come back. */
    public void used(long useNanos) {
        for (ResourceUse one : hearing) {
            one.used(useNanos);
        }
        uses.record(useNanos, false, 0, 0, 0, 0);
    }
}
