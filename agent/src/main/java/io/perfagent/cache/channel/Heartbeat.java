package io.perfagent.cache.channel;

/**
 * Whether a channel has told of all changes up to a moment that is not long ago. Pure: times are passed in, of
 * {@link System#nanoTime}. Written by the thread that reads the channel, read by all.
 *
 * <p>A server tells of changes at the end of a turn of its loop, after the answers of that turn. So the answer to a ping
 * proves only that the changes before the ping <em>before</em> it have been told, all on one connection and in order. What is
 * kept was current at some moment of the last {@link #BOUND_NANOS}, or the channel is not live.
 */
final class Heartbeat {
    /** Between two pings. */
    static final long INTERVAL_NANOS = 1_000_000_000L;

    /** How long the channel may be silent: then it is lost. */
    static final long TIMEOUT_NANOS = 3_000_000_000L;

    /** B of promise P3: for how long a change that somebody else made may go unseen, whatever happens to the channel. */
    static final long BOUND_NANOS = INTERVAL_NANOS + TIMEOUT_NANOS;

    private volatile boolean proven;
    private volatile long provenNanos;
    private boolean answered;
    private long answeredNanos;

    /** The channel is new: nothing is proven yet. */
    void opened() {
        lost();
        answered = false;
    }

    /** The answer to a ping was read, and all that came before it was acted on. */
    void answered(long sentNanos) {
        if (answered) {
            provenNanos = answeredNanos;
            proven = true;
        }
        answered = true;
        answeredNanos = sentNanos;
    }

    /** Nothing is proven any more. Safe for all threads. */
    void lost() {
        proven = false;
    }

    /** Whether what is kept may be given out now. Safe for all threads; two volatile reads. */
    boolean isLive(long nowNanos) {
        return proven && nowNanos - provenNanos < BOUND_NANOS;
    }
}
