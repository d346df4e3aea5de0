package io.perfagent.metric.system;

import io.perfagent.export.metric.MetricWriter;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.metric.Observed;
import java.util.Arrays;

/**
 * {@code system.memory.usage} by state, {@code system.memory.limit} and {@code system.memory.linux.available}, from
 * {@code /proc/meminfo}. What the kernel can reclaim of its own objects counts as cached.
 */
final class MachineMemoryMetrics implements Observed {
    private static final byte[] NO_ATTRIBUTES = {};
    private static final long BYTES_PER_KIB = 1024;
    private static final String[] NAMES = {"MemTotal", "MemFree", "Buffers", "Cached", "SReclaimable", "MemAvailable"};
    private static final int TOTAL = 0;
    private static final int FREE = 1;
    private static final int BUFFERS = 2;
    private static final int CACHED = 3;
    private static final int RECLAIMABLE = 4;
    private static final int AVAILABLE = 5;

    private final KernelFiles files;
    private final byte[] used = state("used");
    private final byte[] free = state("free");
    private final byte[] cached = state("cached");
    private final byte[] buffers = state("buffers");
    final long[] bytes = new long[NAMES.length];

    MachineMemoryMetrics(KernelFiles files) {
        this.files = files;
    }

    private static byte[] state(String state) {
        return new AttributeBytes().put("system.memory.state", state).toBytes();
    }

    @Override
    public int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        int points = out.points();
        read(files.read("/proc/meminfo"));
        long allCached = bytes[CACHED] + Math.max(0, bytes[RECLAIMABLE]);
        long allUsed = bytes[TOTAL] - bytes[FREE] - bytes[BUFFERS] - allCached;
        if (bytes[TOTAL] < 0 || bytes[FREE] < 0 || bytes[BUFFERS] < 0 || bytes[CACHED] < 0 || allUsed < 0) {
            return 0;
        }
        out.sum("system.memory.usage", "By", "Reports memory in use by state.", false, false);
        out.longPoint(used, used.length, startUnixNanos, nowUnixNanos, allUsed);
        out.longPoint(free, free.length, startUnixNanos, nowUnixNanos, bytes[FREE]);
        out.longPoint(cached, cached.length, startUnixNanos, nowUnixNanos, allCached);
        out.longPoint(buffers, buffers.length, startUnixNanos, nowUnixNanos, bytes[BUFFERS]);
        out.sum("system.memory.limit", "By", "Total virtual memory available in the system.", false, false);
        out.longPoint(NO_ATTRIBUTES, 0, startUnixNanos, nowUnixNanos, bytes[TOTAL]);
        if (bytes[AVAILABLE] >= 0) {
            out.sum(
                    "system.memory.linux.available",
                    "By",
                    "An estimate of how much memory is available for starting new applications, without causing"
                            + " swapping.",
                    false,
                    false);
            out.longPoint(NO_ATTRIBUTES, 0, startUnixNanos, nowUnixNanos, bytes[AVAILABLE]);
        }
        return out.points() - points;
    }

    /** What can be had without swapping; {@link KernelText#NONE} if that was not read. */
    long available() {
        return bytes[AVAILABLE];
    }

    /** Reads what is there into {@link #bytes}; {@link KernelText#NONE} for what is not. */
    void read(KernelText text) {
        Arrays.fill(bytes, KernelText.NONE);
        while (text.line() && text.word()) {
            for (int i = 0; i < NAMES.length; i++) {
                if (text.is(NAMES[i])) {
                    long kib = text.number(1);
                    bytes[i] = kib < 0 || kib > Long.MAX_VALUE / BYTES_PER_KIB ? KernelText.NONE : kib * BYTES_PER_KIB;
                    break;
                }
            }
        }
    }
}
