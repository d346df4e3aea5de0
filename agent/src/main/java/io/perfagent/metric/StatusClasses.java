package io.perfagent.metric;

import org.jspecify.annotations.Nullable;

/**
 * Calls by the class of their response's status (RFC 9110, section 15); all zero for operations without a status. Calls
 * that ended without a response are in none. Immutable.
 */
public record StatusClasses(
        long informational, long successful, long redirections, long clientErrors, long serverErrors) {
    /** No response at all. */
    public static final StatusClasses NONE = new StatusClasses(0, 0, 0, 0, 0);

    static final int COUNT = 5;
    private static final int PER_CLASS = 100;

    /** The index of a status's class, or -1 for what is no status. */
    static int index(int status) {
        int index = status / PER_CLASS - 1;
        return status < PER_CLASS || index >= COUNT ? -1 : index;
    }

    static StatusClasses of(long @Nullable [] counts) {
        return counts == null ? NONE : new StatusClasses(counts[0], counts[1], counts[2], counts[3], counts[4]);
    }

    /** What was counted between two totals; null if that is nothing. */
    static long @Nullable [] between(long @Nullable [] before, long @Nullable [] after) {
        if (after == null) {
            return null;
        }
        long[] counts = new long[COUNT];
        for (int i = 0; i < COUNT; i++) {
            counts[i] = after[i] - (before == null ? 0 : before[i]);
        }
        return counts;
    }

    /** Responses of all classes. */
    public long responses() {
        return informational + successful + redirections + clientErrors + serverErrors;
    }

    /** Share of the responses that tell of a failure of the server, 0 to 1. */
    public double serverErrorRate() {
        long all = responses();
        return all == 0 ? 0 : (double) serverErrors / all;
    }

    /** Share of the responses that tell of a failure of the client, 0 to 1. */
    public double clientErrorRate() {
        long all = responses();
        return all == 0 ? 0 : (double) clientErrors / all;
    }
}
