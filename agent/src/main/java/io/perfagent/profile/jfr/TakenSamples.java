package io.perfagent.profile.jfr;

import io.perfagent.profile.ProfileEvent;
import io.perfagent.profile.SampleSink;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordingStream;

/** What a stream has handed out of one session and nobody has been told of yet; bounded. Safe for all threads. */
final class TakenSamples {
    private static final int MAX_TAKEN = 100_000;

    /**
     * One sample.
     *
     * @param threadId of {@link Thread#getId()}; 0 if that is not known
     */
    record Taken(ProfileEvent event, long threadId, long nanoTime, List<String> frames, long value) {}

    // Guarded by this.
    private List<Taken> taken = new ArrayList<>();
    private final LateThreads<Taken> late = new LateThreads<>();
    private long lost;

    /** Another session begins; what came too late for the last one is nobody's. */
    synchronized void begin() {
        taken = new ArrayList<>();
        late.clear();
        lost = 0;
    }

    synchronized void add(Taken one) {
        if (hasRoom()) {
            taken.add(one);
        }
    }

    /**
     * One whose thread is not known yet.
     *
     * @param type of its event, by name
     * @param nanos of its event, as JFR has it
     */
    synchronized void addLate(String type, long nanos, Taken one) {
        if (hasRoom()) {
            late.add(type, nanos, one);
        }
    }

    private boolean hasRoom() {
        boolean room = taken.size() + late.size() < MAX_TAKEN;
        lost += room ? 0 : 1;
        return room;
    }

    /** How many there was no room for. */
    synchronized long lost() {
        return lost;
    }

    /** Tells of those whose threads are known. */
    void tell(SampleSink sink) {
        List<Taken> told;
        synchronized (this) {
            told = taken;
            taken = new ArrayList<>();
        }
        for (Taken one : told) {
            tell(one, one.threadId, sink);
        }
    }

    /**
     * Looks the others up and tells of them.
     *
     * @param directory where it may write, for a moment
     */
    void lookUp(RecordingStream running, File directory, SampleSink sink) throws IOException {
        late.resolve(running, directory, (one, threadId) -> tell(one, threadId, sink));
    }

    /** Tells of all; no more come. */
    void tellRest(SampleSink sink) {
        tell(sink);
        late.giveUp((one, threadId) -> tell(one, threadId, sink));
    }

    private static void tell(Taken one, long threadId, SampleSink sink) {
        sink.sample(one.event, threadId, one.nanoTime, one.frames, one.value, 1);
    }
}
