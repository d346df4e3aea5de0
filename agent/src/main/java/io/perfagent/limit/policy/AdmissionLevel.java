package io.perfagent.limit.policy;

/**
 * Which requests are turned away on arrival while more come than can be served: those from a rank on. A rank is a tier and,
 * within it, a cohort of users, so that the lowest tiers go first, and of one tier always the same users.
 *
 * <p>The level is where the requests below it, by what has come in the last seconds, are a little more than what gets in: so
 * much more that the gate stays full, and so little that what it turns away itself, whoever that is, is hardly anything. It
 * moves when that has been wrong for seconds, at once when it is very wrong; and it rises by doubled steps when nobody has to
 * wait any more. Where a single rank is more than what gets in, it is let through whole and the gate decides.
 *
 * <p>Source: DAGOR (Zhou et al., "Overload control for scaling WeChat microservices", SoCC 2018). One thread's own; a step is a
 * quarter of a second.
 */
public final class AdmissionLevel {
    /** Cohorts of users in a tier; those of whom nothing is known are the last one. */
    public static final int COHORTS = 128;

    public static final int TIERS = 5;
    static final int RANKS = TIERS * COHORTS;

    /** Nobody is turned away on arrival. */
    public static final int ALL = RANKS;

    /** What should be turned away at the gate of those that come that far, as a share. */
    private static final double AIM = 0.08;

    private static final double LEAST = 0.03;
    private static final double MOST = 0.14;
    private static final double TOO_MANY = 0.15;
    private static final double FAR_TOO_MANY = 0.3;

    /** An overload begins with so many turned away. */
    private static final double BEGINS = 0.05;

    /** Fewer than this share of what got in while it was full are no overload any more. */
    private static final double ENDS = 0.9;

    /** A share of all that come is always let through. */
    private static final double FEWEST = 0.05;

    private static final double UP = 0.02;
    private static final double UP_QUIET = 0.05;

    static final int FIRST_STEPS = 4;
    static final int STABLE_STEPS = 32;
    private static final int FORGET_STEPS = 64;
    private static final int SOON_STEPS = 2;
    private static final int SOME_STEPS = 8;
    private static final int QUIET_STEPS = 4;
    static final int OVER_STEPS = 8;
    private static final int SMOOTHING_STEPS = 12;

    private final double[] offered = new double[RANKS]; // a step, in the mean of the last ones
    private final double[] recent = new double[FIRST_STEPS];
    private int level = ALL;
    private long steps;
    private int since;
    private double passed;
    private double turned;
    private double capacity;
    private int quiet;

    /** The rank of a cohort in a tier; the lower the better. */
    public static int rank(int tier, int cohort) {
        return tier * COHORTS + cohort;
    }

    /** Requests of this rank and those above it are turned away; {@link #ALL} if none are. */
    public int level() {
        return level;
    }

    /** Whether nobody has had to wait for a while, so that ranks need not be looked at. */
    public boolean isOver() {
        return level == ALL && quiet >= OVER_STEPS;
    }

    /**
     * Goes one step.
     *
     * @param arrivals requests that have come since the last one, by rank
     * @param rejected those below the level that the gate has turned away since
     * @param waited requests that had to wait at it since
     * @return the level from now on
     */
    public int step(int[] arrivals, long rejected, long waited) {
        double weight = 1.0 / Math.min(SMOOTHING_STEPS, ++steps);
        double all = 0;
        double below = 0;
        for (int rank = 0; rank < RANKS; rank++) {
            offered[rank] += weight * (arrivals[rank] - offered[rank]);
            all += arrivals[rank];
            below += rank < level ? arrivals[rank] : 0;
        }
        recent[(int) (steps % recent.length)] = all;
        passed += below;
        turned += rejected;
        since++;
        quiet = rejected == 0 && waited == 0 ? quiet + 1 : 0;
        move();
        if (since >= FORGET_STEPS) {
            since /= 2;
            passed /= 2;
            turned /= 2;
        }
        return level;
    }

    private void move() {
        double excess = passed == 0 ? 0 : turned / passed;
        if (level == ALL) {
            if (since >= FIRST_STEPS && excess > BEGINS) {
                cut();
            } else if (since >= FIRST_STEPS && quiet > 0) {
                restart(); // what was before the overload says nothing about it
            }
            return;
        }
        if (since >= STABLE_STEPS && turned > 0) {
            capacity = served();
        }
        if (sumOfRecent() < ENDS * capacity * recent.length) {
            to(ALL);
        } else if (quiet >= QUIET_STEPS) {
            raise(UP_QUIET * (1 << Math.min(10, quiet - QUIET_STEPS)));
        } else if (since >= STABLE_STEPS && excess < LEAST) {
            raise(UP);
        } else if (excess > most()) {
            cut();
        }
    }

    /** What is too much: the longer the level has been seen, the less. */
    private double most() {
        return since >= STABLE_STEPS ? MOST : since >= SOME_STEPS ? TOO_MANY : since >= SOON_STEPS ? FAR_TOO_MANY : 1;
    }

    /** To what has got in, and a little more; by half at most, since what is behind may have stood still for a moment. */
    private void cut() {
        capacity = served();
        double least = Math.max(passed / since / 2, FEWEST * sumOfRecent() / recent.length);
        int wanted = levelFor(Math.max(least, (1 + AIM) * capacity));
        if (wanted < level) {
            to(wanted);
        }
    }

    /** What has got in, a step. */
    private double served() {
        return Math.max(0, passed - turned) / since;
    }

    private void raise(double share) {
        double below = 0;
        double all = 0;
        for (int rank = 0; rank < RANKS; rank++) {
            below += rank < level ? offered[rank] : 0;
            all += offered[rank];
        }
        to(Math.max(level + 1, levelFor(below + share * all)));
    }

    private void to(int next) {
        level = Math.min(ALL, next);
        restart();
    }

    private void restart() {
        since = 0;
        passed = 0;
        turned = 0;
    }

    private double sumOfRecent() {
        double sum = 0;
        for (double one : recent) {
            sum += one;
        }
        return sum;
    }

    /** The lowest one that lets so many in: more rather than less, where a rank is large. */
    private int levelFor(double wanted) {
        double sum = 0;
        for (int rank = 0; rank < RANKS; rank++) {
            sum += offered[rank];
            if (sum >= wanted) {
                return rank + 1;
            }
        }
        return ALL;
    }
}
