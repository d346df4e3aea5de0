package io.perfagent.instrument.family;

import io.perfagent.trace.Operation;
import org.jspecify.annotations.Nullable;

/** Whether a request may go on; asked by servers before any code of the application runs. Safe for all threads. */
public abstract class Admission {
    /** What a request that is turned away is answered with. */
    public static final String BODY = "The service is overloaded. Please try again in a moment.\n";

    /**
     * Asks for a request; may wait for a moment. What it holds is released when the operation ends.
     *
     * @param operation of the request, new
     * @param path of the request, decoded and normalised: as it was sent it could pretend to be another
     * @return null if it may go on, else why not: a word for {@code perf_agent.limit.reason}
     */
    public abstract @Nullable String enter(Operation operation, String path);

    /** The response's status for a request that is turned away. */
    public abstract int status();

    /** Seconds after which it may be tried again; another number each time, so that not all come back at once. */
    public abstract int retryAfterSeconds();

    /** How many threads the server has. */
    public abstract void threads(int threads);
}
