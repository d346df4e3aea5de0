package io.perfagent.metric.system;

import io.perfagent.export.metric.MetricWriter;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.metric.Observed;

/**
 * The control group that the process runs in, which in a container is the container: {@code container.cpu.time},
 * {@code container.memory.usage}, and as {@code perf_agent.cgroup.*}, for which there is no convention, its limits, how
 * often and how long it was throttled, and how long it waited for processors, memory and disks.
 */
final class ControlGroupMetrics implements Observed {
    private static final byte[] NO_ATTRIBUTES = {};
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MICROS_PER_SECOND = 1e6;

    private final ControlGroup group;
    private final ControlGroupReading now;
    private final boolean delta;
    private final KernelCounter cpuTime;
    private final KernelCounter periods;
    private final KernelCounter throttledPeriods;
    private final KernelCounter throttledTime;
    private final KernelCounter[] cpuPressure;
    private final KernelCounter[] memoryPressure;
    private final KernelCounter[] ioPressure;

    ControlGroupMetrics(KernelFiles files, boolean delta) {
        this.group = ControlGroup.of(files);
        this.now = new ControlGroupReading(files);
        this.delta = delta;
        cpuTime = new KernelCounter(new AttributeBytes(), delta, true);
        periods = new KernelCounter(new AttributeBytes(), delta, true);
        throttledPeriods = new KernelCounter(new AttributeBytes(), delta, true);
        throttledTime = new KernelCounter(new AttributeBytes(), delta, true);
        cpuPressure = pressure("cpu", delta);
        memoryPressure = pressure("memory", delta);
        ioPressure = pressure("io", delta);
    }

    private static KernelCounter[] pressure(String resource, boolean delta) {
        KernelCounter[] counters = new KernelCounter[2];
        counters[ControlGroupReading.SOME] = pressure(resource, "some", delta);
        counters[ControlGroupReading.FULL] = pressure(resource, "full", delta);
        return counters;
    }

    private static KernelCounter pressure(String resource, String stalled, boolean delta) {
        AttributeBytes attributes = new AttributeBytes()
                .put("perf_agent.cgroup.resource", resource)
                .put("perf_agent.cgroup.stalled", stalled);
        return new KernelCounter(attributes, delta, true);
    }

    @Override
    public int observe(MetricWriter out, long start, long time) {
        int points = out.points();
        now.read(group);
        out.sum("container.cpu.time", "s", "Total CPU time consumed.", true, delta);
        cpuTime.write(out, start, time, seconds(now.cpuNanos));
        level(out, "container.memory.usage", "By", "Memory usage of the container.");
        level(out, start, time, now.memoryUsageBytes);
        level(out, "perf_agent.cgroup.cpu.limit", "{cpu}", "Processors that the control group may use.");
        if (!Double.isNaN(now.cpuLimit)) {
            out.doublePoint(NO_ATTRIBUTES, 0, start, time, now.cpuLimit);
        }
        level(out, "perf_agent.cgroup.memory.limit", "By", "Memory that the control group may use.");
        level(out, start, time, now.memoryLimitBytes);
        out.sum(
                "perf_agent.cgroup.cpu.periods",
                "{period}",
                "Periods in which the control group wanted to run and its quota was enforced.",
                true,
                delta);
        periods.write(out, start, time, now.periods);
        out.sum(
                "perf_agent.cgroup.cpu.throttled_periods",
                "{period}",
                "Periods in which the control group had used up its quota.",
                true,
                delta);
        throttledPeriods.write(out, start, time, now.throttledPeriods);
        out.sum(
                "perf_agent.cgroup.cpu.throttled_time",
                "s",
                "Time that the control group's threads, summed over processors, were kept from running.",
                true,
                delta);
        throttledTime.write(out, start, time, seconds(now.throttledNanos));
        out.sum(
                "perf_agent.cgroup.pressure",
                "s",
                "Time for which some, or all, tasks of the control group were stalled for want of a resource.",
                true,
                delta);
        pressure(out, start, time, cpuPressure, now.cpuPressureMicros);
        pressure(out, start, time, memoryPressure, now.memoryPressureMicros);
        pressure(out, start, time, ioPressure, now.ioPressureMicros);
        return out.points() - points;
    }

    private static double seconds(long nanos) {
        return nanos < 0 ? -1 : nanos / NANOS_PER_SECOND;
    }

    /** A sum that goes up and down; the conventions call the memory's a counter, which it is not. */
    private static void level(MetricWriter out, String name, String unit, String description) {
        out.sum(name, unit, description, false, false);
    }

    private static void level(MetricWriter out, long start, long time, long value) {
        if (value >= 0) {
            out.longPoint(NO_ATTRIBUTES, 0, start, time, value);
        }
    }

    private static void pressure(MetricWriter out, long start, long time, KernelCounter[] counters, long[] micros) {
        for (int kind = 0; kind < counters.length; kind++) {
            counters[kind].write(out, start, time, micros[kind] < 0 ? -1 : micros[kind] / MICROS_PER_SECOND);
        }
    }
}
