package io.perfagent.it;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The rest between two looks at what is to come about elsewhere. Whoever brings it about needs the processor too: on two
 * cores a test that looks without rest waits longer, and so do the tests beside it.
 */
public final class Polling {
    /**
     * How long a test waits for what comes within seconds on a machine that is not overloaded. It is no measure of anything: a
     * test that passes never waits for so long, and one whose neighbours start applications of their own may have to.
     */
    public static final Duration SOON = Duration.ofSeconds(120);

    private static final long REST_NANOS = 20_000_000;

    private Polling() {}

    /** Rests before the next look. */
    public static void rest() {
        LockSupport.parkNanos(REST_NANOS);
    }
}
