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
     * @param asked whether it had entered; some clients' calls cannot be held back
     */
    public abstract void ended(long startNanos, long nowNanos, int status, @Nullable Throwable thrown, boolean asked);

    /**
     * A call that was made has ended.
     *
     * @param failed whether it was not reached, or did not answer in time
     */
    public abstract void ended(long startNanos, long nowNanos, boolean failed);

    /** A call that was made has ended, and says nothing of what was called: it was interrupted, or found no room. */
    public abstract void saidNothing(long startNanos);

    /** Whether nothing is held back, nor would be. One volatile read. */
    public abstract boolean isClosed();

    /** A call was made without asking, as {@link #isClosed}. */
    public abstract void passed();

    /** It is known to be there, though no call has shown it: calls are let through from now on, if they were not. */
    public abstract void reached(long nowNanos);

    /** Makes one for each. */
    public interface Of {
        /** @return null where that host's calls are nobody's business */
        @Nullable
        OutboundHost host(String host, int port);

        /** @return null where that pool's waits are nobody's business */
        @Nullable
        OutboundHost pool(ConnectionPool pool);

        /**
         * A connection that many share, and that keeps what it is asked for until it is back.
         *
         * @return null where that host's commands are nobody's business
         */
        @Nullable
        OutboundHost link(String host, int port);
    }
}
