package io.perfagent.metric.system;

import io.perfagent.export.metric.MetricWriter;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.metric.CounterSeries;

/**
 * One series of a count that the kernel keeps since the machine, or a device, was started: what is exported began with
 * its first reading, as the start of the series says. For the export thread only.
 */
final class KernelCounter {
    private final CounterSeries series;
    private boolean read;
    private double base;
    private double last;

    private final boolean restarts;

    /** @param restarts whether a count that falls is another device's, or one that was started anew; else it stands still */
    KernelCounter(AttributeBytes attributes, boolean delta, boolean restarts) {
        series = new CounterSeries(attributes.toBytes(), delta);
        this.restarts = restarts;
    }

    /**
     * Writes a point of whole numbers to the sum just opened.
     *
     * @param total as the kernel counts; {@link KernelText#NONE}, and so without a point, if it was not to be read
     */
    void write(MetricWriter out, long startUnixNanos, long nowUnixNanos, long total) {
        if (total >= 0) {
            // Exact: counts of a machine stay below 2^53.
            series.write(out, startUnixNanos, nowUnixNanos, (long) since(total));
        }
    }

    /** The same for a total that is not whole, such as seconds. */
    void write(MetricWriter out, long startUnixNanos, long nowUnixNanos, double total) {
        if (total >= 0) {
            series.write(out, startUnixNanos, nowUnixNanos, since(total));
        }
    }

    private double since(double total) {
        if (!read) {
            read = true;
            base = total;
        } else if (total < last && !restarts) {
            return last
                    - base; // the kernel takes some of its waiting time back now and then, until it has gone on as far
        } else if (total < last) {
            base -= last; // so that the sum goes on from what it was, by all that is counted since
        }
        last = total;
        return total - base;
    }
}
