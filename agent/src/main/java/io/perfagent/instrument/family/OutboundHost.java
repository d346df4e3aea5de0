package io.perfagent.instrument.family;

import org.jspecify.annotations.Nullable;

/** A host that calls go to: asked before each call by the clients that can hold one back, told of the end of each. Safe for all threads. */
public abstract class OutboundHost {
    /**
     * Asks for a call; never waits.
     *
     * @return null if it may be made, else why not: a word for {@code perf_agent.limit.reason}
     */
    public abstract @Nullable String enter(long nowNanos);

    /**
     * A call that was made has ended.
     *
     * @param status 0 without a response
     */
    public abstract void ended(long startNanos, long nowNanos, int status, @Nullable Throwable thrown);

    /** Makes one for each. */
    public interface Of {
        /** @return null where that host's calls are nobody's business */
        @Nullable
        OutboundHost host(String host, int port);
    }
}
