package io.perfagent.instrument.family;

import io.perfagent.export.metric.MetricWriter;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.metric.DurationMetric;
import io.perfagent.metric.Metrics;
import io.perfagent.metric.Observed;
import io.perfagent.trace.side.SideTable;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of all executors, {@code perf_agent.executor.*}: queue wait, run time and queue length by the name of their
 * threads. At most 256 names, further ones share a point with {@code otel.metric.overflow}; the queues of at most 1024
 * executors are read. A name whose executors have all terminated or been collected is no longer exported. The semantic
 * conventions have no such metrics. Safe for all threads.
 */
public final class ExecutorPools implements Observed {
    private static final String SCOPE = "io.perfagent.executor";
    private static final int MAX_NAMES = 256;
    private static final int MAX_EXECUTORS = 1024;
    private static final double[] BOUNDS = {0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60};

    private final Metrics metrics;
    private final SideTable side;
    private final List<ExecutorPool> executors = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<String, ExecutorGroup> groups = new ConcurrentHashMap<>();
    private @Nullable ExecutorGroup overflow;
    private boolean registered;
    final DurationMetric waitTime;
    final DurationMetric runTime;

    ExecutorPools(Metrics metrics, SideTable side) {
        this.metrics = metrics;
        this.side = side;
        waitTime = new DurationMetric(
                SCOPE,
                "perf_agent.executor.task.wait_time",
                "The time a task waited between being handed to an executor, or being due, and its start.",
                BOUNDS,
                metrics.settings());
        runTime = new DurationMetric(
                SCOPE,
                "perf_agent.executor.task.run_time",
                "The time a thread of an executor was running a task.",
                BOUNDS,
                metrics.settings());
    }

    /** How an executor is measured; null if there is no room to remember it. */
    public @Nullable ExecutorPool of(Object executor) {
        ExecutorPool known = side.find(executor, ExecutorPool.class);
        return known != null ? known : add(executor);
    }

    /** Once for each executor; the lock is ours alone and nothing of the application runs under it. */
    private synchronized @Nullable ExecutorPool add(Object executor) {
        ExecutorPool known = side.find(executor, ExecutorPool.class);
        if (known != null) {
            return known;
        }
        ExecutorPool made = new ExecutorPool(executor, side, this);
        if (!side.add(made)) {
            return null;
        }
        if (made.measured && executors.size() < MAX_EXECUTORS) {
            if (!registered) {
                registered = true;
                metrics.add(this);
                metrics.add(waitTime);
                metrics.add(runTime);
            }
            executors.add(made);
        }
        return made;
    }

    /** The group of an executor, from the name of one of its threads. */
    ExecutorGroup group(String threadName, @Nullable Object executor) {
        String name = ExecutorGroup.nameOf(threadName);
        if (name.isEmpty() && executor != null) {
            name = executor.getClass().getSimpleName(); // threads without a name, such as virtual ones
        }
        ExecutorGroup known = groups.get(name);
        return known != null ? known : addGroup(name);
    }

    private synchronized ExecutorGroup addGroup(String name) {
        ExecutorGroup known = groups.get(name);
        if (known == null && groups.size() < MAX_NAMES) {
            known = new ExecutorGroup(this, new AttributeBytes().put("perf_agent.executor.name", name));
            groups.put(name, known);
        }
        if (known != null) {
            return known;
        }
        ExecutorGroup shared = overflow;
        if (shared == null) {
            shared = new ExecutorGroup(this, new AttributeBytes().put("otel.metric.overflow", true));
            overflow = shared;
        }
        return shared;
    }

    @Override
    public int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        for (ExecutorGroup group : groups.values()) {
            group.queued = 0;
            group.executors = 0;
        }
        for (ExecutorPool executor : executors) {
            ExecutorGroup group = executor.group;
            if (executor.isGone()) {
                executors.remove(executor);
            } else if (group != null) {
                group.queued += executor.queueLength();
                group.executors++;
            }
        }
        out.scope(SCOPE, metrics.settings().scopeVersion());
        out.sum(
                "perf_agent.executor.queue.length",
                "{task}",
                "The number of tasks that wait in the executor's queue.",
                false,
                false);
        int points = 0;
        for (ExecutorGroup group : groups.values()) {
            // What its last tasks left is exported once more before it goes.
            group.readsWithout = group.executors > 0 ? 0 : group.readsWithout + 1;
            group.waits.hide(group.readsWithout > 1);
            group.runs.hide(group.readsWithout > 1);
            if (group.executors > 0) {
                out.longPoint(group.attributes, group.attributes.length, startUnixNanos, nowUnixNanos, group.queued);
                points++;
            }
        }
        return points;
    }
}
