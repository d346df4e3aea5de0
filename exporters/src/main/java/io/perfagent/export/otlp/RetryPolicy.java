package io.perfagent.export.otlp;

import java.util.SplittableRandom;

/**
 * When to try again, and after how long: 5 attempts, 1 s growing by half to at most 5 s, full jitter.
 *
 * <p>Source: OTLP specification, "OTLP/HTTP Response" (which statuses) and the OpenTelemetry SDKs' retry policy.
 */
final class RetryPolicy {
    static final int MAX_ATTEMPTS = 5;
    /** {@link #retryAfterNanos} of a header that is absent or makes no sense. */
    static final long NONE = -1;

    private static final long INITIAL_NANOS = 1_000_000_000L;
    private static final long MAX_NANOS = 5_000_000_000L;
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private final SplittableRandom random;

    RetryPolicy(long seed) {
        random = new SplittableRandom(seed);
    }

    static boolean retryable(int status) {
        return status == 429 || status == 502 || status == 503 || status == 504;
    }

    /** The longest wait before the next attempt when {@code attempts} have failed. */
    static long maxBackoffNanos(int attempts) {
        long nanos = INITIAL_NANOS;
        for (int i = 1; i < attempts && nanos < MAX_NANOS; i++) {
            nanos += nanos / 2;
        }
        return Math.min(nanos, MAX_NANOS);
    }

    /** A wait drawn evenly from nothing to {@link #maxBackoffNanos}, so that clients do not return in step. */
    long backoffNanos(int attempts) {
        return random.nextLong(maxBackoffNanos(attempts) + 1);
    }

    /** The wait a {@code Retry-After} header asks for, or {@link #NONE}. Source: RFC 9110, section 10.2.3. */
    static long retryAfterNanos(String header, long unixNanos) {
        String value = header.trim();
        if (value.isEmpty()) {
            return NONE;
        }
        if (value.charAt(0) >= '0' && value.charAt(0) <= '9') {
            long seconds = digits(value, 0, Math.min(value.length(), 9));
            return seconds < 0 ? NONE : seconds * 1_000_000_000L;
        }
        long unixSeconds = httpDate(value);
        return unixSeconds < 0 ? NONE : Math.max(0, unixSeconds * 1_000_000_000L - unixNanos);
    }

    /** Seconds since 1970 of an IMF-fixdate such as {@code Sun, 06 Nov 1994 08:49:37 GMT}, or -1. */
    private static long httpDate(String value) {
        if (value.length() != 29 || !value.endsWith(" GMT")) {
            return -1;
        }
        long day = digits(value, 5, 7);
        int monthAt = MONTHS.indexOf(value.substring(8, 11));
        long year = digits(value, 12, 16);
        long hour = digits(value, 17, 19);
        long minute = digits(value, 20, 22);
        long second = digits(value, 23, 25);
        if (day < 1 || day > 31 || monthAt < 0 || monthAt % 3 != 0 || year < 1970 || year > 2200) {
            return -1;
        }
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
            return -1;
        }
        return daysFromEpoch(year, monthAt / 3 + 1, day) * 86_400 + hour * 3_600 + minute * 60 + second;
    }

    private static long daysFromEpoch(long year, int month, long day) {
        // Years counted from March, so that the leap day is the last day of a year.
        long y = month <= 2 ? year - 1 : year;
        long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return 365 * y + y / 4 - y / 100 + y / 400 + dayOfYear - 719_468;
    }

    /** The number written from {@code from} to {@code to}, or -1 if something else stands there. */
    private static long digits(String value, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }
}
