package io.perfagent.metric.system;

import io.perfagent.export.metric.MetricWriter;
import io.perfagent.metric.Observed;

/**
 * {@code system.network.io}, {@code packet.count}, {@code packet.dropped} and {@code errors} of each interface that has
 * been used, from {@code /proc/net/dev}; in a container, of its own interfaces.
 */
final class NetworkMetrics implements Observed {
    private static final int RECEIVE = 0;
    private static final int TRANSMIT = 1;
    private static final int IO = 0;
    private static final int PACKETS = 2;
    private static final int ERRORS = 4;
    private static final int DROPPED = 6;

    /** Columns of a direction; the first four are what is exported: bytes, packets, errors, dropped. */
    private static final int COLUMNS = 8;

    private static final int[] METRICS = {IO, PACKETS, ERRORS, DROPPED};

    private final KernelFiles files;
    final DeviceCounters interfaces;
    private final long[] columns = new long[2 * COLUMNS];

    NetworkMetrics(KernelFiles files, boolean delta) {
        this.files = files;
        String name = "network.interface.name";
        interfaces = new DeviceCounters(
                delta,
                "network.io.direction",
                new String[] {"receive", "transmit"},
                new DeviceCounters.Metric(
                        "system.network.io", "By", "The number of bytes transmitted and received.", name),
                new DeviceCounters.Metric(
                        "system.network.packet.count",
                        "{packet}",
                        "The number of packets transferred.",
                        "system.device"),
                new DeviceCounters.Metric(
                        "system.network.errors", "{error}", "Count of network errors detected.", name),
                new DeviceCounters.Metric(
                        "system.network.packet.dropped",
                        "{packet}",
                        "Count of packets that are dropped or discarded even though there was no error.",
                        name));
    }

    @Override
    public int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        int points = out.points();
        read(files.read("/proc/net/dev"));
        interfaces.write(out, startUnixNanos, nowUnixNanos);
        return out.points() - points;
    }

    void read(KernelText text) {
        interfaces.begin();
        text.line(); // two lines of titles
        text.line();
        while (text.line()) {
            if (!text.word()) {
                continue;
            }
            DeviceCounters.Device device = interfaces.find(text);
            String name = device == null ? text.text() : device.name;
            boolean whole = true;
            for (int i = 0; i < columns.length; i++) {
                columns[i] = text.number(1);
                whole &= columns[i] >= 0;
            }
            if (!whole) {
                continue;
            }
            if (device == null && columns[0] + columns[COLUMNS] > 0) {
                device = interfaces.add(name);
            }
            if (device != null) {
                for (int i = 0; i < METRICS.length; i++) {
                    device.totals[METRICS[i] + RECEIVE] = columns[i];
                    device.totals[METRICS[i] + TRANSMIT] = columns[COLUMNS + i];
                }
                device.present = true;
            }
        }
    }
}
