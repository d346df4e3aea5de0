package io.perfagent.metric.runtime;

import io.perfagent.export.metric.MetricWriter;
import io.perfagent.metric.CounterSeries;
import io.perfagent.metric.Observed;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;

/** {@code jvm.class.loaded}, {@code jvm.class.unloaded} and {@code jvm.class.count}. */
final class ClassMetrics implements Observed {
    private static final byte[] NO_ATTRIBUTES = {};
    private static final String UNIT = "{class}";

    private final ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    private final boolean delta;
    private final CounterSeries loaded;
    private final CounterSeries unloaded;

    ClassMetrics(boolean delta) {
        this.delta = delta;
        this.loaded = new CounterSeries(NO_ATTRIBUTES, delta);
        this.unloaded = new CounterSeries(NO_ATTRIBUTES, delta);
    }

    @Override
    public int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        out.sum("jvm.class.loaded", UNIT, "Number of classes loaded since JVM start.", true, delta);
        int points = loaded.write(out, startUnixNanos, nowUnixNanos, classes.getTotalLoadedClassCount());
        out.sum("jvm.class.unloaded", UNIT, "Number of classes unloaded since JVM start.", true, delta);
        points += unloaded.write(out, startUnixNanos, nowUnixNanos, classes.getUnloadedClassCount());
        out.sum("jvm.class.count", UNIT, "Number of classes currently loaded.", false, false);
        out.longPoint(NO_ATTRIBUTES, 0, startUnixNanos, nowUnixNanos, classes.getLoadedClassCount());
        return points + 1;
    }
}
