package io.perfagent.start.watch;

import io.perfagent.coldstart.Anchors;
import io.perfagent.coldstart.Counters;
import io.perfagent.coldstart.JvmCounters;
import io.perfagent.coldstart.Point;
import io.perfagent.coldstart.ProcessStart;
import io.perfagent.coldstart.StartAnalysis;
import io.perfagent.coldstart.StartReport;
import io.perfagent.coldstart.record.StartRecord;
import io.perfagent.coldstart.record.StartRecorder;
import io.perfagent.config.Config;
import io.perfagent.config.StartSettings;
import io.perfagent.start.host.Host;
import io.perfagent.start.host.OwnCpu;
import io.perfagent.start.host.Progress;
import io.perfagent.trace.UnixTime;
import io.perfagent.weave.Moment;
import org.jspecify.annotations.Nullable;

/**
 * Follows the application's start on the agent's main thread: copies the JVM's counters at each point as it is reached, and
 * makes the report when the start is over.
 */
public final class StartWatch {
    /** A copy that was made later than this after its point tells of something else. */
    private static final long LATEST_COPY_NANOS = 100_000_000;

    /** A start that has no request by then is over without one. */
    private static final long LONGEST_WAIT_FOR_REQUEST_NANOS = 30_000_000_000L;

    /** Of a start whose framework never tells its end, such as one whose runner stays: it is reported as it is then. */
    private static final long LONGEST_START_NANOS = 600_000_000_000L;

    /** So much of a start is sampled at most. */
    private static final long LONGEST_ANALYSIS_NANOS = 600_000_000_000L;

    private static final String ORDINARY = "ordinary";

    /** What an analysed start measures besides; null in an ordinary one. */
    private final @Nullable AnalysedStart analysed;

    private final Host host;
    private final boolean hooked;
    private final long mainThread;
    private final JvmCounters counters;
    private final byte[] @Nullable [] copies = new byte[Point.values().length][];
    private final boolean[] looked = new boolean[Point.values().length];
    private long settledNanos = Anchors.UNKNOWN;
    private @Nullable StartReport report;

    /** The targets of the start's phases; null where none are set. */
    public final @Nullable StartTargets targets;

    /**
     * @param hooked whether hooks were in place before {@code main}
     * @param mainThread the thread that ran premain, and runs {@code main}
     */
    public StartWatch(Host host, boolean hooked, long mainThread) {
        this.host = host;
        this.hooked = hooked;
        this.mainThread = mainThread;
        this.counters = new JvmCounters(host.instrumentation, host.config.systemProperty("user.name"));
        this.analysed = isAnalysed(host.config) ? AnalysedStart.take() : null;
        if (analysed != null) {
            copies[Point.PREMAIN.ordinal()] = analysed.counters;
        }
        this.targets = StartTargets.begin(host, mainThread);
    }

    /** Asked before a class is touched that ordinary starts do not load. */
    public static boolean isAnalysed(Config config) {
        return config.text(StartSettings.STARTUP).equals(AnalysedStart.SETTING);
    }

    /** What goes on from here, the agent's own weaving above all, is not the application's start. */
    public void endAnalysis() {
        if (analysed != null) {
            analysed.end();
        }
    }

    /** The agent's main thread has woken up: a point may have been reached. */
    public void look() {
        Progress progress = host.progress;
        look(Point.PREMAIN_OUT, host.launch.premainNanos + host.premainTookNanos);
        if (progress.has(Moment.APPLICATION)) {
            look(Point.MAIN, progress.applicationNanos());
        }
        if (progress.has(Moment.LISTENING)) {
            look(Point.LISTENING, progress.listeningNanos());
        }
        if (StartRecorder.SHARED.readySignal() != null) {
            look(Point.READY, StartRecorder.SHARED.readyNanos());
        }
        if (progress.has(Moment.RESPONSE)) {
            look(Point.FIRST_RESPONSE, progress.responseNanos());
            endAnalysis();
        } else if (analysed != null && System.nanoTime() - host.launch.premainNanos > LONGEST_ANALYSIS_NANOS) {
            endAnalysis();
        }
    }

    private void look(Point point, long atNanos) {
        int index = point.ordinal();
        if (!looked[index]) {
            looked[index] = true;
            if (System.nanoTime() - atNanos < LATEST_COPY_NANOS) {
                copies[index] = counters.copy();
            }
        }
    }

    /** The start is over as far as classes tell: for a program that never listens. */
    public void settled(long nowNanos) {
        settledNanos = nowNanos;
    }

    /**
     * Whether there is nothing more to wait for. A framework that is still starting, though its server answers, has more to
     * tell: Spring Boot calls its runners after its server has opened its port.
     */
    public boolean isOver(long nowNanos) {
        if (isStillStarting(nowNanos)) {
            return false;
        }
        return host.progress.has(Moment.RESPONSE)
                || nowNanos - host.launch.premainNanos > LONGEST_WAIT_FOR_REQUEST_NANOS;
    }

    private boolean isStillStarting(long nowNanos) {
        return StartRecorder.SHARED.isStarting() && nowNanos - host.launch.premainNanos < LONGEST_START_NANOS;
    }

    /** Makes the report, once; called by the main thread, or while the JVM ends. */
    public synchronized StartReport finish() {
        StartReport made = report;
        if (made == null) {
            StartRecorder recorder = StartRecorder.SHARED;
            recorder.close();
            endAnalysis();
            long cpuMillis = OwnCpu.millis();
            Anchors anchors = anchors();
            StartRecord[] records = recorder.records();
            if (targets != null) {
                targets.over(anchors, records, mainThread);
            }
            made = StartAnalysis.of(
                    analysed == null ? ORDINARY : AnalysedStart.KIND,
                    anchors,
                    records,
                    recorder.dropped(),
                    mainThread,
                    cpuMillis < 0 ? Counters.NOT_MEASURED : cpuMillis * 1_000_000,
                    hooked);
            if (analysed != null) {
                made.analyse(analysed.measured());
            }
            recorder.forget();
            report = made;
        }
        return made;
    }

    private Anchors anchors() {
        Anchors anchors = points(host);
        long createdMillis = JvmCounters.createdUnixMillis(lastCopy());
        if (createdMillis > 0) {
            anchors.set(Point.JVM, createdMillis * 1_000_000 - (UnixTime.now() - System.nanoTime()));
        }
        anchors.set(Point.PROCESS, ProcessStart.nanos(anchors));
        boolean starting = isStillStarting(System.nanoTime());
        if (starting && !anchors.has(Point.READY)) {
            settledNanos = Anchors.UNKNOWN; // it has settled for a while only
        } else if (anchors.has(Point.LISTENING) && StartRecorder.SHARED.readySignal() == null) {
            anchors.ready(anchors.get(Point.LISTENING), "listening");
            copies[Point.READY.ordinal()] = copies[Point.LISTENING.ordinal()];
        } else if (!anchors.has(Point.READY) && settledNanos != Anchors.UNKNOWN) {
            anchors.ready(settledNanos, "hardly loads classes any more");
        }
        for (Point point : Point.values()) {
            byte[] copy = copies[point.ordinal()];
            if (anchors.has(point) && copy != null) {
                anchors.set(point, JvmCounters.read(copy, anchors.get(point)));
            }
        }
        if (copies[Point.PREMAIN.ordinal()] != null && anchors.has(Point.JVM)) {
            anchors.set(Point.JVM, Counters.none(anchors.get(Point.JVM)));
        }
        return anchors;
    }

    /** The points that the start has come to, as far as the agent and the application have told so far. */
    static Anchors points(Host host) {
        Anchors anchors = new Anchors();
        anchors.set(Point.PREMAIN, host.launch.premainNanos);
        anchors.set(Point.PREMAIN_OUT, host.launch.premainNanos + host.premainTookNanos);
        Progress progress = host.progress;
        if (progress.has(Moment.APPLICATION)) {
            anchors.set(Point.MAIN, progress.applicationNanos());
        }
        if (progress.has(Moment.LISTENING)) {
            anchors.set(Point.LISTENING, progress.listeningNanos());
        }
        if (progress.has(Moment.RESPONSE)) {
            anchors.set(Point.FIRST_RESPONSE, progress.responseNanos());
        }
        String signal = StartRecorder.SHARED.readySignal();
        if (signal != null) {
            anchors.ready(StartRecorder.SHARED.readyNanos(), signal);
        } else if (progress.has(Moment.LISTENING) && !StartRecorder.SHARED.isStarting()) {
            anchors.ready(progress.listeningNanos(), "listening");
        }
        return anchors;
    }

    /** The JVM tells when it was created only after premain. */
    private byte @Nullable [] lastCopy() {
        for (int i = copies.length - 1; i >= 0; i--) {
            if (copies[i] != null) {
                return copies[i];
            }
        }
        return counters.copy();
    }
}
