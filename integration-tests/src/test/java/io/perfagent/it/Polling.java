package io.perfagent.it;

import java.util.concurrent.locks.LockSupport;

/**
 * The rest between two looks at what is to come about elsewhere. Whoever brings it about needs the processor too: on two
 * cores a test that looks without rest waits longer, and so do the tests beside it.
 */
public final class Polling {
    private static final long REST_NANOS = 20_000_000;

    private Polling() {}

    /** Rests before the next look. */
    public static void rest() {
        LockSupport.parkNanos(REST_NANOS);
    }
}
