package io.perfagent.metric.system;

import io.perfagent.export.metric.MetricWriter;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.metric.Observed;

/**
 * {@code system.cpu.time}, {@code system.cpu.utilization} and {@code system.cpu.logical.count}: all processors of the
 * machine together, by mode, from {@code /proc/stat}.
 */
final class ProcessorMetrics implements Observed {
    private static final byte[] NO_ATTRIBUTES = {};

    /** What the kernel counts by: USER_HZ, 100 on every architecture that has a JVM. */
    private static final double TICKS_PER_SECOND = 100;

    /** In the order of the columns; the sixth and seventh, interrupts of both kinds, are one mode. */
    private static final String[] MODES = {"user", "nice", "system", "idle", "iowait", "interrupt", "steal"};

    private static final int INTERRUPT = 5;
    private static final int COLUMNS = MODES.length + 1;

    private final KernelFiles files;
    private final boolean delta;
    private final KernelCounter[] times = new KernelCounter[MODES.length];
    private final byte[][] attributes = new byte[MODES.length][];
    private final long[] ticks = new long[MODES.length];
    private final long[] before = new long[MODES.length];
    private boolean hasBefore;

    ProcessorMetrics(KernelFiles files, boolean delta) {
        this.files = files;
        this.delta = delta;
        for (int i = 0; i < MODES.length; i++) {
            AttributeBytes mode = new AttributeBytes().put("cpu.mode", MODES[i]);
            attributes[i] = mode.toBytes();
            times[i] = new KernelCounter(mode, delta, false);
        }
    }

    @Override
    public int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        int points = out.points();
        int processors = read(files.read("/proc/stat"));
        if (processors < 0) {
            hasBefore = false;
            return 0;
        }
        out.sum("system.cpu.time", "s", "Seconds each logical CPU spent on each mode.", true, delta);
        for (int i = 0; i < MODES.length; i++) {
            times[i].write(out, startUnixNanos, nowUnixNanos, ticks[i] / TICKS_PER_SECOND);
        }
        utilization(out, nowUnixNanos);
        if (processors > 0) {
            out.sum(
                    "system.cpu.logical.count",
                    "{cpu}",
                    "Reports the number of logical (virtual) processor cores created by the operating system to manage"
                            + " multitasking.",
                    false,
                    false);
            out.longPoint(NO_ATTRIBUTES, 0, startUnixNanos, nowUnixNanos, processors);
        }
        return out.points() - points;
    }

    private void utilization(MetricWriter out, long nowUnixNanos) {
        long all = 0;
        boolean forward = hasBefore;
        for (int i = 0; i < MODES.length; i++) {
            all += ticks[i] - before[i];
            forward &= ticks[i] >= before[i];
        }
        if (forward && all > 0) {
            out.gauge(
                    "system.cpu.utilization",
                    "1",
                    "For each logical CPU, the utilization is calculated as the change in cumulative CPU time (cpu.time)"
                            + " over a measurement interval, divided by the elapsed time.");
            for (int i = 0; i < MODES.length; i++) {
                double share = (double) (ticks[i] - before[i]) / all;
                out.doublePoint(attributes[i], attributes[i].length, 0, nowUnixNanos, share);
            }
        }
        System.arraycopy(ticks, 0, before, 0, ticks.length);
        hasBefore = true;
    }

    /** Reads the ticks and answers the number of processors, 0 if that is not known, or -1 for another text. */
    int read(KernelText text) {
        if (!text.line() || !text.word() || !text.is("cpu")) {
            return -1;
        }
        for (int column = 0, mode = 0; column < COLUMNS; column++) {
            long value = text.number(1);
            if (value < 0) {
                return -1;
            }
            if (column == INTERRUPT + 1) {
                ticks[INTERRUPT] += value;
            } else {
                ticks[mode++] = value;
            }
        }
        int processors = 0;
        while (text.line() && text.word()) {
            if (!text.startsWith("cpu")) {
                return processors;
            }
            processors++;
        }
        return 0; // cut off within the processors
    }
}
