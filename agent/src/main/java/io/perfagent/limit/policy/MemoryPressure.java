package io.perfagent.limit.policy;

import java.util.Arrays;

/**
 * What is to be done about a heap that fills up, from what collections leave alive and the time they take. From 75 % alive on
 * caches of ours shrink. Requests are shed only if collections also take more than a tenth of the time over ten seconds: low
 * tiers from 85 % on, all but the highest from 95 %; until they take less than a twentieth, or less than 80 % is alive. If
 * shedding has not made them take less after thirty seconds, or does not any more after thirty further ones, it does not help
 * and ends; nothing is shed for ten minutes then. A live set that is large and steady is told of once, and never a cause. One
 * thread's own; stepped once a second.
 *
 * <p>Whether they take less is judged by the median second of ten. The mean of those before has the burst in it that often
 * comes before a heap is full: that it is over looked like help, and what does not help went on for ever.
 *
 * <p>Source: LinkedIn's Hodor (GC overhead in tiers).
 */
public final class MemoryPressure {
    private static final int SECONDS = 10;
    private static final double SHRINK_FROM = 0.75;
    private static final double SHRINK_UNTIL = 0.70;
    private static final double LOW_FROM = 0.85;
    private static final double MOST_FROM = 0.95;
    private static final double LOW_UNTIL = 0.80;
    private static final double TOO_MUCH = 0.10;
    private static final double LITTLE = 0.05;

    /** What helps leaves at most so much of the time that they took. */
    private static final double FALLEN = 0.85;

    public static final int HELPS_WITHIN = 30;
    static final int REST = 600;
    static final int STEADY = 600;

    /** What is to be done; each one what those before it are, too. */
    public enum Level {
        CALM,
        SHRINK_CACHES,
        /** Requests of the tiers below the usual one. */
        SHED_LOW,
        /** Requests of all tiers but the highest. */
        SHED_MOST
    }

    private final double[] shares = new double[SECONDS];
    private int seconds;
    private Level shed = Level.CALM;
    private int shedSeconds;
    private double shareBefore;
    private int rest;
    private int steady;
    private boolean steadyTold;
    private boolean shrinks;
    private boolean futile;
    private double live;

    /**
     * A second is over.
     *
     * @param liveShare what the last old or mixed collection has left of the old generation, 0 to 1; NaN before the first
     * @param gcShare of the second spent in collections, 0 to 1
     */
    public Level second(double liveShare, double gcShare) {
        shares[seconds++ % SECONDS] = Math.max(0, Math.min(1, gcShare));
        live = liveShare;
        rest = Math.max(0, rest - 1);
        futile = false;
        shrinks = live >= (shrinks ? SHRINK_UNTIL : SHRINK_FROM);
        if (shed == Level.CALM) {
            begin();
        } else {
            goOn();
        }
        boolean large = live >= LOW_FROM && gcShare() < TOO_MUCH;
        steady = large ? steady + 1 : 0;
        return shed != Level.CALM ? shed : shrinks ? Level.SHRINK_CACHES : Level.CALM;
    }

    private Level wanted() {
        if (gcShare() < TOO_MUCH || median() < LITTLE) {
            return Level.CALM;
        }
        return live >= MOST_FROM ? Level.SHED_MOST : live >= LOW_FROM ? Level.SHED_LOW : Level.CALM;
    }

    private void begin() {
        if (seconds >= SECONDS && rest == 0) {
            shed(wanted());
        }
    }

    private void shed(Level level) {
        shed = level;
        shedSeconds = 0;
        shareBefore = median();
    }

    private void goOn() {
        shedSeconds++;
        if (gcShare() < LITTLE || !(live >= LOW_UNTIL)) {
            shed = Level.CALM;
        } else if (shed == Level.SHED_LOW && wanted() == Level.SHED_MOST) {
            shed(Level.SHED_MOST);
        } else if (shedSeconds % HELPS_WITHIN == 0 && median() > FALLEN * shareBefore) {
            shed = Level.CALM;
            futile = true;
            rest = REST;
        }
    }

    /** The share of the last ten seconds that was spent in collections. */
    public double gcShare() {
        double sum = 0;
        for (double share : shares) {
            sum += share;
        }
        return sum / SECONDS;
    }

    /** The share of a second like most of the last ten. */
    private double median() {
        double[] sorted = shares.clone();
        Arrays.sort(sorted);
        return (sorted[(SECONDS - 1) / 2] + sorted[SECONDS / 2]) / 2;
    }

    /** Whether shedding has ended in this second because it has not helped. */
    public boolean isFutile() {
        return futile;
    }

    /** Whether the live set has been large and steady for ten minutes; true once. */
    public boolean isSteadyNews() {
        boolean news = steady >= STEADY && !steadyTold;
        steadyTold |= news;
        return news;
    }
}
