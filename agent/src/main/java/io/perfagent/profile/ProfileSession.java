package io.perfagent.profile;

import io.perfagent.profile.attribution.Owners;
import io.perfagent.profile.attribution.Watch;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One session, run by the thread that calls {@link #run}: starts the engine, reads what it has sampled every second or so,
 * because who a thread worked for is remembered for seconds only, and ends it.
 */
public final class ProfileSession {
    private static final long SLICE_NANOS = 1_000_000_000L;

    /** Reading may take this share of the time. */
    private static final int READING_SHARE = 50;

    /** A recording that has grown beyond this is ended and another one begun; its file is already gone from the directory. */
    private static final long ROTATE_BYTES = 64L << 20;

    /** What one that is asked for as a file may hold. */
    private static final long MAX_RECORDING_BYTES = 256L << 20;

    private static final long WAIT_NANOS = 100_000_000L;

    private final SampleEngine engine;
    private final ProfileRequest request;
    private final @Nullable Watch watch;
    private final File recording;
    private final boolean raw;
    private volatile long startNanos;
    private volatile boolean ended;
    private boolean links;
    private long durationNanos;
    private String note = "";

    /**
     * @param watch remembers operations while the session goes on; null if samples are not to be joined to them
     * @param recording a file that may be made and removed
     */
    public ProfileSession(SampleEngine engine, ProfileRequest request, @Nullable Watch watch, File recording) {
        this.engine = engine;
        this.request = request;
        this.recording = recording;
        this.raw = request.format() == ProfileFormat.JFR;
        this.watch = raw ? null : watch;
    }

    /** Has it kept which spans samples belong to; before {@link #run}. */
    public void keepLinks() {
        links = true;
    }

    /** Ends the session early, from any thread; what was sampled counts. */
    public void end() {
        ended = true;
    }

    /** For how long it samples already, in seconds. */
    public int secondsDone() {
        long start = startNanos;
        return start == 0 ? 0 : (int) Math.min(request.seconds(), (System.nanoTime() - start) / 1_000_000_000L);
    }

    /** Samples for as long as was asked. */
    public OperationProfiles run() throws Refusal, IOException {
        engine.prepare();
        if (watch == null) {
            return run(null);
        }
        Owners owners = watch.begin();
        try {
            return run(owners);
        } finally {
            watch.end();
        }
    }

    private OperationProfiles run(@Nullable Owners owners) throws Refusal, IOException {
        OperationProfiles profiles =
                new OperationProfiles(request.events(), owners, request.isOfSlowest() ? null : request.trace());
        if (links || request.isOfSlowest()) {
            profiles.withLinks();
        }
        engine.start(request, recording);
        try {
            startNanos = System.nanoTime();
            long end = startNanos + request.seconds() * 1_000_000_000L;
            long nextSlice = startNanos + SLICE_NANOS;
            while (!ended && System.nanoTime() - end < 0) {
                Thread.interrupted(); // or it would never rest again
                LockSupport.parkNanos(Math.min(WAIT_NANOS, Math.max(1, end - System.nanoTime())));
                long now = System.nanoTime();
                if (now - nextSlice >= 0 && now - end < 0) {
                    read(profiles);
                    nextSlice = System.nanoTime() + Math.max(SLICE_NANOS, (System.nanoTime() - now) * READING_SHARE);
                }
            }
        } finally {
            durationNanos = System.nanoTime() - startNanos;
            engine.stop(profiles);
            if (note.isEmpty()) {
                note = engine.note();
            }
        }
        profiles.finish();
        return profiles;
    }

    private void read(OperationProfiles profiles) throws Refusal, IOException {
        if (raw) {
            if (engine.recordedBytes() > MAX_RECORDING_BYTES) {
                note = "ended early: the recording has reached " + (MAX_RECORDING_BYTES >> 20) + " MB";
                ended = true;
            }
            return;
        }
        if (engine.recordedBytes() > ROTATE_BYTES) {
            engine.stop(profiles);
            engine.start(request, recording);
        } else {
            engine.slice(profiles);
        }
        profiles.advance(System.nanoTime());
    }

    /** For how long it has sampled, once {@link #run} has returned. */
    public long durationNanos() {
        return durationNanos;
    }

    /** What was done otherwise than asked; empty if nothing. */
    public String note() {
        return note;
    }
}
