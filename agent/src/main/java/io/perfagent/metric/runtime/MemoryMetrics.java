package io.perfagent.metric.runtime;

import io.perfagent.export.metric.MetricWriter;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.metric.Observed;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code jvm.memory.used}, {@code committed}, {@code limit} and {@code used_after_last_gc}, per memory pool. */
final class MemoryMetrics implements Observed {
    private static final long UNDEFINED = -1;

    private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans();
    private final byte[][] attributes = new byte[pools.size()][];

    MemoryMetrics() {
        for (int i = 0; i < attributes.length; i++) {
            MemoryPoolMXBean pool = pools.get(i);
            attributes[i] = new AttributeBytes()
                    .put("jvm.memory.type", pool.getType() == MemoryType.HEAP ? "heap" : "non_heap")
                    .put("jvm.memory.pool.name", pool.getName())
                    .toBytes();
        }
    }

    @Override
    public int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        int n = attributes.length;
        long[] used = new long[n];
        long[] committed = new long[n];
        long[] limit = new long[n];
        long[] usedAfterLastGc = new long[n];
        for (int i = 0; i < n; i++) {
            MemoryUsage usage = pools.get(i).getUsage();
            used[i] = usage == null ? UNDEFINED : usage.getUsed();
            committed[i] = usage == null ? UNDEFINED : usage.getCommitted();
            limit[i] = usage == null ? UNDEFINED : usage.getMax();
            // Null for pools that are not collected.
            @Nullable MemoryUsage collected = pools.get(i).getCollectionUsage();
            usedAfterLastGc[i] = collected == null ? UNDEFINED : collected.getUsed();
        }
        int points = write(out, startUnixNanos, nowUnixNanos, "jvm.memory.used", "Measure of memory used.", used);
        points += write(
                out, startUnixNanos, nowUnixNanos, "jvm.memory.committed", "Measure of memory committed.", committed);
        points += write(
                out, startUnixNanos, nowUnixNanos, "jvm.memory.limit", "Measure of max obtainable memory.", limit);
        points += write(
                out,
                startUnixNanos,
                nowUnixNanos,
                "jvm.memory.used_after_last_gc",
                "Measure of memory used, as measured after the most recent garbage collection event on this pool.",
                usedAfterLastGc);
        return points;
    }

    private int write(
            MetricWriter out,
            long startUnixNanos,
            long nowUnixNanos,
            String name,
            String description,
            long[] valuesBytes) {
        out.sum(name, "By", description, false, false);
        int points = 0;
        for (int i = 0; i < valuesBytes.length; i++) {
            if (valuesBytes[i] != UNDEFINED) {
                out.longPoint(attributes[i], attributes[i].length, startUnixNanos, nowUnixNanos, valuesBytes[i]);
                points++;
            }
        }
        return points;
    }
}
