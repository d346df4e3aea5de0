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

    /** Who wants to hear of waits; null for nobody. */
    volatile @Nullable ResourceUse use;

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

    /** Whether the pool has been closed or collected; it is then forgotten. */
    protected abstract boolean isGone();

    protected abstract int used();

    protected abstract int idle();

    protected abstract int pending();

    protected abstract int max();

    protected abstract int minIdle();

    /** A connection was handed out after a wait, or not at all. */
    public void waited(long waitNanos, boolean timedOut) {
        ResourceUse hearing = use;
        if (hearing != null) {
            hearing.waited(waitNanos);
        }
        if (timedOut) {
            timeouts.increment();
        } else {
            waits.record(waitNanos, false, 0, 0, 0, 0);
        }
    }

    /** A connection has come back. */
    public void used(long useNanos) {
        ResourceUse hearing = use;
        if (hearing != null) {
            hearing.used(useNanos);
        }
        uses.record(useNanos, false, 0, 0, 0, 0);
    }
}
