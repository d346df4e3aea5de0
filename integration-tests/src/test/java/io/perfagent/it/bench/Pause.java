package io.perfagent.it.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting while something else is measured. */
final class Pause {
    private Pause() {}

    static void of(Duration duration) {
        until(System.nanoTime() + duration.toNanos());
    }

    /** @param nanoTime as {@link System#nanoTime} */
    static void until(long nanoTime) {
        long leftNanos;
        while ((leftNanos = nanoTime - System.nanoTime()) > 0) {
            LockSupport.parkNanos(leftNanos);
        }
    }
}
