package io.perfagent.start.host;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.OperatingSystemMXBean;
import java.util.List;

/** What management beans tell of the machine and the JVM, in one way for all who ask. Safe for all threads. */
public final class Machine {
    private Machine() {}

    /** Milliseconds in collections since the start: pauses alone, as what collectors do beside the application takes none of its time. */
    public static long pauseMillis(List<GarbageCollectorMXBean> collectors) {
        long sum = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            String name = collector.getName();
            boolean beside = name.contains("Concurrent") || name.endsWith("Cycles");
            sum += beside ? 0 : Math.max(0, collector.getCollectionTime());
        }
        return sum;
    }

    /** Load of all processors, 0 to 1; negative if not known, as in an image without {@code jdk.management}. */
    public static double cpuLoad(OperatingSystemMXBean system) {
        try {
            return system instanceof com.sun.management.OperatingSystemMXBean
                    ? ((com.sun.management.OperatingSystemMXBean) system).getCpuLoad()
                    : -1;
        } catch (LinkageError e) {
            return -1;
        }
    }

    /** CPU time of the process in nanoseconds; negative if not known, likewise. */
    public static double processCpuNanos(OperatingSystemMXBean system) {
        try {
            return system instanceof com.sun.management.OperatingSystemMXBean
                    ? ((com.sun.management.OperatingSystemMXBean) system).getProcessCpuTime()
                    : -1;
        } catch (LinkageError e) {
            return -1;
        }
    }
}
