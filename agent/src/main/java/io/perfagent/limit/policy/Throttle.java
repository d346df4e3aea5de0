package io.perfagent.limit.policy;

/**
 * Client-side throttling: where a host turns calls away, so many are not even made that about as many again get there as it
 * accepts. Calls of the last thirty seconds, those that were not made included; nothing below twenty of them, or while nine in
 * ten are accepted; never more than nine in ten are held back, so that some always ask. Guarded by its owner; reads no clock and
 * draws no lot.
 *
 * <p>Source: Beyer et al., "Site Reliability Engineering", chapter 21 (adaptive throttling), with its factor of two.
 */
public final class Throttle {
    private static final double FACTOR = 2;
    private static final double MOST = 0.9;
    private static final int LEAST_CALLS = 20;
    private static final double ACCEPTED_ENOUGH = 0.9;
    private static final int SLOTS = 30;
    private static final long SLOT_NANOS = 1_000_000_000L;

    private final int[] asked = new int[SLOTS];
    private final int[] made = new int[SLOTS];
    private final int[] turnedAway = new int[SLOTS];
    private long slot;
    private int allAsked;
    private int allMade;
    private int allTurnedAway;

    public Throttle(long nowNanos) {
        slot = Math.floorDiv(nowNanos, SLOT_NANOS);
    }

    /** How likely a call that is asked for now should be held back; 0 to {@value #MOST}. */
    public double probability() {
        if (allMade < LEAST_CALLS || allTurnedAway <= (1 - ACCEPTED_ENOUGH) * allMade) {
            return 0;
        }
        double accepted = allMade - allTurnedAway;
        return Math.min(MOST, Math.max(0, (allAsked - FACTOR * accepted) / (allAsked + 1.0)));
    }

    /** The same now, if nobody has asked for a while. */
    public double probability(long nowNanos) {
        advance(nowNanos);
        return probability();
    }

    /**
     * A call is asked for.
     *
     * @param lot 0 to 1, drawn at random
     * @return whether it may be made
     */
    public boolean enter(long nowNanos, double lot) {
        int at = advance(nowNanos);
        boolean goes = lot >= probability();
        asked[at]++;
        allAsked++;
        return goes;
    }

    /** A call that was made has ended, or the host has turned it away. */
    public void ended(long nowNanos, boolean byHost) {
        int at = advance(nowNanos);
        made[at]++;
        allMade++;
        if (byHost) {
            turnedAway[at]++;
            allTurnedAway++;
        }
    }

    private int advance(long nowNanos) {
        long now = Math.floorDiv(nowNanos, SLOT_NANOS);
        for (long next = Math.max(slot + 1, now - SLOTS + 1); next <= now; next++) {
            int at = (int) Math.floorMod(next, SLOTS);
            allAsked -= asked[at];
            allMade -= made[at];
            allTurnedAway -= turnedAway[at];
            asked[at] = 0;
            made[at] = 0;
            turnedAway[at] = 0;
        }
        slot = Math.max(slot, now);
        return (int) Math.floorMod(slot, SLOTS);
    }
}
