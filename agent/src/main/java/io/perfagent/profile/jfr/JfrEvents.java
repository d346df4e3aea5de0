package io.perfagent.profile.jfr;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.EventSettings;
import jdk.jfr.consumer.RecordingStream;
import org.jspecify.annotations.Nullable;

/**
 * Which events are recorded, and how seldom.
 *
 * @param thresholdMillis shorter ones are not recorded; 0 for events that have no threshold
 * @param periodMillis of events that are made now and then; 0 for others
 * @param throttle how often, as JFR writes it; null without one
 */
record JfrEvents(
        EventGroup group,
        String name,
        long thresholdMillis,
        long periodMillis,
        @Nullable String throttle,
        boolean stack) {
    static final String EXECUTION_SAMPLE = "jdk.ExecutionSample";
    static final String NATIVE_SAMPLE = "jdk.NativeMethodSample";
    static final String CPU_TIME_SAMPLE = "jdk.CPUTimeSample";
    static final String OLD_OBJECT_SAMPLE = "jdk.OldObjectSample";

    /** Samples of threads in native code, of which most only wait. */
    static final long NATIVE_PERIOD_MILLIS = 100;

    private static final long STATISTICS_MILLIS = 5000;
    private static final long LOCK_MILLIS = 10;

    /** Idle threads of a pool park too, each time for a little. */
    private static final long PARK_MILLIS = 20;

    private static final long SLOW_MILLIS = 20;
    private static final String ALLOCATIONS = "50/s";

    /** Of all threads together, and so of all processors. */
    private static final int CPU_SAMPLES_PER_SECOND = 200;

    private static JfrEvents lasting(EventGroup group, String name, long thresholdMillis, boolean stack) {
        return new JfrEvents(group, name, thresholdMillis, 0, null, stack);
    }

    private static JfrEvents now(EventGroup group, String name) {
        return new JfrEvents(group, name, 0, 0, null, false);
    }

    private static JfrEvents each(EventGroup group, String name, long periodMillis, boolean stack) {
        return new JfrEvents(group, name, 0, periodMillis, null, stack);
    }

    /** Those that are wanted. */
    static List<JfrEvents> of(JfrOptions options) {
        List<JfrEvents> all = new ArrayList<>(samples(options.cpuTime(), options.samplePeriodMillis()));
        all.add(new JfrEvents(EventGroup.ALLOCATION, "jdk.ObjectAllocationSample", 0, 0, ALLOCATIONS, true));
        all.add(lasting(EventGroup.LOCKS, "jdk.JavaMonitorEnter", LOCK_MILLIS, true));
        all.add(lasting(EventGroup.LOCKS, "jdk.ThreadPark", PARK_MILLIS, true));
        all.add(now(EventGroup.GC, "jdk.GarbageCollection"));
        all.add(lasting(EventGroup.GC, "jdk.GCPhasePause", 1, false));
        all.add(now(EventGroup.GC, "jdk.GCHeapSummary"));
        all.add(lasting(EventGroup.SAFEPOINTS, "jdk.ExecuteVMOperation", 1, false));
        all.add(lasting(EventGroup.SAFEPOINTS, "jdk.SafepointBegin", SLOW_MILLIS, false));
        all.add(lasting(EventGroup.IO, "jdk.FileRead", SLOW_MILLIS, true));
        all.add(lasting(EventGroup.IO, "jdk.FileWrite", SLOW_MILLIS, true));
        all.add(lasting(EventGroup.IO, "jdk.SocketRead", SLOW_MILLIS, true));
        all.add(lasting(EventGroup.IO, "jdk.SocketWrite", SLOW_MILLIS, true));
        all.add(each(EventGroup.EXCEPTIONS, "jdk.ExceptionStatistics", STATISTICS_MILLIS, false));
        all.add(now(EventGroup.EXCEPTIONS, "jdk.JavaErrorThrow"));
        all.add(each(EventGroup.CLASSES, "jdk.ClassLoadingStatistics", STATISTICS_MILLIS, false));
        all.add(lasting(EventGroup.CLASSES, "jdk.ClassLoad", SLOW_MILLIS, false));
        all.add(each(EventGroup.COMPILATION, "jdk.CompilerStatistics", STATISTICS_MILLIS, false));
        all.add(lasting(EventGroup.COMPILATION, "jdk.Compilation", 500, false));
        all.add(now(EventGroup.COMPILATION, "jdk.Deoptimization"));
        all.add(lasting(EventGroup.PINNING, "jdk.VirtualThreadPinned", SLOW_MILLIS, true));
        all.add(each(EventGroup.CONTAINER, "jdk.ContainerCPUThrottling", STATISTICS_MILLIS, false));
        all.add(new JfrEvents(EventGroup.LIVE, OLD_OBJECT_SAMPLE, 0, 0, null, true));
        all.removeIf(event -> !options.groups().contains(event.group));
        return all;
    }

    /** Those that samples of CPU time come from. */
    static List<JfrEvents> samples(boolean cpuTime, long wantedMillis) {
        long leastMillis = 1000L * Runtime.getRuntime().availableProcessors() / CPU_SAMPLES_PER_SECOND;
        long periodMillis = cpuTime ? Math.max(wantedMillis, leastMillis) : wantedMillis;
        return cpuTime
                ? List.of(
                        new JfrEvents(EventGroup.CPU, CPU_TIME_SAMPLE, 0, 0, periodMillis + " ms", true),
                        now(EventGroup.CPU, "jdk.CPUTimeSamplesLost"))
                : List.of(
                        each(EventGroup.CPU, EXECUTION_SAMPLE, periodMillis, true),
                        each(EventGroup.CPU, NATIVE_SAMPLE, NATIVE_PERIOD_MILLIS, true));
    }

    /** Whether JFR bounds their number by itself: without them there would be nothing to tell of CPU. */
    boolean isSample() {
        return name.equals(EXECUTION_SAMPLE) || name.equals(NATIVE_SAMPLE) || name.equals(CPU_TIME_SAMPLE);
    }

    boolean hasThreshold() {
        return thresholdMillis > 0;
    }

    void enable(RecordingStream stream) {
        EventSettings settings = stream.enable(name);
        if (hasThreshold()) {
            settings.withThreshold(Duration.ofMillis(thresholdMillis));
        } else if (!name.equals(EXECUTION_SAMPLE) && periodMillis == 0) {
            settings.withoutThreshold();
        }
        if (periodMillis > 0) {
            settings.withPeriod(Duration.ofMillis(periodMillis));
        }
        if (throttle != null) {
            settings.with("throttle", throttle);
        }
        if (name.equals(OLD_OBJECT_SAMPLE)) {
            settings.with("cutoff", "0 ns"); // no search for who holds it: that would stop the application
        }
        if (stack) {
            settings.withStackTrace();
        } else {
            settings.withoutStackTrace();
        }
    }

    /** The same event, of longer ones only. */
    JfrEvents raised() {
        return new JfrEvents(group, name, 4 * thresholdMillis, periodMillis, throttle, stack);
    }
}
