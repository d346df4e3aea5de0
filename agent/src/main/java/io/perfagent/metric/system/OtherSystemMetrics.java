package io.perfagent.metric.system;

import com.sun.management.OperatingSystemMXBean;
import io.perfagent.export.metric.MetricWriter;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.metric.Observed;
import java.lang.management.ManagementFactory;

/**
 * What the JDK tells of systems other than Linux: {@code system.cpu.utilization} without modes, {@code
 * system.memory.usage} and {@code system.memory.limit}; needs the module jdk.management.
 */
final class OtherSystemMetrics implements Observed {
    private static final byte[] NO_ATTRIBUTES = {};

    private final OperatingSystemMXBean system;
    private final byte[] used =
            new AttributeBytes().put("system.memory.state", "used").toBytes();
    private final byte[] free =
            new AttributeBytes().put("system.memory.state", "free").toBytes();

    /** @throws ClassCastException if the VM does not tell */
    OtherSystemMetrics() {
        system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }

    @Override
    public int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        int points = out.points();
        double load = system.getCpuLoad();
        // Negative while the VM has nothing to compare with.
        if (load >= 0) {
            out.gauge("system.cpu.utilization", "1", "Share of the processors' time in which they were not idle.");
            out.doublePoint(NO_ATTRIBUTES, 0, 0, nowUnixNanos, load);
        }
        long total = system.getTotalMemorySize();
        long notUsed = system.getFreeMemorySize();
        if (total > 0 && notUsed >= 0 && notUsed <= total) {
            out.sum("system.memory.usage", "By", "Reports memory in use by state.", false, false);
            out.longPoint(used, used.length, startUnixNanos, nowUnixNanos, total - notUsed);
            out.longPoint(free, free.length, startUnixNanos, nowUnixNanos, notUsed);
            out.sum("system.memory.limit", "By", "Total virtual memory available in the system.", false, false);
            out.longPoint(NO_ATTRIBUTES, 0, startUnixNanos, nowUnixNanos, total);
        }
        return out.points() - points;
    }
}
