package io.perfagent.export;

import java.util.concurrent.locks.LockSupport;

/**
 * Waits between the attempts of exporters on behalf of a {@link Pipeline}, and gives up when there is no point in
 * waiting: when shutdown begins, or for a receiver that is known to be unreachable, for which the next request is soon
 * enough. One waiter serves one pipeline; exporters wait on the export thread only.
 */
public final class ExportWaiter implements Waiter {
    private volatile boolean stopping;
    private boolean patient = true;
    private boolean flushing;

    @Override
    public boolean await(long nanos) {
        if (!patient) {
            return false;
        }
        long end = System.nanoTime() + nanos;
        while (flushing || !stopping) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return true;
            }
            LockSupport.parkNanos(this, left);
            Thread.interrupted(); // else parking would return at once
        }
        return false;
    }

    /** Ends a wait under way; the pipeline's thread is to be unparked after. */
    void stop() {
        stopping = true;
    }

    /** Whether to wait at all in the requests that follow. For the export thread. */
    void patient(boolean value) {
        patient = value;
    }

    /** From here on waits are those of the last flush, which no stop ends. For the export thread. */
    void flushing() {
        flushing = true;
    }
}
