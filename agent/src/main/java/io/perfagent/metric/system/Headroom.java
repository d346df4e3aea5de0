package io.perfagent.metric.system;

import java.io.File;

/** What the machine and the control group have left, read when it is asked for. Not thread-safe. */
public final class Headroom {
    private final KernelFiles files;
    private final ControlGroup group;
    private final ControlGroupReading reading;
    private long lastPeriods = KernelText.NONE;
    private long lastThrottled = KernelText.NONE;

    public Headroom() {
        this(new File("/"));
    }

    /** @param root what stands for {@code /} */
    Headroom(File root) {
        files = new KernelFiles(root);
        group = ControlGroup.of(files);
        reading = new ControlGroupReading(files);
    }

    /** Memory that can be taken before the machine or the control group is full, in bytes; -1 if that is not known. */
    public long memoryBytes() {
        MachineMemoryMetrics machine = new MachineMemoryMetrics(files);
        machine.read(files.read("/proc/meminfo"));
        long available = machine.available();
        reading.read(group);
        if (reading.memoryLimitBytes >= 0 && reading.memoryUsageBytes >= 0) {
            long used = Math.max(0, reading.memoryUsageBytes - Math.max(0, inactiveFileBytes()));
            long left = Math.max(0, reading.memoryLimitBytes - used);
            return available < 0 ? left : Math.min(left, available);
        }
        return available;
    }

    /** Pages of files that were not used lately: the kernel takes them back before anything else. */
    private long inactiveFileBytes() {
        File memory = reading.memoryGroup;
        return memory == null
                ? 0
                : files.number(
                        new File(memory, "memory.stat"),
                        group.unified == null ? "total_inactive_file" : "inactive_file");
    }

    /** Processors that the process may use: those that the JVM sees, or fewer by the control group's quota. */
    public double processors(int seenByJvm) {
        reading.read(group);
        return Double.isNaN(reading.cpuLimit) ? seenByJvm : Math.min(seenByJvm, reading.cpuLimit);
    }

    /** Share of the control group's periods since the last call in which it was held back; -1 if that is not known. */
    public double throttledShare() {
        reading.read(group);
        long periods = reading.periods - lastPeriods;
        long throttled = reading.throttledPeriods - lastThrottled;
        boolean known = reading.periods >= 0 && lastPeriods >= 0 && periods > 0 && throttled >= 0;
        lastPeriods = reading.periods;
        lastThrottled = reading.throttledPeriods;
        return known ? Math.min(1, (double) throttled / periods) : -1;
    }

    /** In how many periods the control group was held back so far; -1 if that is not known, or there is no limit. */
    public long throttledPeriods() {
        reading.read(group);
        return reading.throttledPeriods;
    }
}
