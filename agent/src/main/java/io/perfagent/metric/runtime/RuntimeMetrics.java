package io.perfagent.metric.runtime;

import io.perfagent.export.metric.MetricWriter;
import io.perfagent.metric.LongCount;
import io.perfagent.metric.MetricSettings;
import io.perfagent.metric.Observed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stable {@code jvm.*} metrics: memory pools, garbage collection, threads, classes and CPU.
 *
 * <p>Starting loads JMX, which takes tens of milliseconds: not before the application is ready. What the running image
 * lacks (the modules {@code java.management} and {@code jdk.management} are optional) is left out and listed by
 * {@link #missing}.
 *
 * <p>Source: OpenTelemetry semantic conventions, runtime metrics of the JVM.
 */
public final class RuntimeMetrics implements Observed, AutoCloseable {
    static final String SCOPE = "io.perfagent.runtime";

    private final String scopeVersion;
    private final List<Observed> parts = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final LongCount failures = new LongCount();
    private volatile @Nullable GarbageCollectionMetrics garbageCollection;

    private RuntimeMetrics(MetricSettings settings) {
        scopeVersion = settings.scopeVersion();
    }

    /** Starts listening to garbage collections and answers the source to export. Never throws. */
    public static RuntimeMetrics start(MetricSettings settings) {
        RuntimeMetrics metrics = new RuntimeMetrics(settings);
        metrics.parts.add(new ProcessorCountMetrics());
        try {
            metrics.parts.add(new MemoryMetrics());
        } catch (Throwable absent) {
            metrics.missing("jvm.memory", absent);
        }
        try {
            metrics.parts.add(new ThreadMetrics());
        } catch (Throwable absent) {
            metrics.missing("jvm.thread", absent);
        }
        try {
            metrics.parts.add(new ClassMetrics(settings.delta()));
        } catch (Throwable absent) {
            metrics.missing("jvm.class", absent);
        }
        try {
            metrics.parts.add(new ProcessCpuMetrics(settings.delta()));
        } catch (Throwable absent) {
            metrics.missing("jvm.cpu", absent);
        }
        try {
            GarbageCollectionMetrics collections = new GarbageCollectionMetrics(settings, metrics.failures);
            metrics.parts.add(collections);
            metrics.garbageCollection = collections;
        } catch (Throwable absent) {
            metrics.missing("jvm.gc", absent);
        }
        return metrics;
    }

    private void missing(String what, Throwable reason) {
        missing.add(what + ": " + reason.getClass().getSimpleName());
    }

    @Override
    public int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        out.scope(SCOPE, scopeVersion);
        int before = out.points();
        for (int i = 0; i < parts.size(); i++) {
            try {
                parts.get(i).observe(out, startUnixNanos, nowUnixNanos);
            } catch (Throwable failure) {
                // One of them may fail in a strange VM; the others are still right.
                failures.increment();
            }
        }
        return out.points() - before;
    }

    /** What cannot be measured in this VM: name prefix and reason. */
    public List<String> missing() {
        return List.copyOf(missing);
    }

    /** Times that a group of metrics or the notification of a collection could not be read. */
    public long failures() {
        return failures.sum();
    }

    /** Stops listening to garbage collections. */
    @Override
    public void close() {
        GarbageCollectionMetrics collections = garbageCollection;
        if (collections != null) {
            collections.close();
        }
    }
}
