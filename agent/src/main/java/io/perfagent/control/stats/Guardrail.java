package io.perfagent.control.stats;

/**
 * Watches one kind of bad outcome (an error, a missed objective) while a change is on trial, request by request, and
 * trips when its rate is above what it may be. However often it is looked at, it trips without cause with probability
 * {@code alpha} at most.
 *
 * <p>It bets against "the rate is {@code allowed} or less" on three rates at once, {@value #NEAR}, {@value #MIDDLE} and
 * {@value #FAR} times as high. If the claim holds, the capital is a non-negative supermartingale that starts at 1, so it
 * ever reaches 1/{@code alpha} with probability {@code alpha} at most (Ville's inequality). With alpha 0.001, 1 % of
 * errors where 0.1 % are allowed is noticed after about 500 requests. What is allowed should be the upper bound of the
 * control blocks' rate, {@link Proportion#upperBound}; the chance that this bound is too low adds to alpha.
 *
 * <p>Not thread-safe. Sources: Ville, 1939; Waudby-Smith and Ramdas, "Estimating means of bounded random variables by
 * betting", 2024; Lindon et al., arXiv 2205.14762 (sequential canaries).
 */
public final class Guardrail {
    private static final double NEAR = 3;
    private static final double MIDDLE = 10;
    private static final double FAR = 50;

    /** The rates bet on: multiples of the allowed one, and the shares of the capital. */
    private static final double[] MULTIPLES = {NEAR, MIDDLE, FAR};

    private static final double[] SHARES = {0.25, 0.5, 0.25};

    /** A rate that is bet on is at most this far from certainty. */
    private static final double MOST = 0.95;

    private final double allowed;
    private final double alpha;
    private final double[] logWin = new double[MULTIPLES.length];
    private final double[] logLose = new double[MULTIPLES.length];
    private final double[] logCapital = new double[MULTIPLES.length];
    private long requests;
    private long bad;
    private double highest;
    private boolean tripped;

    /**
     * @param allowed the rate that is no cause to trip, above 0 and below 0.9
     * @param alpha how likely it may trip without cause, above 0 and below 1; 0.001 is usual
     */
    public Guardrail(double allowed, double alpha) {
        if (!(allowed > 0 && allowed < 0.9) || !(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("allowed " + allowed + ", alpha " + alpha);
        }
        this.allowed = allowed;
        this.alpha = alpha;
        for (int i = 0; i < MULTIPLES.length; i++) {
            double rate = Math.min(MULTIPLES[i] * allowed, allowed + (MOST - allowed) * (i + 1) / MULTIPLES.length);
            logWin[i] = Math.log(rate / allowed);
            logLose[i] = Math.log((1 - rate) / (1 - allowed));
            logCapital[i] = Math.log(SHARES[i]);
        }
    }

    /**
     * Takes what happened since the last call.
     *
     * @param moreRequests requests that ended, 0 or more
     * @param moreBad how many of them ended badly, at most as many
     * @return whether it has tripped, now or before
     */
    public boolean add(long moreRequests, long moreBad) {
        if (moreBad < 0 || moreBad > moreRequests) {
            throw new IllegalArgumentException(moreBad + " bad of " + moreRequests);
        }
        requests += moreRequests;
        bad += moreBad;
        double capital = 0;
        for (int i = 0; i < logCapital.length; i++) {
            logCapital[i] += moreBad * logWin[i] + (moreRequests - moreBad) * logLose[i];
            capital += Math.exp(logCapital[i]);
        }
        highest = Math.max(highest, capital);
        tripped |= capital >= 1 / alpha;
        return tripped;
    }

    /** Whether the rate is shown to be above what is allowed. Stays so. */
    public boolean isTripped() {
        return tripped;
    }

    /** The evidence: the highest capital so far, from 1; it trips at 1/alpha. */
    public double evidence() {
        return highest;
    }

    public long requests() {
        return requests;
    }

    public long bad() {
        return bad;
    }

    /**
     * About how many requests it takes to notice a rate; infinite for one that none of the bets gains from. A trial whose
     * traffic needs longer than a minute for this many is not safe to run on all of it.
     *
     * @param rate above what is allowed, below 1
     */
    public double requestsToNotice(double rate) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < logWin.length; i++) {
            double gain = rate * logWin[i] + (1 - rate) * logLose[i];
            if (gain > 0) {
                least = Math.min(least, (-Math.log(alpha) - Math.log(SHARES[i])) / gain);
            }
        }
        return least;
    }
}
