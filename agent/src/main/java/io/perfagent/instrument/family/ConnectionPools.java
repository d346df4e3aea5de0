package io.perfagent.instrument.family;

import io.perfagent.export.metric.MetricWriter;
import io.perfagent.metric.DurationMetric;
import io.perfagent.metric.Metrics;
import io.perfagent.metric.Observed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Metrics of all connection pools, {@code db.client.connection.*} (semantic conventions, development; names as
 * OpenTelemetry's agent has them). Bounded; a pool that is closed or collected is forgotten.
 */
public final class ConnectionPools implements Observed {
    private static final int MAX_POOLS = 256;
    private static final double[] BOUNDS = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10};
    private static final String SCOPE = "io.perfagent.connection-pool";

    private final Metrics metrics;
    private final List<ConnectionPool> pools = new CopyOnWriteArrayList<>();
    final DurationMetric waitTime;
    final DurationMetric useTime;
    private boolean registered;
    private final List<ResourceUse.Of> listeners = new ArrayList<>(); // guarded by this

    ConnectionPools(Metrics metrics) {
        this.metrics = metrics;
        waitTime = new DurationMetric(
                SCOPE,
                "db.client.connection.wait_time",
                "The time it took to obtain an open connection from the pool.",
                BOUNDS,
                metrics.settings());
        useTime = new DurationMetric(
                SCOPE,
                "db.client.connection.use_time",
                "The time between borrowing a connection and returning it to the pool.",
                BOUNDS,
                metrics.settings());
    }

    /** Exports a pool's metrics from now on, if there is room. */
    public synchronized void add(ConnectionPool pool) {
        if (!registered) {
            registered = true;
            metrics.add(this);
            metrics.add(waitTime);
            metrics.add(useTime);
        }
        if (pools.size() < MAX_POOLS) {
            pools.add(pool);
            for (ResourceUse.Of listener : listeners) {
                listen(pool, listener);
            }
        }
    }

    /** Lets somebody hear of the waits for each pool, those that are there and those to come; as one of several. */
    public synchronized void listen(ResourceUse.Of listener) {
        listeners.add(listener);
        for (ConnectionPool pool : pools) {
            listen(pool, listener);
        }
    }

    private static void listen(ConnectionPool pool, ResourceUse.Of listener) {
        ResourceUse added = listener.pool(pool);
        if (added != null) {
            ResourceUse[] before = pool.hearing;
            ResourceUse[] more = Arrays.copyOf(before, before.length + 1);
            more[before.length] = added;
            pool.hearing = more;
        }
    }

    private interface Reading {
        int of(ConnectionPool pool);
    }

    @Override
    public int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        for (ConnectionPool pool : pools) {
            if (pool.isGone()) {
                pools.remove(pool);
            }
        }
        if (pools.isEmpty()) {
            return 0;
        }
        out.scope(SCOPE, metrics.settings().scopeVersion());
        out.sum(
                "db.client.connection.count",
                "{connection}",
                "The number of connections that are currently in state described by the state attribute.",
                false,
                false);
        for (ConnectionPool pool : pools) {
            point(out, pool.idleAttributes, startUnixNanos, nowUnixNanos, pool.idle());
            point(out, pool.usedAttributes, startUnixNanos, nowUnixNanos, pool.used());
        }
        int points = 2 * pools.size();
        points += each(
                out,
                startUnixNanos,
                nowUnixNanos,
                ConnectionPool::minIdle,
                "idle.min",
                "{connection}",
                "The minimum number of idle open connections allowed.");
        points += each(
                out,
                startUnixNanos,
                nowUnixNanos,
                ConnectionPool::max,
                "limit",
                "{connection}",
                "The maximum number of open connections allowed.");
        points += each(
                out,
                startUnixNanos,
                nowUnixNanos,
                ConnectionPool::pending,
                "pending_requests",
                "{request}",
                "The number of current pending requests for an open connection.");
        return points + timeouts(out, startUnixNanos, nowUnixNanos);
    }

    private int each(
            MetricWriter out, long start, long now, Reading reading, String name, String unit, String description) {
        out.sum("db.client.connection." + name, unit, description, false, false);
        for (ConnectionPool pool : pools) {
            point(out, pool.attributes, start, now, reading.of(pool));
        }
        return pools.size();
    }

    private int timeouts(MetricWriter out, long start, long now) {
        int points = 0;
        for (ConnectionPool pool : pools) {
            long timeouts = pool.timeouts.sum();
            if (timeouts > 0) {
                if (points++ == 0) {
                    out.sum(
                            "db.client.connection.timeouts",
                            "{timeout}",
                            "The number of connection timeouts that have occurred trying to obtain a connection from"
                                    + " the pool.",
                            true,
                            false);
                }
                point(out, pool.attributes, start, now, timeouts);
            }
        }
        return points;
    }

    private static void point(MetricWriter out, byte[] attributes, long start, long now, long value) {
        out.longPoint(attributes, attributes.length, start, now, value);
    }
}
