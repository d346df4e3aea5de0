package io.perfagent.profile.jfr;

import io.perfagent.profile.finding.CodeOrigin;
import io.perfagent.profile.finding.LiveObjects;
import io.perfagent.profile.hot.Count;
import io.perfagent.profile.hot.HotPaths;
import io.perfagent.profile.hot.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;

/** Reads samples of CPU time, of allocation and of what lives long. For the thread of the stream only. */
final class SampleReader {
    /** Native methods that work; the others, as far as is known, wait. */
    private static final String[] WORKING_NATIVES = {
        "java.util.zip.",
        "java.io.FileOutputStream.write",
        "java.io.RandomAccessFile.",
        "java.lang.ClassLoader.defineClass",
        "sun.nio.ch.FileDispatcherImpl.",
        "sun.nio.ch.UnixFileDispatcherImpl.",
        "sun.nio.ch.SocketDispatcher.write",
        "sun.nio.fs.UnixNativeDispatcher."
    };

    /** Younger ones may be garbage tomorrow. */
    private static final long LONG_LIVED_NANOS = 5_000_000_000L;

    private static final int LIVE_ENTRIES = 20;

    private final HotPaths hot;
    private final EventTimes times;
    private final FrameNames names;
    private final SamplePeriods periods;
    private volatile boolean byCpuTime;
    private final Map<String, LiveObjects.Entry> live = new HashMap<>();
    private int liveObjects;

    /** @param byCpuTime whether samples of CPU time count; a stream is handed what other recordings ask for too */
    SampleReader(HotPaths hot, EventTimes times, FrameNames names, SamplePeriods periods, boolean byCpuTime) {
        this.hot = hot;
        this.times = times;
        this.names = names;
        this.periods = periods;
        this.byCpuTime = byCpuTime;
    }

    /** From now on those without a signal count. */
    void leaveSignal() {
        byCpuTime = false;
    }

    void execution(RecordedEvent event) {
        if (byCpuTime) {
            return;
        }
        RecordedThread thread = event.getThread("sampledThread");
        cpu(event, thread, names.frames(event.getStackTrace()), periods.javaNanos());
    }

    void inNative(RecordedEvent event) {
        if (byCpuTime) {
            return;
        }
        List<String> frames = names.frames(event.getStackTrace());
        if (isWork(frames)) {
            cpu(event, event.getThread("sampledThread"), frames, periods.nativeNanos());
        }
    }

    /** Whether a thread that was met in native code works there. */
    static boolean isWork(List<String> frames) {
        String leaf = frames.isEmpty() ? "" : frames.get(frames.size() - 1);
        for (String working : WORKING_NATIVES) {
            if (leaf.startsWith(working)) {
                return true;
            }
        }
        return false;
    }

    void cpuTime(RecordedEvent event) {
        if (!byCpuTime) {
            return;
        }
        if (event.getBoolean("failed")) {
            hot.count(Count.LOST, "stack", 1);
            return;
        }
        Duration period = event.getDuration("samplingPeriod");
        cpu(event, event.getThread(), names.frames(event.getStackTrace()), period.toNanos());
    }

    private void cpu(RecordedEvent event, RecordedThread thread, List<String> frames, long nanos) {
        if (EventTimes.isOurs(thread) || frames.isEmpty()) {
            return;
        }
        hot.sample(new Sample(Sample.Kind.CPU, EventTimes.threadId(thread), times.nanoTime(event), frames, nanos));
    }

    void allocation(RecordedEvent event) {
        RecordedThread thread = event.getThread();
        if (EventTimes.isOurs(thread)) {
            return;
        }
        List<String> stack = names.frames(event.getStackTrace());
        List<String> frames = new ArrayList<>(stack.size() + 1);
        frames.addAll(stack);
        frames.add("new " + names.name(event.getClass("objectClass")));
        hot.sample(new Sample(
                Sample.Kind.ALLOCATION,
                EventTimes.threadId(thread),
                times.nanoTime(event),
                frames,
                event.getLong("weight")));
    }

    void old(RecordedEvent event) {
        if (event.getDuration("objectAge").toNanos() < LONG_LIVED_NANOS) {
            return;
        }
        String type = names.name(event.getClass("object.type"));
        String site = CodeOrigin.site(names.frames(event.getStackTrace()));
        if (CodeOrigin.isAgent(site)) {
            return; // bounded, and told in the status
        }
        liveObjects++;
        live.merge(
                type + '\n' + site,
                new LiveObjects.Entry(type, site.isEmpty() ? "?" : site, 1),
                (one, more) -> new LiveObjects.Entry(one.type(), one.site(), one.count() + 1));
    }

    /** All events that have come together are read. */
    void flushed() {
        if (liveObjects == 0) {
            return;
        }
        List<LiveObjects.Entry> entries = new ArrayList<>(live.values());
        entries.sort(Comparator.comparingInt(LiveObjects.Entry::count)
                .reversed()
                .thenComparing(LiveObjects.Entry::type)
                .thenComparing(LiveObjects.Entry::site));
        hot.live(new LiveObjects(
                System.nanoTime(),
                liveObjects,
                List.copyOf(entries.subList(0, Math.min(LIVE_ENTRIES, entries.size())))));
        live.clear();
        liveObjects = 0;
    }
}
