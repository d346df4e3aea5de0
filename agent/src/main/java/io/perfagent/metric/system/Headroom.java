package io.perfagent.metric.system;

import java.io.File;

/** What the machine and the control group have left, read when it is asked for. Not thread-safe. */
public final class Headroom {
    private final KernelFiles files;
    private final ControlGroup group;
    private final ControlGroupReading reading;

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
            long left = Math.max(0, reading.memoryLimitBytes - reading.memoryUsageBytes);
            return available < 0 ? left : Math.min(left, available);
        }
        return available;
    }

    /** In how many periods the control group was held back so far; -1 if that is not known, or there is no limit. */
    public long throttledPeriods() {
        reading.read(group);
        return reading.throttledPeriods;
    }
}
