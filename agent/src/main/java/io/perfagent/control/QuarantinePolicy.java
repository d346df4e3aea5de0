package io.perfagent.control;

/** When an adaptation that was rolled back may be proposed again, and when no more. Pure. */
final class QuarantinePolicy {
    /** Two roll-backs within this are one too many. */
    static final long WINDOW_MILLIS = 24L * 3_600_000;

    /** How long after a roll-back nothing is proposed. */
    static final long REST_MILLIS = 3_600_000;

    private QuarantinePolicy() {}

    /**
     * Whether a roll-back is one too many.
     *
     * @param earlierUnixMillis when it was rolled back before; 0 for never
     */
    static boolean quarantines(long earlierUnixMillis, long nowUnixMillis) {
        return earlierUnixMillis != 0 && nowUnixMillis - earlierUnixMillis < WINDOW_MILLIS;
    }

    /** Whether it must rest still. A clock that went backwards lets it rest anew. */
    static boolean rests(long rolledBackUnixMillis, long nowUnixMillis) {
        return nowUnixMillis - rolledBackUnixMillis < REST_MILLIS;
    }
}
