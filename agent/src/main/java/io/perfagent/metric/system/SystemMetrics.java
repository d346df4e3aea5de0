package io.perfagent.metric.system;

import io.perfagent.export.metric.MetricWriter;
import io.perfagent.metric.LongCount;
import io.perfagent.metric.MetricSettings;
import io.perfagent.metric.Observed;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * Metrics of the machine ({@code system.*}) and of the process's control group ({@code container.*},
 * {@code perf_agent.cgroup.*}).
 *
 * <p>On Linux some small files are read at each export, nothing in between; one that is missing, or says what it should
 * not, leaves its metrics out. On other systems there is what the JDK tells. For the export thread only, but for
 * {@link #missing}, {@link #failures} and {@link #devicesLeftOut}.
 *
 * <p>Source: OpenTelemetry semantic conventions, system and container metrics (in development).
 */
public final class SystemMetrics implements Observed {
    static final String SCOPE = "io.perfagent.system";

    private final String scopeVersion;
    private final List<Observed> parts = new ArrayList<>();
    private final List<DeviceCounters> devices = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final LongCount failures = new LongCount();
    private volatile long devicesLeftOut;

    private SystemMetrics(MetricSettings settings) {
        scopeVersion = settings.scopeVersion();
    }

    /**
     * Answers the source to export. Never throws.
     *
     * @param osName the system's name as Java tells it
     */
    public static SystemMetrics start(MetricSettings settings, String osName) {
        if (osName.equals("Linux")) {
            return ofLinux(settings, new File("/"));
        }
        SystemMetrics metrics = new SystemMetrics(settings);
        try {
            metrics.parts.add(new OtherSystemMetrics());
            metrics.missing.add("disks, network and control groups: not on " + osName);
        } catch (Throwable absent) {
            metrics.missing.add("system: " + absent.getClass().getSimpleName());
        }
        return metrics;
    }

    /** @param root what stands for {@code /} */
    static SystemMetrics ofLinux(MetricSettings settings, File root) {
        SystemMetrics metrics = new SystemMetrics(settings);
        KernelFiles files = new KernelFiles(root);
        DiskMetrics disks = new DiskMetrics(files, settings.delta());
        NetworkMetrics network = new NetworkMetrics(files, settings.delta());
        metrics.devices.add(disks.devices);
        metrics.devices.add(network.interfaces);
        metrics.parts.add(new ProcessorMetrics(files, settings.delta()));
        metrics.parts.add(new MachineMemoryMetrics(files));
        metrics.parts.add(disks);
        metrics.parts.add(network);
        metrics.parts.add(new ControlGroupMetrics(files, settings.delta()));
        for (String path : new String[] {"/proc/stat", "/proc/meminfo", "/proc/diskstats", "/proc/net/dev"}) {
            if (!files.file(path).canRead()) {
                metrics.missing.add(path + " cannot be read");
            }
        }
        return metrics;
    }

    @Override
    public int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        out.scope(SCOPE, scopeVersion);
        int before = out.points();
        for (int i = 0; i < parts.size(); i++) {
            try {
                parts.get(i).observe(out, startUnixNanos, nowUnixNanos);
            } catch (Throwable failure) {
                // The others are still right.
                failures.increment();
            }
        }
        long left = 0;
        for (int i = 0; i < devices.size(); i++) {
            left += devices.get(i).leftOut();
        }
        devicesLeftOut = left;
        return out.points() - before;
    }

    /** What cannot be measured here, and why. */
    public List<String> missing() {
        return List.copyOf(missing);
    }

    /** Times that a group of metrics could not be read. */
    public long failures() {
        return failures.sum();
    }

    /** Times that a disk or interface was left out because there were too many. */
    public long devicesLeftOut() {
        return devicesLeftOut;
    }
}
