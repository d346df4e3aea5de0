package io.perfagent.profile.jfr;

import io.perfagent.profile.LockClasses;
import io.perfagent.profile.ProfileEvent;
import io.perfagent.profile.ProfileRequest;
import io.perfagent.profile.Refusal;
import io.perfagent.profile.SampleEngine;
import io.perfagent.profile.SampleSink;
import io.perfagent.profile.stack.FrameKind;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingStream;
import org.jspecify.annotations.Nullable;

/**
 * JFR as the engine of a profile: where there is no async-profiler, and for virtual threads, which JFR knows by their own
 * numbers. Events are read on a thread of the JDK's and kept, bounded, until they are asked for.
 */
public final class JfrEngine implements SampleEngine {
    /** What JFR needs to know of where it runs. */
    public interface Place {
        /** Why it cannot run here, or null. */
        @Nullable
        String objection();

        /** Why there is too little room on the disk for it to go on, or null. */
        @Nullable
        String roomLeft();

        /** Between two samples of a thread's time, where nothing else is asked for. */
        long samplePeriodNanos();

        /** Whether CPU is sampled by jdk.CPUTimeSample. */
        boolean cpuTime();

        /** What its files may take, in bytes. */
        long diskBytes();
    }

    private static final String ALLOCATIONS = "300/s";
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);
    private static final Duration MAX_AGE = Duration.ofSeconds(20);
    private static final long END_NANOS = 5_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** More would cost the application more than it tells. */
    private static final long LEAST_PERIOD_MILLIS = 10;

    /** What virtual threads run in. */
    private static final String VIRTUAL = "jdk.internal.vm.Continuation.enter";

    /** Who they are is looked up so often; in between, the operations that they were in are remembered. */
    private static final long LOOK_UP_NANOS = 3_000_000_000L;

    /** How many sessions there are in this process. */
    private static final AtomicInteger SESSIONS = new AtomicInteger();

    private final Place place;
    private @Nullable RecordingStream stream;
    private File directory = new File("");
    private final TakenSamples taken = new TakenSamples();
    private long lookUpNanos;

    // Guarded by this.
    private long readUntilNanos;
    private @Nullable Throwable failure;

    // For the thread of the stream.
    private EventTimes times = new EventTimes();
    private FrameNames names = new FrameNames();
    private ProfileEvent time = ProfileEvent.CPU;
    private boolean clockKnown;
    private boolean cpuTime;

    public JfrEngine(Place place) {
        this.place = place;
    }

    /** Whether one is at work: others who listen get its events too, and more of them than they want. */
    static boolean isSampling() {
        return SESSIONS.get() > 0;
    }

    @Override
    public void prepare() throws Refusal {
        String objection = place.objection();
        if (objection != null) {
            throw new Refusal("JFR cannot run here: " + objection);
        }
    }

    /** JFR samples all who ask at the shortest time that one of them wants, so that is to be the same. */
    @Override
    public ProfileRequest refined(ProfileRequest asked) {
        long wanted = asked.intervalNanos() > 0 ? asked.intervalNanos() : place.samplePeriodNanos();
        return asked.withInterval(Math.max(LEAST_PERIOD_MILLIS, wanted / NANOS_PER_MILLI) * NANOS_PER_MILLI);
    }

    @Override
    public @Nullable String objection() {
        return place.roomLeft();
    }

    @Override
    public void start(ProfileRequest request, File file) throws Refusal {
        if (!request.isForJfr()) {
            throw new Refusal("the JFR engine samples cpu, alloc and lock, and hands out no recording (jcmd does):"
                    + " leave out the rest, or take async-profiler");
        }
        taken.begin();
        synchronized (this) {
            readUntilNanos = Long.MIN_VALUE;
            failure = null;
        }
        times = new EventTimes();
        names = new FrameNames();
        clockKnown = false;
        cpuTime = place.cpuTime();
        time = request.events().contains(ProfileEvent.CTIMER) ? ProfileEvent.CTIMER : ProfileEvent.CPU;
        directory = file.getAbsoluteFile().getParentFile();
        lookUpNanos = System.nanoTime() + LOOK_UP_NANOS;
        RecordingStream started = new RecordingStream();
        try {
            open(started, request);
            started.startAsync();
        } catch (RuntimeException e) {
            started.close();
            throw new Refusal("JFR did not start: " + e);
        } catch (Error e) {
            started.close(); // it records already where only its thread could not be started
            throw e;
        }
        stream = started;
        SESSIONS.incrementAndGet();
        ClockEvent.tick();
    }

    private void open(RecordingStream opened, ProfileRequest request) {
        opened.setReuse(true);
        opened.setMaxSize(place.diskBytes());
        opened.setMaxAge(MAX_AGE);
        opened.onError(this::failed);
        opened.enable(ClockEvent.class);
        opened.onEvent(ClockEvent.NAME, this::clock);
        opened.onFlush(() -> names.forgetStacks());
        for (ProfileEvent event : request.events()) {
            switch (event) {
                case CPU, CTIMER ->
                    cpu(opened, Math.max(LEAST_PERIOD_MILLIS, request.interval(event) / NANOS_PER_MILLI));
                case ALLOC -> allocation(opened);
                case LOCK -> locks(opened, request);
                case WALL, LIVE, NATIVEMEM -> throw new IllegalArgumentException(event.key());
            }
        }
    }

    /** A stream is handed what other recordings ask for too: one kind of samples counts. */
    private void cpu(RecordingStream opened, long periodMillis) {
        for (JfrEvents event : JfrEvents.samples(cpuTime, periodMillis)) {
            event.enable(opened);
        }
        if (cpuTime) {
            on(opened, JfrEvents.CPU_TIME_SAMPLE, event -> {
                if (!event.getBoolean("failed")) {
                    long nanos = event.getDuration("samplingPeriod").toNanos();
                    add(event, time, event.getThread(), names.frames(event.getStackTrace()), nanos);
                }
            });
            return;
        }
        SamplePeriods periods = SamplePeriods.of(opened, periodMillis);
        on(opened, SamplePeriods.ACTIVE_SETTING, periods::setting);
        on(opened, JfrEvents.EXECUTION_SAMPLE, event -> {
            RecordedThread thread = event.getThread("sampledThread");
            add(event, time, thread, names.frames(event.getStackTrace()), periods.javaNanos());
        });
        on(opened, JfrEvents.NATIVE_SAMPLE, event -> {
            List<String> frames = names.frames(event.getStackTrace());
            if (SampleReader.isWork(frames)) {
                add(event, time, event.getThread("sampledThread"), frames, periods.nativeNanos());
            }
        });
    }

    private void allocation(RecordingStream opened) {
        opened.enable("jdk.ObjectAllocationSample")
                .with("throttle", ALLOCATIONS)
                .withStackTrace();
        on(opened, "jdk.ObjectAllocationSample", event -> {
            String type = FrameKind.TYPE.frame(names.name(event.getClass("objectClass")));
            add(event, ProfileEvent.ALLOC, event.getThread(), with(event, type), event.getLong("weight"));
        });
    }

    private void locks(RecordingStream opened, ProfileRequest request) {
        Duration asked = Duration.ofNanos(request.lockNanos());
        Duration threshold = asked.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : asked;
        opened.enable("jdk.JavaMonitorEnter").withThreshold(threshold).withStackTrace();
        opened.enable("jdk.ThreadPark").withThreshold(threshold).withStackTrace();
        on(opened, "jdk.JavaMonitorEnter", event -> {
            String type = FrameKind.TYPE.frame(names.name(event.getClass("monitorClass")));
            long nanos = event.getDuration().toNanos();
            add(event, ProfileEvent.LOCK, event.getThread(), with(event, type), nanos);
        });
        on(opened, "jdk.ThreadPark", event -> {
            String lock = event.getClass("parkedClass") == null
                    ? null
                    : LockClasses.lock(names.name(event.getClass("parkedClass")));
            if (lock != null) {
                List<String> frames = with(event, FrameKind.TYPE.frame(lock));
                add(
                        event,
                        ProfileEvent.LOCK,
                        event.getThread(),
                        frames,
                        event.getDuration().toNanos());
            }
        });
    }

    private List<String> with(RecordedEvent event, String last) {
        List<String> stack = names.frames(event.getStackTrace());
        List<String> frames = new ArrayList<>(stack.size() + 1);
        frames.addAll(stack);
        frames.add(last);
        return frames;
    }

    private void on(RecordingStream opened, String name, Consumer<RecordedEvent> reader) {
        opened.onEvent(name, event -> {
            try {
                reader.accept(event);
            } catch (RuntimeException e) {
                failed(e);
            }
        });
    }

    private synchronized void failed(Throwable problem) {
        failure = problem;
    }

    private void clock(RecordedEvent event) {
        times.pair(event);
        clockKnown = true;
        synchronized (this) {
            readUntilNanos = event.getLong("nanoTime");
            notifyAll();
        }
    }

    private void add(
            RecordedEvent event, ProfileEvent kind, @Nullable RecordedThread thread, List<String> frames, long value) {
        if (!clockKnown || EventTimes.isOurs(thread) || frames.isEmpty()) {
            return;
        }
        TakenSamples.Taken one = new TakenSamples.Taken(
                kind, Math.max(0, EventTimes.threadId(thread)), times.nanoTime(event), frames, value);
        if (thread == null && (frames.contains(VIRTUAL) || frames.get(0).equals(FrameNames.TRUNCATED))) {
            taken.addLate(LateThreads.type(event), EventTimes.nanos(event.getStartTime()), one);
        } else {
            taken.add(one);
        }
    }

    @Override
    public void slice(SampleSink sink) {
        ClockEvent.tick();
        RecordingStream running = stream;
        long now = System.nanoTime();
        if (running != null && now - lookUpNanos >= 0) {
            lookUp(running, sink);
            lookUpNanos = System.nanoTime() + LOOK_UP_NANOS;
        }
        taken.tell(sink);
    }

    private void lookUp(RecordingStream running, SampleSink sink) {
        if (place.roomLeft() != null) {
            return; // it would write more
        }
        try {
            taken.lookUp(running, directory, sink);
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    @Override
    public void stop(SampleSink sink) {
        RecordingStream running = stream;
        if (running == null) {
            return;
        }
        stream = null;
        SESSIONS.decrementAndGet();
        try {
            awaitReadUntil(System.nanoTime());
            lookUp(running, sink);
        } finally {
            running.close();
        }
        taken.tellRest(sink);
    }

    /** Events come in the order of their times, once a second. */
    private void awaitReadUntil(long nanos) {
        ClockEvent.tick();
        long end = System.nanoTime() + END_NANOS;
        synchronized (this) {
            while ((readUntilNanos == Long.MIN_VALUE || readUntilNanos - nanos < 0) && failure == null) {
                long left = (end - System.nanoTime()) / NANOS_PER_MILLI;
                if (left <= 0) {
                    return;
                }
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    @Override
    public void copyRecording(File target) throws IOException {
        throw new IOException("the JFR engine hands out no recording");
    }

    @Override
    public void release() {
        // Nothing is kept; what JFR has on disk is its own.
    }

    @Override
    public long recordedBytes() {
        return 0; // bounded by JFR itself
    }

    @Override
    public synchronized String note() {
        String by = cpuTime ? "sampled by JFR, by CPU time" : "sampled by JFR, Java code only";
        if (failure != null) {
            return by + "; not all events could be read: " + failure;
        }
        long lost = taken.lost();
        return lost == 0 ? by : by + "; " + lost + " samples were lost for want of room";
    }
}
