package io.perfagent.instrument.family;

import org.jspecify.annotations.Nullable;

/**
 * What calls go to, a host or a pool of connections: asked before each call by the libraries that can hold one back, told of the
 * end of each. Safe for all threads.
 */
public abstract class OutboundHost {
    /**
     * Asks for a call; never waits.
     *
     * @return null if it may be made, else why not: a word for {@code perf_agent.limit.reason}
     */
    public abstract @Nullable String enter(long nowNanos);

    /**
     * An HTTP call that was made has ended.
     *
     * @param status 0 without a response
     */
    public abstract void ended(long startNanos, long nowNanos, int status, @Nullable Throwable thrown);

    /**
     * A call that was made has ended.
     *
     * @param failed whether it was not reached, or did not answer in time
     */
    public abstract void ended(long startNanos, long nowNanos, boolean failed);

    /** It is known to be there again, though no call has shown it: some may be made, if none were. */
    public abstract void reached(long nowNanos);

    /** Makes one for each. */
    public interface Of {
        /** @return null where that host's calls are nobody's business */
        @Nullable
        OutboundHost host(String host, int port);

        /**
         * @param name of a pool of connections to a database
         * @return null where its calls are nobody's business
         */
        @Nullable
        OutboundHost pool(String name);
    }
}
