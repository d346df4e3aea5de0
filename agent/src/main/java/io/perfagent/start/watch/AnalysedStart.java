package io.perfagent.start.watch;

import io.perfagent.coldstart.JvmCounters;
import io.perfagent.coldstart.Measured;
import io.perfagent.coldstart.record.StartRecorder;
import io.perfagent.coldstart.sample.BeanUse;
import io.perfagent.coldstart.sample.LoadedClass;
import io.perfagent.coldstart.sample.LoadedGroups;
import io.perfagent.coldstart.sample.LockWait;
import io.perfagent.coldstart.sample.StartSamples;
import io.perfagent.profile.EngineChoice;
import io.perfagent.profile.ProfileEvent;
import io.perfagent.profile.ProfileFormat;
import io.perfagent.profile.ProfileRequest;
import io.perfagent.profile.Refusal;
import io.perfagent.profile.SampleEngine;
import io.perfagent.profile.SampleSink;
import io.perfagent.start.host.Host;
import io.perfagent.start.profiling.ProfilerHost;
import io.perfagent.weave.cache.CacheTrust;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an analysed start measures besides, begun before {@code main} and ended with the first response: wall-clock and lock
 * samples by async-profiler, who holds what others wait for, and the JVM's log of loaded classes. What cannot be had is one
 * line, and not measured in the report. Ordinary starts load none of this.
 */
public final class AnalysedStart implements SampleSink {
    /** The value of {@code PERF_AGENT_STARTUP} that asks for it, and the kind that the report names. */
    public static final String SETTING = "analyse";

    static final String KIND = "analysed";
    private static final long INTERVAL_NANOS = 5_000_000;
    private static final long SHORTEST_LOCK_NANOS = 1_000_000;
    private static final int DEPTH = 512;
    private static final long MEMORY_BYTES = 64 << 20;
    private static final String NOT_WRITTEN = "it cannot be written to the data directory (PERF_AGENT_DATA_DIR): ";
    private static final int MAX_LOCK_SAMPLES = 20_000;

    private static volatile @Nullable AnalysedStart running;

    /** A sample may come so much later than it should, on a machine that is busy. */
    private static final long LATE_NANOS = 3 * INTERVAL_NANOS;

    private final Host host;
    private final long mainThread = Thread.currentThread().getId();
    private final long mainOsThread = osThread();

    /** The thread object that has taken the main thread's place when {@code main} had returned. */
    private long afterMain = -1;

    /** The JVM's counters when this was begun; null if it keeps none. */
    final byte @Nullable [] counters;

    private final List<long[]> lockSamples = new ArrayList<>();
    private final StartSamples samples = new StartSamples(INTERVAL_NANOS);
    private @Nullable SampleEngine engine;
    private @Nullable LockWatch locks;
    private @Nullable ClassLoadWatch classes;
    private String noSamples = "";
    private String noClasses = "";
    private String noBeans = "no container that could be asked has said that it is ready";
    private @Nullable List<BeanUse> beans;
    private long tookNanos;
    private boolean ended;
    private List<LoadedClass> loaded = List.of();

    private AnalysedStart(Host host) {
        this.host = host;
        this.counters = new JvmCounters(host.instrumentation, host.config.systemProperty("user.name")).copy();
    }

    /** The kernel's number of the calling thread; -1 where it does not tell. */
    private static long osThread() {
        try {
            return Long.parseLong(
                    new File("/proc/thread-self").getCanonicalFile().getName());
        } catch (IOException | NumberFormatException e) {
            return -1; // not Linux
        }
    }

    /** On the main thread, before {@code main}. */
    public static void begin(Host host) {
        long begin = System.nanoTime();
        AnalysedStart made = new AnalysedStart(host);
        made.beginClasses();
        made.beginLocks();
        made.beginSamples();
        made.tellObjections();
        StartRecorder.SHARED.keepContainer();
        made.tookNanos = System.nanoTime() - begin;
        running = made;
    }

    /** The one of this JVM, to whoever follows the start and lets go of it in the end; null in an ordinary start. */
    static @Nullable AnalysedStart take() {
        AnalysedStart begun = running;
        running = null; // or what it has measured would be held for good
        return begun;
    }

    private File file(String name) throws Refusal {
        File root = host.data.root();
        if (root == null) {
            throw new Refusal("there is no data directory: set PERF_AGENT_DATA_DIR");
        }
        File file = new File(new File(root, "starts"), name + "-" + host.launch.premainNanos);
        String objection = CacheTrust.objectionToPlace(file);
        if (objection != null) {
            throw new Refusal("nothing is written to " + file.getParent() + ": " + objection);
        }
        return file;
    }

    private void beginClasses() {
        try {
            classes = ClassLoadWatch.begin(DiagnosticCommands.of(host.instrumentation), file("classes"));
        } catch (Refusal e) {
            noClasses = e.reason();
        } catch (IOException e) {
            noClasses = NOT_WRITTEN.concat(String.valueOf(e));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            noClasses = "the JVM does not log them: ".concat(String.valueOf(e));
        }
    }

    private void beginLocks() {
        LockWatch watch = new LockWatch();
        watch.start();
        locks = watch;
    }

    private void beginSamples() {
        try {
            File recording = file("samples");
            SampleEngine made = ProfilerHost.engine(host);
            made.prepare();
            made.start(
                    new ProfileRequest(
                            List.of(ProfileEvent.WALL, ProfileEvent.LOCK),
                            ProfileRequest.MAX_SECONDS,
                            INTERVAL_NANOS,
                            0,
                            SHORTEST_LOCK_NANOS,
                            DEPTH,
                            MEMORY_BYTES,
                            null,
                            null,
                            false,
                            ProfileFormat.COLLAPSED,
                            EngineChoice.ASYNC),
                    recording);
            engine = made;
        } catch (Refusal e) {
            noSamples = e.reason();
        } catch (IOException e) {
            noSamples = NOT_WRITTEN.concat(String.valueOf(e));
        } catch (RuntimeException | LinkageError e) {
            noSamples = "the profiler did not start: ".concat(String.valueOf(e));
        }
    }

    /** One line for all that cannot be had. */
    private void tellObjections() {
        String without = "";
        if (!noSamples.isEmpty()) {
            without = "stacks, static initialisers and I/O".concat(noSamples.equals(noClasses) ? "" : ": " + noSamples);
        }
        if (!noClasses.isEmpty()) {
            without += (without.isEmpty() ? "" : ", and without ") + "classes by jar and loader: " + noClasses;
        }
        if (!without.isEmpty()) {
            host.console.line("the start is analysed without ".concat(without));
        }
    }

    /** The start is over: nothing is sampled any more. Once; in the background. */
    synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        askForBeans(); // before the application is told to end, and closes its container
        LockWatch watch = locks;
        if (watch != null) {
            watch.end();
        }
        SampleEngine sampling = engine;
        try {
            if (sampling != null) {
                sampling.stop(this);
                sampling.release();
            }
        } catch (Refusal e) {
            engine = null;
            noSamples = e.reason();
        } catch (IOException | RuntimeException | LinkageError e) {
            engine = null;
            noSamples = "the recording was not read: ".concat(String.valueOf(e));
        }
        ClassLoadWatch log = classes;
        try {
            loaded = log == null ? List.of() : log.end();
        } catch (IOException | ReflectiveOperationException | RuntimeException e) {
            classes = null;
            noClasses = "the JVM's log was not read: ".concat(String.valueOf(e));
        }
    }

    private void askForBeans() {
        try {
            beans = BeanUses.of();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            noBeans = "the container does not answer: ".concat(String.valueOf(e));
        }
    }

    @Override
    public void sample(ProfileEvent event, long threadId, long nanoTime, List<String> frames, long value, long count) {
        if (event == ProfileEvent.LOCK && lockSamples.size() < MAX_LOCK_SAMPLES) {
            lockSamples.add(new long[] {threadId == afterMain ? mainThread : threadId, nanoTime, value});
        }
    }

    @Override
    public void wall(long threadId, long nanoTime, List<String> frames, long value, long count, boolean asleep) {
        if (threadId != 0 && !frames.isEmpty()) {
            samples.add(threadId == afterMain ? mainThread : threadId, nanoTime, value + LATE_NANOS, frames, asleep);
        }
    }

    @Override
    public void thread(long threadId, long osThreadId, String name) {
        if (osThreadId == mainOsThread && threadId != mainThread) {
            afterMain = threadId; // the JVM waits for its end under another name
            samples.thread(mainThread, osThreadId, "main");
        } else {
            samples.thread(threadId, osThreadId, name);
        }
    }

    /** All that was measured, once it has ended. */
    synchronized Measured measured() {
        boolean sampled = engine != null;
        boolean logged = classes != null;
        LoadedPlaces places = logged ? LoadedPlaces.of(host) : null;
        return new Measured(
                sampled ? samples : null,
                noSamples,
                lockWaits(),
                locks == null ? "" : locks.objection(),
                LockWatch.INTERVAL_NANOS,
                places == null ? null : LoadedGroups.of(places.places(), loaded, sampled ? samples : null),
                noClasses,
                places == null ? null : places.unusedJars(),
                places == null ? -1 : places.jars(),
                beans,
                noBeans,
                tookNanos);
    }

    private @Nullable List<LockWait> lockWaits() {
        LockWatch watch = locks;
        if (watch == null || !watch.objection().isEmpty()) {
            return null;
        }
        List<LockWait> waits = new ArrayList<>();
        for (LockWait one : watch.waits()) {
            LockWait joined = one;
            for (long[] sample : lockSamples) {
                joined = joined.joined(sample[0], sample[1], sample[2]);
            }
            if (joined.waitNanos() >= LockWatch.INTERVAL_NANOS) {
                waits.add(joined);
            }
        }
        return waits;
    }
}
