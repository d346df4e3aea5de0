package io.perfagent.metric.runtime;

import io.perfagent.export.metric.MetricWriter;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.metric.Observed;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;

/** {@code jvm.thread.count}: platform threads by state, daemon or not. */
final class ThreadMetrics implements Observed {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    /** By state, daemon threads in the second half. */
    private final byte[][] attributes;

    private final int[] counts;

    ThreadMetrics() {
        Thread.State[] states = Thread.State.values();
        attributes = new byte[2 * states.length][];
        counts = new int[2 * states.length];
        for (int i = 0; i < attributes.length; i++) {
            attributes[i] = new AttributeBytes()
                    .put("jvm.thread.daemon", i >= states.length)
                    .put("jvm.thread.state", states[i % states.length].name().toLowerCase(Locale.ROOT))
                    .toBytes();
        }
    }

    @Override
    public int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        Arrays.fill(counts, 0);
        for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
            // Null for a thread that has ended meanwhile.
            if (info != null) {
                int state = info.getThreadState().ordinal();
                counts[info.isDaemon() ? counts.length / 2 + state : state]++;
            }
        }
        out.sum("jvm.thread.count", "{thread}", "Number of executing platform threads.", false, false);
        int points = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                out.longPoint(attributes[i], attributes[i].length, startUnixNanos, nowUnixNanos, counts[i]);
                points++;
            }
        }
        return points;
    }
}
