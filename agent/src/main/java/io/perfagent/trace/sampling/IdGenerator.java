package io.perfagent.trace.sampling;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Random identifiers for traces and spans, never zero (W3C Trace Context, section 3.2.2).
 *
 * <p>The generator's state is the thread's own, virtual threads included, so nothing is shared or allocated. Identifiers
 * are unique for practical purposes, not secret. Safe for all threads.
 */
public final class IdGenerator {
    private IdGenerator() {}

    /** The high half of a new trace identifier. */
    public static long traceIdHi() {
        return next();
    }

    /** The low half of a new trace identifier; the one that samplers look at. */
    public static long traceIdLo() {
        return next();
    }

    /** A new span identifier. */
    public static long spanId() {
        return next();
    }

    private static long next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long id;
        do {
            id = random.nextLong();
        } while (id == 0);
        return id;
    }
}
