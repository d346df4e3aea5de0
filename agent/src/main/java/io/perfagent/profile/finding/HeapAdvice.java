package io.perfagent.profile.finding;

/** What size of the heap would help against collections, by what is live. Pure. */
final class HeapAdvice {
    /** A heap of so many times what is live is collected seldom enough, as a rule of thumb of tuning guides. */
    private static final double AMPLE = 3;

    private HeapAdvice() {}

    /**
     * @param liveBytes about what is live, or -1
     * @param maxBytes what the heap may grow to, or -1
     */
    static String say(long liveBytes, long maxBytes, double gcShare) {
        if (liveBytes < 0 || maxBytes <= 0) {
            return "allocate less; what is live is not known before a collection of the old generation";
        }
        double times = (double) maxBytes / Math.max(1, liveBytes);
        if (times < AMPLE) {
            return "about " + Wording.bytes(liveBytes) + " are live in a heap of " + Wording.bytes(maxBytes)
                    + ": give it " + Wording.bytes(AMPLE * liveBytes) + " (-Xmx), or hold less";
        }
        return "the heap of " + Wording.bytes(maxBytes) + " is ample for the " + Wording.bytes(liveBytes)
                + " that are live: allocate less; more heap makes collections rarer, not shorter";
    }
}
