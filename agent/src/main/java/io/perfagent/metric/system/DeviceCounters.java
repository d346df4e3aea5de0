package io.perfagent.metric.system;

import io.perfagent.export.metric.MetricWriter;
import io.perfagent.export.proto.AttributeBytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts of each disk or network interface, two for each metric: one per direction.
 *
 * <p>At most {@value #MAX_DEVICES} devices are kept, in the order in which they first did something; those beyond are
 * counted and left out. A device that is gone has no points, and loses its place to a new one when all are taken; should
 * it come back, its counts begin anew. For the export thread only.
 */
final class DeviceCounters {
    static final int MAX_DEVICES = 32;

    private static final int MAX_NAME_CHARS = 64;

    /** What is counted: a metric's name, unit and description. */
    record Metric(String name, String unit, String description, String deviceKey) {}

    private final Metric[] metrics;
    private final String directionKey;
    private final String[] directions;
    private final boolean delta;
    private final List<Device> devices = new ArrayList<>();
    private long leftOut;

    /** One device: the totals as last read, {@link KernelText#NONE} where there is none, and their series. */
    static final class Device {
        final String name;
        final KernelCounter[] series;
        final long[] totals;
        boolean present;

        /** Not met in the reading before. */
        boolean gone;

        Device(String name, int count) {
            this.name = name;
            this.series = new KernelCounter[count];
            this.totals = new long[count];
        }
    }

    DeviceCounters(boolean delta, String directionKey, String[] directions, Metric... metrics) {
        this.delta = delta;
        this.directionKey = directionKey;
        this.directions = directions;
        this.metrics = metrics;
    }

    /** Begins a reading: no device has been met. */
    void begin() {
        for (int i = 0; i < devices.size(); i++) {
            Device device = devices.get(i);
            device.gone = !device.present;
            device.present = false;
        }
    }

    /** The device of the present word, if it is known. */
    @Nullable
    Device find(KernelText text) {
        for (int i = 0; i < devices.size(); i++) {
            if (text.is(devices.get(i).name)) {
                return devices.get(i);
            }
        }
        return null;
    }

    /** Adds a device, or counts it as one too many. */
    @Nullable
    Device add(String name) {
        if (name.length() > MAX_NAME_CHARS || !hasRoom()) {
            leftOut++;
            return null;
        }
        Device device = new Device(name, metrics.length * directions.length);
        for (int metric = 0; metric < metrics.length; metric++) {
            for (int direction = 0; direction < directions.length; direction++) {
                AttributeBytes attributes = new AttributeBytes()
                        .put(metrics[metric].deviceKey(), name)
                        .put(directionKey, directions[direction]);
                device.series[metric * directions.length + direction] = new KernelCounter(attributes, delta, true);
            }
        }
        devices.add(device);
        return device;
    }

    /** Makes room if it must. One that was there in the reading before may yet be met in this one. */
    private boolean hasRoom() {
        for (int i = 0; i < devices.size() && devices.size() >= MAX_DEVICES; i++) {
            if (devices.get(i).gone && !devices.get(i).present) {
                devices.remove(i);
            }
        }
        return devices.size() < MAX_DEVICES;
    }

    void write(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        for (int metric = 0; metric < metrics.length; metric++) {
            Metric one = metrics[metric];
            out.sum(one.name(), one.unit(), one.description(), true, delta);
            for (int i = 0; i < devices.size(); i++) {
                Device device = devices.get(i);
                for (int direction = 0; device.present && direction < directions.length; direction++) {
                    int index = metric * directions.length + direction;
                    device.series[index].write(out, startUnixNanos, nowUnixNanos, device.totals[index]);
                }
            }
        }
    }

    /** Times that a device was met which found no place. */
    long leftOut() {
        return leftOut;
    }
}
