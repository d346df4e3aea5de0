package io.perfagent.profile.jfr;

import io.perfagent.profile.hot.Count;
import io.perfagent.profile.hot.HotPaths;
import io.perfagent.profile.hot.TopList;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;

/** Reads what the virtual machine does: collections, stops, compilations, classes. For the thread of the stream only. */
final class MachineReader {
    private final HotPaths hot;
    private final EventTimes times;
    private final FrameNames names;
    private long throttledNanos = -1;

    MachineReader(HotPaths hot, EventTimes times, FrameNames names) {
        this.hot = hot;
        this.times = times;
        this.names = names;
    }

    void collection(RecordedEvent event) {
        hot.collected(
                text(event, "name"),
                text(event, "cause"),
                event.getDuration("sumOfPauses").toNanos(),
                event.getDuration("longestPause").toNanos());
    }

    void heap(RecordedEvent event) {
        if ("After GC".equals(event.getString("when"))) {
            hot.heapLeft(
                    times.nanoTime(event),
                    event.getLong("heapUsed"),
                    Runtime.getRuntime().maxMemory());
        }
    }

    void phase(RecordedEvent event) {
        hot.count(Count.GC_PHASE_NANOS, text(event, "name"), event.getDuration().toNanos());
    }

    void operation(RecordedEvent event) {
        String name = text(event, "operation");
        if (event.getBoolean("safepoint") && !VmOperations.isCollection(name)) {
            long nanos = event.getDuration().toNanos();
            hot.count(Count.SAFEPOINT_NANOS, name, nanos);
            hot.list(TopList.SAFEPOINTS, name, nanos);
        }
    }

    /** Until all threads had stopped. */
    void safepoint(RecordedEvent event) {
        hot.list(
                TopList.SAFEPOINTS,
                "until all threads had stopped",
                event.getDuration().toNanos());
    }

    void exceptions(RecordedEvent event) {
        hot.thrownTotal(event.getLong("throwables"));
    }

    void error(RecordedEvent event) {
        String type = names.name(event.getClass("thrownClass"));
        hot.count(Count.ERRORS, type, 1);
        hot.list(TopList.ERRORS, type, 1);
    }

    void classes(RecordedEvent event) {
        hot.runningTotal(Count.CLASSES_LOADED, event.getLong("loadedClassCount"));
        hot.runningTotal(Count.CLASSES_UNLOADED, event.getLong("unloadedClassCount"));
    }

    void classLoad(RecordedEvent event) {
        hot.list(
                TopList.CLASS_LOADS,
                names.name(event.getClass("loadedClass")),
                event.getDuration().toNanos());
    }

    void compilers(RecordedEvent event) {
        hot.runningTotal(Count.COMPILED, event.getInt("compileCount"));
        hot.runningTotal(
                Count.COMPILE_NANOS, event.getDuration("totalTimeSpent").toNanos());
    }

    void compilation(RecordedEvent event) {
        RecordedMethod method = event.getValue("method");
        String name = method == null ? "?" : names.name(method);
        hot.list(
                TopList.COMPILATIONS,
                name + ", level " + event.getShort("compileLevel"),
                event.getDuration().toNanos());
    }

    void deoptimisation(RecordedEvent event) {
        hot.count(Count.DEOPTIMISED, text(event, "reason"), 1);
    }

    void throttling(RecordedEvent event) {
        long total = event.getDuration("cpuThrottledTime").toNanos();
        if (throttledNanos >= 0 && total > throttledNanos) {
            hot.count(Count.THROTTLED_NANOS, "", total - throttledNanos);
        }
        throttledNanos = total;
    }

    /** A buffer was full, and what it held is gone. */
    void loss() {
        hot.count(Count.LOST, "buffer", 1);
    }

    void samplesLost(RecordedEvent event) {
        hot.count(Count.LOST, "cpu_sample", event.getInt("lostSamples"));
    }

    private static String text(RecordedEvent event, String field) {
        String text = event.getString(field);
        return text == null ? "?" : text;
    }
}
