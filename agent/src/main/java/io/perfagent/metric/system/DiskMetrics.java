package io.perfagent.metric.system;

import io.perfagent.export.metric.MetricWriter;
import io.perfagent.metric.Observed;
import java.io.File;

/**
 * {@code system.disk.io} and {@code system.disk.operations} of each disk that has been used, from
 * {@code /proc/diskstats}. Partitions are left out: their disk counts them.
 */
final class DiskMetrics implements Observed {
    /** The unit of the file, whatever the disk's own is. */
    private static final long SECTOR_BYTES = 512;

    private static final int READ = 0;
    private static final int WRITE = 1;
    private static final int IO = 0;
    private static final int OPERATIONS = 2;

    private final KernelFiles files;
    private final File disks;
    private final boolean knowsDisks;
    final DeviceCounters devices;

    DiskMetrics(KernelFiles files, boolean delta) {
        this.files = files;
        disks = files.file("/sys/block");
        knowsDisks = disks.isDirectory();
        devices = new DeviceCounters(
                delta,
                "disk.io.direction",
                new String[] {"read", "write"},
                new DeviceCounters.Metric("system.disk.io", "By", "Disk bytes transferred.", "system.device"),
                new DeviceCounters.Metric(
                        "system.disk.operations", "{operation}", "Disk operations count.", "system.device"));
    }

    @Override
    public int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        int points = out.points();
        read(files.read("/proc/diskstats"));
        devices.write(out, startUnixNanos, nowUnixNanos);
        return out.points() - points;
    }

    void read(KernelText text) {
        devices.begin();
        while (text.line()) {
            // major, minor, name; then operations, merged ones, sectors and milliseconds of reads, and of writes
            long major = text.number(1);
            long minor = text.number(1);
            if (major < 0 || minor < 0 || !text.word()) {
                continue;
            }
            DeviceCounters.Device device = devices.find(text);
            String name = device == null ? text.text() : device.name;
            long reads = text.number(1);
            long sectorsRead = text.number(2);
            long writes = text.number(2);
            long sectorsWritten = text.number(2);
            if (reads < 0 || sectorsRead < 0 || writes < 0 || sectorsWritten < 0) {
                continue;
            }
            if (device == null) {
                device = reads + writes == 0 || !isDisk(name) ? null : devices.add(name);
            }
            if (device != null) {
                device.totals[IO + READ] = sectorsRead * SECTOR_BYTES;
                device.totals[IO + WRITE] = sectorsWritten * SECTOR_BYTES;
                device.totals[OPERATIONS + READ] = reads;
                device.totals[OPERATIONS + WRITE] = writes;
                device.present = true;
            }
        }
    }

    private boolean isDisk(String name) {
        return !knowsDisks || new File(disks, name.replace('/', '!')).exists();
    }
}
