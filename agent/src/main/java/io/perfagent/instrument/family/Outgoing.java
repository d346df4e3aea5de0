package io.perfagent.instrument.family;

import io.perfagent.trace.SpanEvents;
import org.jspecify.annotations.Nullable;

/** What calls go to, for whoever wants to hold them back. Safe for all threads; look-ups neither lock nor allocate. */
public final class Outgoing {
    private static final int MAX_HOSTS = 256;

    /** Why nothing is asked for on behalf of a request that nobody waits for. */
    public static final String DEADLINE = "deadline";

    private final KeyTable<OutboundHost> hosts = new KeyTable<>(MAX_HOSTS);

    /** Who wants to hold calls back; null while nobody does. */
    private volatile OutboundHost.@Nullable Of listener;

    private volatile boolean heedsDeadlines;

    /** Lets somebody hold calls back, and hear of their ends. */
    public void listen(OutboundHost.Of one) {
        listener = one;
    }

    /** Whether anybody wants to. One volatile read. */
    public boolean isHeard() {
        return listener != null;
    }

    /** Whether nothing is asked for on behalf of a request whose caller has stopped waiting. */
    public void heedDeadlines(boolean heeds) {
        heedsDeadlines = heeds;
    }

    /** Whether the request that this thread serves has nobody left who waits for its answer, and that is heeded. */
    public boolean isTooLate(long nowNanos) {
        return heedsDeadlines && Deadline.hasPassed(nowNanos);
    }

    /** What the caller is told of a call that is not made. */
    public static String message(String target, String reason, String because) {
        return "perf-agent: " + target + " is not asked "
                + (reason.equals(DEADLINE)
                        ? "(" + reason + "), because the caller of the request has stopped waiting for its answer"
                        : "at the moment (" + reason + "), because " + because);
    }

    /** @return null where its calls are nobody's business */
    public @Nullable OutboundHost host(String host, int port) {
        OutboundHost.Of asked = listener;
        if (asked == null) {
            return null;
        }
        OutboundHost known = hosts.find(host, "", "", port);
        OutboundHost made = known == null ? asked.host(host, port) : known;
        return known != null || made == null ? made : hosts.add(host, "", "", port, made);
    }

    /** @return null where its commands are nobody's business; locks: to be kept beside the connection */
    public @Nullable OutboundHost link(String host, int port) {
        OutboundHost.Of asked = listener;
        return asked == null ? null : asked.link(host, port);
    }

    /** @return null where its waits are nobody's business */
    public @Nullable OutboundHost pool(ConnectionPool pool) {
        OutboundHost.Of asked = listener;
        if (asked != null && !pool.isGuardKnown) {
            pool.guard = asked.pool(pool); // threads that race get the same one
            pool.isGuardKnown = true;
        }
        return pool.guard;
    }

    /** Notes on the current span that a connection was not asked for, where no span of a call can say so. */
    public static void heldBack(String reason, String target, long nowNanos) {
        SpanEvents.add(
                0,
                "perf_agent.outbound.held_back",
                nowNanos,
                "perf_agent.limit.reason",
                reason,
                "perf_agent.outbound.target",
                target);
    }
}
