package io.perfagent.control.trial;

import io.perfagent.control.stats.SignFlipTest;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a change is shown to gain something, by pairs of blocks with and without it: what a use costs must be shown to be
 * less, and by {@value #LEAST_PERCENT} % as far as can be told; the rate of bad outcomes must be shown to be worse by less than a
 * margin; and the uses per second, which move with the load, must not be fewer by one as far as can be told. That all must hold
 * keeps the chance of a wrong answer at that of a single test (intersection-union). It is looked at four times, each time at a
 * quarter of {@value NoHarm#ALPHA}. Not thread-safe.
 *
 * <p>Sources: as {@link NoHarm}.
 */
final class Gain {
    /** A gain that is smaller is not worth a change. */
    static final int LEAST_PERCENT = 5;

    /** As a logarithm. */
    private static final double LEAST_GAIN = Math.log(1 - LEAST_PERCENT / 100.0);

    /** Pairs at which it is looked. */
    private static final int[] LOOKS = {8, 12, 20, 32};

    private static final int COST = 0;
    private static final int BAD = 1;
    private static final int USES = 2;

    enum Verdict {
        GO_ON,
        GAIN,
        /** Shown to gain less, or to do harm. */
        NONE,
        /** All pairs have been taken, and not all of that could be shown. */
        NOT_SHOWN
    }

    private final List<double[]> differences = new ArrayList<>();
    private double pCost = 1;

    /** A pair of blocks next to each other, in an order that was drawn by lot; each with uses. */
    Verdict add(CostBlock with, CostBlock without) {
        differences.add(new double[] {
            Math.log(with.meanCost() / without.meanCost()),
            with.badRate() - without.badRate(),
            Math.log(with.uses() / without.uses())
        });
        for (int look : LOOKS) {
            if (differences.size() == look) {
                return judge(look == LOOKS[LOOKS.length - 1]);
            }
        }
        return Verdict.GO_ON;
    }

    private Verdict judge(boolean last) {
        double alpha = NoHarm.ALPHA / LOOKS.length;
        SignFlipTest cost = test(COST);
        SignFlipTest bad = test(BAD);
        SignFlipTest uses = test(USES);
        pCost = cost.pLess(0);
        boolean harmless = bad.pLess(NoHarm.BAD_MARGIN) <= alpha && uses.effect() >= NoHarm.GOOD_MARGIN;
        if (pCost <= alpha && cost.effect() <= LEAST_GAIN && harmless) {
            return Verdict.GAIN;
        }
        if (cost.pGreater(LEAST_GAIN) <= alpha
                || bad.pGreater(NoHarm.BAD_MARGIN) <= alpha
                || uses.pLess(NoHarm.GOOD_MARGIN) <= alpha) {
            return Verdict.NONE;
        }
        return last ? Verdict.NOT_SHOWN : Verdict.GO_ON;
    }

    private SignFlipTest test(int outcome) {
        double[] values = values(outcome);
        return new SignFlipTest(values, values.length);
    }

    private double[] values(int outcome) {
        double[] values = new double[differences.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = differences.get(i)[outcome];
        }
        return values;
    }

    int pairs() {
        return differences.size();
    }

    /** What it makes of the cost of a use: 0.8 is a fifth less. */
    Estimate costRatio() {
        return Estimate.of(values(COST)).asRatio();
    }

    /** Bad outcomes more, of all. */
    Estimate badRateAdded() {
        return Estimate.of(values(BAD));
    }

    /** What it makes of the uses in a second. */
    Estimate usesRatio() {
        return Estimate.of(values(USES)).asRatio();
    }

    /** How likely such a gain would be by chance, at the last look; 1 before. */
    double probability() {
        return pCost;
    }
}
