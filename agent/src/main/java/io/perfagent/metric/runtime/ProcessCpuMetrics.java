package io.perfagent.metric.runtime;

import com.sun.management.OperatingSystemMXBean;
import io.perfagent.export.metric.MetricWriter;
import io.perfagent.metric.CounterSeries;
import io.perfagent.metric.Observed;
import java.lang.management.ManagementFactory;

/** {@code jvm.cpu.time} and {@code jvm.cpu.recent_utilization}; needs the module jdk.management. */
final class ProcessCpuMetrics implements Observed {
    private static final byte[] NO_ATTRIBUTES = {};
    private static final double NANOS_PER_SECOND = 1e9;

    private final OperatingSystemMXBean system;
    private final boolean delta;
    private final CounterSeries time;

    /** @throws ClassCastException if the VM does not tell the CPU time of its process */
    ProcessCpuMetrics(boolean delta) {
        this.system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        this.delta = delta;
        this.time = new CounterSeries(NO_ATTRIBUTES, delta);
    }

    @Override
    public int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        int points = 0;
        long cpuNanos = system.getProcessCpuTime();
        if (cpuNanos >= 0) {
            out.sum("jvm.cpu.time", "s", "CPU time used by the process as reported by the JVM.", true, delta);
            points += time.write(out, startUnixNanos, nowUnixNanos, cpuNanos / NANOS_PER_SECOND);
        }
        double utilization = system.getProcessCpuLoad();
        // Negative while the VM has nothing to compare with; NaN in some containers.
        if (utilization >= 0) {
            out.gauge(
                    "jvm.cpu.recent_utilization",
                    "1",
                    "Recent CPU utilization for the process as reported by the JVM.");
            out.doublePoint(NO_ATTRIBUTES, 0, 0, nowUnixNanos, utilization);
            points++;
        }
        return points;
    }
}
