package io.perfagent.instrument.family;

import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import org.jspecify.annotations.Nullable;

/**
 * Until when the caller of a request waits for its answer, as a header says: milliseconds, as Envoy's
 * {@code x-envoy-expected-rq-timeout-ms}, or a number with one of the units of {@code grpc-timeout} ({@code H M S m u n}). Pure,
 * but for the thread's own operations.
 */
final class Deadline {
    private static final int MOST_DIGITS = 8; // as of grpc-timeout
    private static final long LONGEST_NANOS = 24L * 3600 * 1_000_000_000;

    private Deadline() {}

    /**
     * @param value hostile; null if there is none
     * @return as of {@link System#nanoTime}; 0 if it says nothing that can be used
     */
    static long of(@Nullable String value, long nowNanos) {
        int length = value == null ? 0 : value.length();
        if (value == null || length == 0 || length > MOST_DIGITS + 1) {
            return 0;
        }
        char last = value.charAt(length - 1);
        int digits = isDigit(last) ? length : length - 1;
        long unitNanos = isDigit(last) ? 1_000_000 : unitNanos(last);
        if (digits == 0 || digits > MOST_DIGITS || unitNanos == 0) {
            return 0;
        }
        long number = 0;
        for (int i = 0; i < digits; i++) {
            if (!isDigit(value.charAt(i))) {
                return 0;
            }
            number = 10 * number + value.charAt(i) - '0';
        }
        if (number == 0 || number > LONGEST_NANOS / unitNanos) {
            return 0; // Envoy says 0 for no time-out
        }
        long deadlineNanos = nowNanos + number * unitNanos;
        return deadlineNanos == 0 ? 1 : deadlineNanos;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static long unitNanos(char unit) {
        switch (unit) {
            case 'H':
                return 3600L * 1_000_000_000;
            case 'M':
                return 60L * 1_000_000_000;
            case 'S':
                return 1_000_000_000;
            case 'm':
                return 1_000_000;
            case 'u':
                return 1000;
            case 'n':
                return 1;
            default:
                return 0;
        }
    }

    /**
     * Whether nobody waits any more for the answer to the request that this thread serves. Not asked of work that was handed to
     * another thread: it may be meant to outlive the request.
     */
    static boolean hasPassed(long nowNanos) {
        Operation request = ThreadState.get().innermost(OperationKinds.HTTP_SERVER);
        return request != null && request.deadlineNanos != 0 && nowNanos - request.deadlineNanos >= 0;
    }
}
