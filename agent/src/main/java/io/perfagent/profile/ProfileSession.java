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

    /** Reading may take this share of the time, as long as slices stay short enough for what they are joined with. */
    private static final int READING_SHARE = 50;

    /** What threads worked for is remembered for some seconds; longer slices would also take longer to read, without end. */
    private static final long MAX_SLICE_NANOS = 3 * SLICE_NANOS;

    /** Until the engine is asked again whether it can go on. */
    private static final long LOOK_NANOS = 1_000_000_000L;

    /** A recording that has grown beyond this is ended and another one begun; its file is already gone from the directory. */
    private static final long ROTATE_BYTES = 64L << 20;

    /** What one that is asked for as a file may hold. */
    private static final long MAX_RECORDING_BYTES = 256L << 20;

    private static final long WAIT_NANOS = 100_000_000L;

    /** Time as the session has it. */
    interface Clock {
        /** As {@link System#nanoTime}. */
        long nanoTime();

        /** Returns after so many nanoseconds, or earlier. */
        void rest(long nanos);
    }

    private static final class SystemClock implements Clock {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void rest(long nanos) {
            Thread.interrupted(); // or it would never rest again
            LockSupport.parkNanos(nanos);
        }
    }

    private final SampleEngine engine;
    private volatile ProfileRequest request;
    private final Clock clock;
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
        this(engine, request, watch, recording, new SystemClock());
    }

    ProfileSession(SampleEngine engine, ProfileRequest request, @Nullable Watch watch, File recording, Clock clock) {
        this.clock = clock;
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
        return start == 0 ? 0 : (int) Math.min(request.seconds(), (clock.nanoTime() - start) / 1_000_000_000L);
    }

    /** Samples for as long as was asked. */
    public OperationProfiles run() throws Refusal, IOException {
        engine.prepare();
        request = engine.refined(request);
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
            startNanos = clock.nanoTime();
            sample(profiles, startNanos + request.seconds() * 1_000_000_000L);
        } finally {
            durationNanos = clock.nanoTime() - startNanos;
            engine.stop(profiles);
            String said = engine.note();
            note = note.isEmpty() || said.isEmpty() ? note + said : note + "; " + said;
        }
        profiles.finish();
        return profiles;
    }

    private void sample(OperationProfiles profiles, long endNanos) throws Refusal, IOException {
        long nextSlice = startNanos + SLICE_NANOS;
        long nextLook = startNanos + LOOK_NANOS;
        long now = startNanos;
        while (!ended && now - endNanos < 0) {
            clock.rest(Math.min(WAIT_NANOS, endNanos - now));
            now = clock.nanoTime();
            if (now - endNanos >= 0) {
                return; // the rest is read when the engine stops
            }
            if (now - nextLook >= 0) {
                nextLook = now + LOOK_NANOS;
                String objection = engine.objection();
                if (objection != null) {
                    endEarly(objection);
                    return;
                }
            }
            if (read(profiles, now - nextSlice >= 0)) {
                long before = now;
                now = clock.nanoTime();
                nextSlice = now + untilNext(now - before);
            }
        }
    }

    /** How long to wait until the next slice is read. */
    static long untilNext(long readingNanos) {
        return Math.min(MAX_SLICE_NANOS, Math.max(SLICE_NANOS, readingNanos * READING_SHARE));
    }

    private void endEarly(String why) {
        note = "ended early: ".concat(why);
        ended = true;
    }

    /** Reads a slice if it is time to; one of which there is too much on disk at once. @return whether it has read */
    private boolean read(OperationProfiles profiles, boolean isTime) throws Refusal, IOException {
        long bytes = engine.recordedBytes();
        if (raw) {
            if (bytes > MAX_RECORDING_BYTES) {
                endEarly("the recording has reached " + (MAX_RECORDING_BYTES >> 20) + " MB");
            }
            return false;
        }
        if (bytes > ROTATE_BYTES) {
            engine.stop(profiles);
            engine.start(request, recording);
        } else if (isTime) {
            engine.slice(profiles);
        } else {
            return false;
        }
        profiles.advance(clock.nanoTime());
        return true;
    }

    /** What was asked for, as the engine has met it once {@link #run} has returned. */
    public ProfileRequest request() {
        return request;
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
