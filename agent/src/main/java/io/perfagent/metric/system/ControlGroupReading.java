package io.perfagent.metric.system;

import java.io.File;
import org.jspecify.annotations.Nullable;

/**
 * One reading of the control group's files, of either version, in the same units; {@link KernelText#NONE} for what is not
 * to be known. Not thread-safe.
 */
final class ControlGroupReading {
    /** Version 1 writes "no limit" as the largest number of whole pages. */
    private static final long V1_UNLIMITED_BYTES = 1L << 62;

    private static final long NANOS_PER_MICRO = 1000;
    static final int SOME = 0;
    static final int FULL = 1;

    /** Processors that the group may use; NaN without a limit. */
    double cpuLimit;

    long cpuNanos;
    long periods;
    long throttledPeriods;
    long throttledNanos;
    long memoryLimitBytes;
    long memoryUsageBytes;

    /** The group that the usage is of, where there is one: the nearest that has memory accounted. */
    @Nullable
    File memoryGroup;

    /** Time for which some, or all, waited for processors and for memory, in microseconds. */
    final long[] cpuPressureMicros = new long[2];

    final long[] memoryPressureMicros = new long[2];
    final long[] ioPressureMicros = new long[2];

    private final KernelFiles files;

    ControlGroupReading(KernelFiles files) {
        this.files = files;
    }

    void read(ControlGroup group) {
        cpuLimit = Double.NaN;
        cpuNanos = KernelText.NONE;
        periods = KernelText.NONE;
        throttledPeriods = KernelText.NONE;
        throttledNanos = KernelText.NONE;
        memoryLimitBytes = KernelText.NONE;
        memoryUsageBytes = KernelText.NONE;
        memoryGroup = null;
        none(cpuPressureMicros);
        none(memoryPressureMicros);
        none(ioPressureMicros);
        File[] unified = group.unified;
        if (unified != null) {
            unified(unified);
        } else {
            separate(group.cpu, group.cpuacct, group.memory);
        }
    }

    private static void none(long[] pressure) {
        pressure[SOME] = KernelText.NONE;
        pressure[FULL] = KernelText.NONE;
    }

    private void unified(File[] groups) {
        if (!limitable(groups)) {
            return; // the root of the machine: all of it, and without limits
        }
        for (File group : groups) {
            limit(cpuMax(files.read(new File(group, "cpu.max"))));
            memoryLimit(files.number(new File(group, "memory.max")));
        }
        File stat = new File(groups[0], "cpu.stat");
        cpuNanos = nanos(files.number(stat, "usage_usec"));
        for (int i = 0; i < groups.length && periods < 0; i++) {
            stat = new File(groups[i], "cpu.stat");
            periods = files.number(stat, "nr_periods");
            throttledPeriods = files.number(stat, "nr_throttled");
            throttledNanos = nanos(files.number(stat, "throttled_usec"));
        }
        for (int i = 0; i < groups.length && memoryUsageBytes < 0; i++) {
            memoryGroup = groups[i];
            memoryUsageBytes = files.number(new File(groups[i], "memory.current"));
        }
        pressure(files.read(new File(groups[0], "cpu.pressure")), cpuPressureMicros);
        pressure(files.read(new File(groups[0], "memory.pressure")), memoryPressureMicros);
        pressure(files.read(new File(groups[0], "io.pressure")), ioPressureMicros);
    }

    /**
     * Whether any group has a controller. That of a container's processes may have none while the container's has: a
     * runtime that gives controllers to groups below has to move the processes out of the one above.
     */
    private static boolean limitable(File[] groups) {
        for (File group : groups) {
            if (new File(group, "cpu.max").exists() || new File(group, "memory.max").exists()) {
                return true;
            }
        }
        return false;
    }

    private void separate(File @Nullable [] cpu, File @Nullable [] cpuacct, File @Nullable [] memory) {
        if (cpu != null) {
            for (File group : cpu) {
                limit(quota(
                        files.number(new File(group, "cpu.cfs_quota_us")),
                        files.number(new File(group, "cpu.cfs_period_us"))));
            }
            File stat = new File(cpu[0], "cpu.stat");
            periods = files.number(stat, "nr_periods");
            throttledPeriods = files.number(stat, "nr_throttled");
            throttledNanos = files.number(stat, "throttled_time");
        }
        // A root without limit is the whole machine, whose use is in the system's metrics.
        if (cpuacct != null && (cpuacct.length > 1 || !Double.isNaN(cpuLimit))) {
            cpuNanos = files.number(new File(cpuacct[0], "cpuacct.usage"));
        }
        if (memory != null) {
            for (File group : memory) {
                memoryLimit(files.number(new File(group, "memory.limit_in_bytes")));
            }
            if (memory.length > 1 || memoryLimitBytes >= 0) {
                memoryGroup = memory[0];
                memoryUsageBytes = files.number(new File(memory[0], "memory.usage_in_bytes"));
            }
        }
    }

    private void limit(double cpus) {
        if (!(cpus >= cpuLimit)) {
            cpuLimit = Double.isNaN(cpus) ? cpuLimit : cpus;
        }
    }

    private void memoryLimit(long bytes) {
        if (bytes >= 0 && bytes < V1_UNLIMITED_BYTES && (memoryLimitBytes < 0 || bytes < memoryLimitBytes)) {
            memoryLimitBytes = bytes;
        }
    }

    private static long nanos(long micros) {
        return micros < 0 || micros > Long.MAX_VALUE / NANOS_PER_MICRO ? KernelText.NONE : micros * NANOS_PER_MICRO;
    }

    /** {@code cpu.max}: quota and period in microseconds, or {@code max}. */
    static double cpuMax(KernelText text) {
        if (!text.line()) {
            return Double.NaN;
        }
        long quota = text.number(1);
        return quota(quota, text.number(1));
    }

    /** Processors; NaN where there is no limit (-1 in version 1, {@code max} in version 2) or no period. */
    private static double quota(long quotaMicros, long periodMicros) {
        return quotaMicros <= 0 || periodMicros <= 0 ? Double.NaN : (double) quotaMicros / periodMicros;
    }

    /** Lines {@code some avg10=.. avg60=.. avg300=.. total=<microseconds>} and {@code full ...}. */
    static void pressure(KernelText text, long[] micros) {
        while (text.line()) {
            if (text.word() && (text.is("some") || text.is("full"))) {
                int kind = text.is("some") ? SOME : FULL;
                while (text.word()) {
                    if (text.startsWith("total=")) {
                        micros[kind] = text.numberAfter("total=");
                    }
                }
            }
        }
    }
}
