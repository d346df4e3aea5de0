package io.perfagent.export;

import java.net.SocketTimeoutException;

/** Turns a deadline on the scale of {@link Clock#nanoTime()} into the time-out of one blocking call. */
public final class Deadline {
    private Deadline() {}

    /** Milliseconds until the deadline, at least 1. */
    public static int remainingMillis(Clock clock, long deadlineNanos) throws SocketTimeoutException {
        long millis = (deadlineNanos - clock.nanoTime()) / 1_000_000L;
        if (millis <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
