package io.perfagent.profile.jfr;

import io.perfagent.profile.hot.HotPaths;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.jspecify.annotations.Nullable;

/**
 * A running stream of events into {@link HotPaths}. Its events are read on one thread that the JDK starts; {@link #second}
 * and {@link #close} are for one other.
 *
 * <p>What is enabled here is enabled for all other recordings of the JVM too, for as long as this runs.
 */
public final class JfrStream implements AutoCloseable {
    private static final Duration MAX_AGE = Duration.ofMinutes(2);

    private final HotPaths hot;
    private final JfrOptions options;
    private final RecordingStream stream = new RecordingStream();
    private final Map<String, JfrEvents> enabled = new HashMap<>();
    private final EventTimes times = new EventTimes();
    private final FrameNames names = new FrameNames();
    private final FloodGuard floods = new FloodGuard();
    private final SamplePeriods periods;
    private final SampleReader samples;
    private final WaitReader waits;
    private final MachineReader machine;
    private final Consumer<String> said;
    private volatile @Nullable Throwable failure;
    private volatile boolean readSecond;
    private long unreadable;
    private long liveLookedNanos;

    private JfrStream(JfrOptions options, HotPaths hot, Consumer<String> said) {
        this.hot = hot;
        this.options = options;
        this.said = said;
        periods = SamplePeriods.of(stream, options.samplePeriodMillis());
        samples = new SampleReader(hot, times, names, periods, options.cpuTime());
        waits = new WaitReader(hot, times, names);
        machine = new MachineReader(hot, times, names);
    }

    /**
     * Starts one; takes about a second of CPU the first time.
     *
     * @param said told in a line what was switched off or changed while it runs, on the stream's thread
     * @throws RuntimeException if JFR does not start
     * @throws LinkageError if the runtime image has no JFR
     */
    public static JfrStream start(JfrOptions options, HotPaths hot, Consumer<String> said) {
        JfrStream started = new JfrStream(options, hot, said);
        try {
            started.open();
        } catch (RuntimeException | Error e) {
            started.stream.close(); // it records already where only its thread could not be started
            throw e;
        }
        return started;
    }

    private void open() {
        stream.setReuse(true);
        stream.setMaxSize(options.diskBytes());
        stream.setMaxAge(MAX_AGE);
        stream.onError(error -> failure = error);
        for (JfrEvents event : JfrEvents.of(options)) {
            event.enable(stream);
            enabled.put(event.name(), event);
        }
        stream.enable(ClockEvent.class);
        stream.enable("jdk.DataLoss");
        on(ClockEvent.NAME, times::pair);
        on(SamplePeriods.ACTIVE_SETTING, periods::setting);
        on(JfrEvents.EXECUTION_SAMPLE, samples::execution);
        on(JfrEvents.NATIVE_SAMPLE, samples::inNative);
        on(JfrEvents.CPU_TIME_SAMPLE, samples::cpuTime);
        on("jdk.CPUTimeSamplesLost", machine::samplesLost);
        on("jdk.ObjectAllocationSample", samples::allocation);
        on(JfrEvents.OLD_OBJECT_SAMPLE, samples::old);
        on("jdk.JavaMonitorEnter", waits::monitor);
        on("jdk.ThreadPark", waits::park);
        on("jdk.GarbageCollection", machine::collection);
        on("jdk.GCPhasePause", machine::phase);
        on("jdk.GCHeapSummary", machine::heap);
        on("jdk.ExecuteVMOperation", machine::operation);
        on("jdk.SafepointBegin", machine::safepoint);
        on("jdk.FileRead", event -> waits.file(event, "file read", "bytesRead"));
        on("jdk.FileWrite", event -> waits.file(event, "file write", "bytesWritten"));
        on("jdk.SocketRead", event -> waits.socket(event, "socket read", "bytesRead"));
        on("jdk.SocketWrite", event -> waits.socket(event, "socket write", "bytesWritten"));
        on("jdk.ExceptionStatistics", machine::exceptions);
        on("jdk.JavaErrorThrow", machine::error);
        on("jdk.ClassLoadingStatistics", machine::classes);
        on("jdk.ClassLoad", machine::classLoad);
        on("jdk.CompilerStatistics", machine::compilers);
        on("jdk.Compilation", machine::compilation);
        on("jdk.Deoptimization", machine::deoptimisation);
        on("jdk.VirtualThreadPinned", waits::pinned);
        on("jdk.ContainerCPUThrottling", machine::throttling);
        on("jdk.DataLoss", event -> machine.loss());
        stream.onFlush(this::flushed);
        liveLookedNanos = System.nanoTime();
        hot.begin(liveLookedNanos);
        stream.startAsync();
    }

    private void on(String name, Consumer<RecordedEvent> reader) {
        stream.onEvent(name, event -> {
            floods.event(name);
            try {
                reader.accept(event);
            } catch (RuntimeException e) {
                unreadable++; // a field that this JDK has not; the others are still good
            }
        });
    }

    /** All events of about a second are read. */
    private void flushed() {
        samples.flushed();
        names.forgetStacks();
        hot.advance(System.nanoTime());
        if (readSecond) {
            readSecond = false;
            if (JfrEngine.isSampling()) {
                floods.forget(); // a profile is taken that wants more
                return;
            }
            for (JfrEvents event : List.copyOf(enabled.values())) {
                restrain(event);
            }
        }
    }

    private void restrain(JfrEvents event) {
        switch (floods.second(event)) {
            case RAISE_THRESHOLD -> {
                JfrEvents raised = event.raised();
                raised.enable(stream);
                enabled.put(event.name(), raised);
                said.accept(event.name() + " came more than " + FloodGuard.MAX_PER_SECOND
                        + " times a second: only those of " + raised.thresholdMillis() + " ms and more are recorded");
            }
            case SWITCH_OFF -> {
                stream.disable(event.name());
                enabled.remove(event.name());
                said.accept(event.name() + " came more than " + FloodGuard.MAX_PER_SECOND
                        + " times a second: it is not recorded any more");
            }
            default -> {
                return;
            }
        }
    }

    /** Once a second: sets the clocks side by side, and looks at long-lived objects when the heap grows. */
    public void second(long nowNanos) {
        ClockEvent.tick();
        readSecond = true;
        if (options.groups().contains(EventGroup.LIVE)
                && nowNanos - liveLookedNanos >= options.liveIntervalNanos()
                && hot.isGrowing()) {
            liveLookedNanos = nowNanos;
            lookAtLongLived();
        }
    }

    /** Samples of long-lived objects are told when a recording that wants them ends. */
    private static void lookAtLongLived() {
        try (Recording recording = new Recording()) {
            recording.setName("perf-agent: long-lived objects");
            recording.enable(JfrEvents.OLD_OBJECT_SAMPLE).withStackTrace().with("cutoff", "0 ns");
            recording.start();
            recording.stop();
        }
    }

    /** Takes samples without the signal that JFR's samples of CPU time need, for another profiler to have it. */
    public void leaveSignal() {
        samples.leaveSignal();
        for (JfrEvents event : JfrEvents.samples(true, options.samplePeriodMillis())) {
            stream.disable(event.name());
        }
        if (options.groups().contains(EventGroup.CPU)) {
            for (JfrEvents event : JfrEvents.samples(false, options.samplePeriodMillis())) {
                event.enable(stream);
            }
        }
    }

    /** What the stream has stumbled over, or null. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Events that could not be read. */
    public long unreadable() {
        return unreadable;
    }

    @Override
    public void close() {
        stream.close();
    }
}
