package io.perfagent.limit.policy;

import org.jspecify.annotations.Nullable;

/**
 * What a limit was good for, overload by overload: what those that were let in have waited, and what all would have waited if
 * nobody had been turned away. The second is a model, a fluid queue: each request comes once, nobody gives up, and the resource
 * serves as many a second as it did while there were too many. Retries and clients that leave make it better or worse.
 *
 * <p>An overload has begun when a request is turned away, and is over when none has been for {@value #CALM_NANOS} ns; one that
 * does not end is told of after {@value #LONGEST_NANOS} ns, and goes on. Pure: lengths are passed in. One thread's own.
 */
public final class OverloadEpisodes {
    static final long CALM_NANOS = 60_000_000_000L;
    static final long LONGEST_NANOS = 600_000_000_000L;

    /**
     * One overload, or the part of a long one since it was last told of.
     *
     * @param isOver false for a part
     * @param seconds from the first request that was turned away to the last
     * @param served requests that ended meanwhile
     * @param turnedAway how many were; 0 of the end of one whose last part was told of before
     * @param waitSeconds what those served have waited, in the mean: for their turn, and for the resource
     * @param modelWaitSeconds what all would have waited without the limit that came until the queue would be gone, in the mean
     * @param modelLongestSeconds and at the worst moment
     */
    public record Episode(
            boolean isOver,
            double seconds,
            long served,
            long turnedAway,
            double waitSeconds,
            double modelWaitSeconds,
            double modelLongestSeconds) {}

    private boolean under;
    private double backlog;
    private double busySeconds; // those in which the resource was asked for more than it gives
    private double busyServed;

    private long nanos;
    private long calmNanos;
    private long lastNanos; // of the last request turned away, since the beginning
    private long served;
    private long turnedAway;
    private double waited;
    private double offered;
    private double modelWaited;
    private double modelLongest;

    // At the last request that was turned away: what comes after belongs to no overload.
    private long servedThen;
    private double waitedThen;

    /**
     * One step.
     *
     * @param stepNanos its length, above 0
     * @param ended requests that used the resource and ended
     * @param waitNanos sum of their waits
     * @param rejected requests turned away
     * @param standing whether a queue stands at the resource
     * @return an overload that is over, or that has lasted for long; null mostly
     */
    public @Nullable Episode step(long stepNanos, long ended, long waitNanos, long rejected, boolean standing) {
        if (!under && rejected == 0) {
            return null;
        }
        under = true;
        double seconds = stepNanos / 1e9;
        nanos += stepNanos;
        served += ended;
        turnedAway += rejected;
        waited += waitNanos / 1e9;
        model(seconds, ended, waitNanos / 1e9, rejected, standing);
        if (rejected > 0) {
            calmNanos = 0;
            lastNanos = nanos;
            servedThen = served;
            waitedThen = waited;
        } else {
            calmNanos += stepNanos;
        }
        boolean isOver = calmNanos >= CALM_NANOS;
        if (!isOver && (nanos < LONGEST_NANOS || calmNanos > 0)) {
            return null;
        }
        Episode told = episode(isOver);
        under = !isOver;
        begin(isOver);
        return told;
    }

    private void model(double seconds, long ended, double waitSeconds, long rejected, boolean standing) {
        if (rejected > 0 || standing) {
            busySeconds += seconds;
            busyServed += ended;
        }
        double capacity = busySeconds == 0 ? 0 : busyServed / busySeconds;
        double come = ended + rejected;
        double before = backlog;
        // While there is room nobody is turned away, and what has piled up in the model is worked off beside what
        // comes.
        backlog = Math.max(0, backlog + come - Math.max(ended, capacity * seconds));
        double wait = (ended == 0 ? 0 : waitSeconds / ended) + (capacity == 0 ? 0 : (before + backlog) / 2 / capacity);
        if (rejected > 0 || before > 0) { // those that come once the queue would be gone are in no overload
            offered += come;
            modelWaited += come * wait;
            modelLongest = come > 0 ? Math.max(modelLongest, wait) : modelLongest;
        }
    }

    private Episode episode(boolean isOver) {
        return new Episode(
                isOver,
                lastNanos / 1e9,
                servedThen,
                turnedAway,
                servedThen == 0 ? 0 : waitedThen / servedThen,
                offered == 0 ? 0 : modelWaited / offered,
                modelLongest);
    }

    private void begin(boolean anew) {
        if (anew) {
            calmNanos = 0;
            backlog = 0;
            busySeconds = 0;
            busyServed = 0;
        }
        nanos = 0;
        lastNanos = 0;
        served = 0;
        turnedAway = 0;
        waited = 0;
        offered = 0;
        modelWaited = 0;
        modelLongest = 0;
        servedThen = 0;
        waitedThen = 0;
    }

    /** The limit is out of effect: what was under way is told of by nobody. */
    public void forget() {
        under = false;
        begin(true);
    }
}
