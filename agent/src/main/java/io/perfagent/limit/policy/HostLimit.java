package io.perfagent.limit.policy;

/**
 * How many calls to one host may be in progress at once. There is no limit until a round of calls is shown to fail in more than one
 * of ten; then as many as there were, less half the share that fails, and again after each such round; one more after any other in
 * which it is reached, a tenth more where none fails and it is far below what was cut. Below half of where it began it goes only if fewer
 * calls fail by then than would if the host failed whatever is asked of it: else it is given up, for a minute at first. Whatever the
 * limit, one call a second is let through. Guarded by its owner; reads no clock.
 *
 * <p>A round is a hundred calls, or as many as may be in progress if that is more, or those of ten seconds; fewer than twenty show no
 * failure. Calls that began before the last cut say nothing, nor those that began while the host may still be busy with earlier ones: for
 * as long after it as the longest call took that failed.
 *
 * <p>Source: additive increase, multiplicative decrease (Chiu and Jain, 1989), with the cut of DCTCP (RFC 8257, 3.3). A host's latency
 * is no evidence here: it is a mix of all that is asked of it, and what a call takes without load is not known.
 */
public final class HostLimit {
    static final int FLOOR = 2;
    private static final double BAD = 0.1;

    /** Standard deviations that the share of failures has to be above {@link #BAD}. */
    private static final double SHOWN = 2;

    /** Standard deviations that a share of failures has to be above an earlier one. */
    private static final double WORSE = 3;

    private static final int ROUND_CALLS = 100;
    private static final int LEAST_CALLS = 20;
    private static final long ROUND_NANOS = 10_000_000_000L;
    private static final double DEEPEST_CUT = 0.5;
    private static final int GROWTH = 10;

    /** Of the limit that was cut last: above it, the limit grows by one only. */
    private static final double NEAR = 0.7;

    /** Whether fewer calls fail is judged by so many, of the last ones four times as many at most. */
    static final int JUDGED_CALLS = 100;

    static final long REST_NANOS = 60_000_000_000L;
    static final long LONGEST_REST_NANOS = 600_000_000_000L;

    /** A limit that was neither cut nor reached for so long is forgotten. */
    static final long FORGOTTEN_NANOS = 60_000_000_000L;

    private static final long LONGEST_SETTLING_NANOS = 30_000_000_000L;

    /** One call each time that has passed goes whatever the limit: calls that were lost, or last for days, would hold up all others. */
    static final long PASS_NANOS = 1_000_000_000L;

    private int limit;
    private int inside;
    private long cutNanos;

    /** From when on calls show what the last cut has done. */
    private long settledNanos;

    private int cutFrom;
    private long fullNanos;
    private long passedNanos;

    /** Of this round. */
    private int calls;

    private int failed;
    private long longestNanos;
    private int most;
    private boolean full;
    private long roundNanos;

    /** Where the limit stood when it was last judged, and the share of calls that failed then. */
    private int from;

    private double fromShare;
    private int judged;
    private int judgedFailed;
    private long restUntilNanos;
    private long restNanos = REST_NANOS;

    public HostLimit(long nowNanos) {
        restUntilNanos = nowNanos;
        passedNanos = nowNanos;
        forget(nowNanos);
    }

    /** Whether as many calls are in progress as may be. */
    public boolean isFull(long nowNanos) {
        if (limit == 0 || inside < limit) {
            return false;
        }
        full = true;
        fullNanos = nowNanos;
        if (nowNanos - passedNanos >= PASS_NANOS) {
            passedNanos = nowNanos;
            return false;
        }
        return true;
    }

    /** A call begins; one {@link #ended} or {@link #saidNothing} follows, some day. */
    public void begin() {
        inside++;
        most = Math.max(most, inside);
    }

    /** A call has ended of which nothing is known. */
    public void saidNothing() {
        inside = Math.max(0, inside - 1);
    }

    /**
     * A call has ended.
     *
     * @param startNanos when it had begun
     * @param bad whether it was turned away, not reached, or not answered in time
     */
    public void ended(long startNanos, long nowNanos, boolean bad) {
        saidNothing();
        if (limit != 0 && nowNanos - cutNanos >= FORGOTTEN_NANOS && nowNanos - fullNanos >= FORGOTTEN_NANOS) {
            restNanos = REST_NANOS;
            forget(nowNanos);
        }
        if (startNanos - settledNanos < 0) {
            return;
        }
        calls++;
        if (bad) {
            failed++;
            longestNanos = Math.max(longestNanos, nowNanos - startNanos);
        }
        if (isAtHalf()) {
            judged++;
            judgedFailed += bad ? 1 : 0;
        }
        if (calls >= Math.max(ROUND_CALLS, limit) || nowNanos - roundNanos >= ROUND_NANOS) {
            round(nowNanos);
        }
    }

    private void round(long nowNanos) {
        if (calls >= LEAST_CALLS && failed > BAD * calls + SHOWN * Math.sqrt(BAD * (1 - BAD) * calls)) {
            cut((double) failed / calls, nowNanos);
        } else if (limit != 0 && full && !(isAtHalf() && judged < JUDGED_CALLS)) {
            limit += failed == 0 && limit < NEAR * cutFrom ? Math.max(1, limit / GROWTH) : 1;
        }
        if (judged >= 4 * JUDGED_CALLS) {
            judged /= 2;
            judgedFailed /= 2;
        }
        restart(nowNanos);
    }

    private void cut(double share, long nowNanos) {
        if (nowNanos - restUntilNanos < 0) {
            return; // given up
        }
        if (limit == 0) {
            limit = most;
            from(share);
        } else if (isAtHalf()) {
            if (judged < JUDGED_CALLS) {
                return; // not known yet whether it helps
            }
            if (!helps()) {
                restUntilNanos = nowNanos + restNanos;
                restNanos = Math.min(LONGEST_REST_NANOS, 2 * restNanos);
                forget(nowNanos);
                return;
            }
            from((double) judgedFailed / judged);
        }
        int less = Math.min(limit - 1, (int) (limit * Math.max(DEEPEST_CUT, 1 - share / 2)));
        cutFrom = limit;
        limit = Math.max(FLOOR, Math.max(from / 2, less));
        cutNanos = nowNanos;
        settledNanos = nowNanos + Math.min(LONGEST_SETTLING_NANOS, longestNanos);
    }

    private boolean isAtHalf() {
        return limit != 0 && limit <= Math.max(FLOOR, from / 2);
    }

    /**
     * Whether fewer calls fail than would if the host failed whatever is asked of it. If clearly more of them do than before, it is in
     * deeper trouble than it was then, and nothing is known yet.
     */
    private boolean helps() {
        double share = (double) judgedFailed / judged;
        // Had the host given as much as before to half as many calls, twice as many of them would be good.
        double ifItDoes = Math.max(0, 2 * fromShare - 1);
        double scatter = Math.sqrt(fromShare * (1 - fromShare) / judged);
        return share <= (fromShare + ifItDoes) / 2 || share > fromShare + WORSE * scatter;
    }

    private void from(double share) {
        from = limit;
        fromShare = share;
        judged = 0;
        judgedFailed = 0;
    }

    private void restart(long nowNanos) {
        roundNanos = nowNanos;
        calls = 0;
        failed = 0;
        longestNanos = 0;
        most = inside;
        full = false;
    }

    /** No limit from now on, until calls fail again. */
    public void forget(long nowNanos) {
        limit = 0;
        cutNanos = nowNanos;
        settledNanos = nowNanos;
        fullNanos = nowNanos;
        from(0);
        restart(nowNanos);
    }

    /** Calls that may be in progress at once; 0 for any number. */
    public int limit() {
        return limit;
    }

    /** Calls in progress. */
    public int inside() {
        return inside;
    }
}
