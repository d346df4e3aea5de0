package io.perfagent.start.host;

import io.perfagent.export.Severity;
import io.perfagent.trace.Tracing;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.List;

/** Reads GC and CPU once a second and lets the {@link StressPolicy} switch recording down and up. */
public final class StressWatch {
    private static final double MILLIS_PER_SECOND = 1000;

    private final Tracing tracing;
    private final Said said;
    private final Limits limits;
    private final StressPolicy policy = new StressPolicy();
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private final OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    private int level = StressPolicy.CALM;
    private long lastGcMillis = Machine.pauseMillis(collectors);
    private long lastNanos = System.nanoTime();
    private double lastCpuShare = -1;

    /** Where a change is told: on the console, and as an event. */
    interface Said {
        void say(Severity severity, String event, String line);
    }

    /** Limits that may be in effect. */
    public interface Limits {
        boolean isHolding();
    }

    /** @param limits while they are in effect, calls are recorded whatever comes: who is not known is not held back */
    public StressWatch(Tracing tracing, Said said, Limits limits) {
        this.tracing = tracing;
        this.said = said;
        this.limits = limits;
    }

    public void second(long nowNanos) {
        long gcMillis = Machine.pauseMillis(collectors);
        double seconds = Math.max(1e-3, (nowNanos - lastNanos) / 1e9);
        double gcShare = (gcMillis - lastGcMillis) / MILLIS_PER_SECOND / seconds;
        double cpuShare = Machine.cpuLoad(system);
        lastGcMillis = gcMillis;
        lastNanos = nowNanos;
        lastCpuShare = cpuShare;
        reading(gcShare, cpuShare);
    }

    /** One second's reading, as {@link StressPolicy#step} takes it. */
    void reading(double gcShare, double cpuShare) {
        int wanted = policy.step(gcShare, cpuShare);
        int next = wanted > StressPolicy.NO_SPANS && limits.isHolding() ? StressPolicy.NO_SPANS : wanted;
        if (next != level) {
            level = next;
            tracing.setUnsampled(next >= StressPolicy.NO_SPANS);
            tracing.setPaused(next >= StressPolicy.PAUSED);
            said.say(Severity.WARN, "perf_agent.stress", StressPolicy.say(next, gcShare, cpuShare));
        }
    }

    /** Load of all processors in the last second, 0 to 1; negative if not known. */
    public double cpuShare() {
        return lastCpuShare;
    }

    int level() {
        return level;
    }
}
