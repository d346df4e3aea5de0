package io.perfagent.instrument.family;

import io.perfagent.trace.Operation;
import org.jspecify.annotations.Nullable;

/** Whether a request may go on; asked by servers before any code of the application runs. Safe for all threads. */
public abstract class Admission {
    /**
     * Asks for a request. What it holds is released when the operation ends.
     *
     * @param operation of the request, new
     * @param path of the request, decoded and normalised: as it was sent it could pretend to be another
     * @param mayWait whether this thread may wait for a moment: never one that others wait for, such as an event loop
     * @param reader of the request's headers, asked only if they are needed
     * @param request what that reads
     * @return null if it may go on, else why not: a word for {@code perf_agent.limit.reason}
     */
    public abstract @Nullable String enter(
            Operation operation, String path, boolean mayWait, HttpServerReader reader, Object request);

    /** What a request that is turned away is answered with. */
    public abstract Rejection rejection(Operation operation);

    /** Whether any limit is in effect: requests must be known then, whatever else is left out. */
    public abstract boolean isHolding();

    /** How many threads the server has, where it tells; not above 0 if it does not. */
    public abstract void threads(int threads);
}
