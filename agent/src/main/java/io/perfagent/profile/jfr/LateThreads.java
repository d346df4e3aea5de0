package io.perfagent.profile.jfr;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import jdk.jfr.consumer.RecordingStream;
import org.jspecify.annotations.Nullable;

/**
 * Threads of events that a stream could not tell: it hands out events of virtual threads before the JVM has written who these are,
 * and does not look again (half of all, seen on 25). A finished part of a recording knows them all, so one is written down, read, and
 * removed. Not thread-safe.
 */
final class LateThreads<S> {
    /** Gets each event once. */
    interface Sink<S> {
        /** @param threadId of {@link Thread#getId()}; 0 if it is still not known */
        void found(S sample, long threadId);
    }

    /** An event by its kind and time, which two of one kind hardly ever share. */
    private record Moment(String type, long nanos) {
        static Moment of(RecordedEvent event) {
            return new Moment(LateThreads.type(event), EventTimes.nanos(event.getStartTime()));
        }
    }

    private record Waiting<S>(Moment moment, S sample) {}

    private List<Waiting<S>> waiting = new ArrayList<>();

    static String type(RecordedEvent event) {
        return event.getEventType().getName();
    }

    /**
     * One more waits.
     *
     * @param type of its event, by name
     * @param nanos of its event, as JFR has it
     */
    synchronized void add(String type, long nanos, S sample) {
        waiting.add(new Waiting<>(new Moment(type, nanos), sample));
    }

    /** Tells of those that wait as far as they are known, which is not at all. */
    void giveUp(Sink<S> sink) {
        for (Waiting<S> one : take()) {
            sink.found(one.sample, 0);
        }
    }

    /** Forgets those that wait. */
    synchronized void clear() {
        waiting = new ArrayList<>();
    }

    synchronized int size() {
        return waiting.size();
    }

    private synchronized List<Waiting<S>> take() {
        List<Waiting<S>> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    /**
     * Looks up those that wait, and tells of them whether it could or not; nothing is written if none do.
     *
     * @param directory where it may write, for a moment
     * @throws IOException if that could not be done; all have been told of
     */
    void resolve(RecordingStream stream, File directory, Sink<S> sink) throws IOException {
        List<Waiting<S>> taken = take();
        if (taken.isEmpty()) {
            return;
        }
        Map<Moment, Long> threads = new HashMap<>();
        try {
            read(stream, directory, threads);
        } finally {
            for (Waiting<S> one : taken) {
                sink.found(one.sample, threads.getOrDefault(one.moment, 0L));
            }
        }
    }

    private static void read(RecordingStream stream, File directory, Map<Moment, Long> threads) throws IOException {
        Path file = Files.createTempFile(directory.toPath(), "recording-threads", null); // nobody else may read it
        try {
            stream.dump(file);
            try (RecordingFile recording = new RecordingFile(file)) {
                while (recording.hasMoreEvents()) {
                    RecordedEvent event = recording.readEvent();
                    RecordedThread thread = thread(event);
                    if (thread != null && thread.getJavaThreadId() > 0) {
                        threads.put(Moment.of(event), thread.getJavaThreadId());
                    }
                }
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static @Nullable RecordedThread thread(RecordedEvent event) {
        return event.hasField("sampledThread") ? event.getThread("sampledThread") : event.getThread();
    }
}
