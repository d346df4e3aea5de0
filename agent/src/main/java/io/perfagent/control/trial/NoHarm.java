package io.perfagent.control.trial;

import io.perfagent.control.stats.SignFlipTest;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a change is shown to do no harm, by pairs of blocks with and without it: the rate of bad outcomes, p99 and the
 * requests that end well per second must each be shown to be worse by less than a margin. That each must be shown keeps the
 * chance of a wrong answer at that of a single test (intersection-union). It is looked at four times, each time at a quarter
 * of {@value #ALPHA}. Not thread-safe.
 *
 * <p>Sources: Berger, "Multiparameter hypothesis testing and acceptance sampling", 1982 (intersection-union tests); ICH E9
 * on margins of non-inferiority; {@link SignFlipTest}.
 */
final class NoHarm {
    /** Bad outcomes more, of all. */
    static final double BAD_MARGIN = 0.001;

    /** As a logarithm: 10 % more. */
    static final double P99_MARGIN = Math.log(1.10);

    /** As a logarithm: 5 % fewer requests per second that end well. */
    static final double GOOD_MARGIN = -Math.log(1.05);

    /** How likely it is that a change that does as much harm as a margin is found harmless. */
    static final double ALPHA = 0.05;

    /** Pairs at which it is looked. */
    private static final int[] LOOKS = {8, 12, 20, 32};

    enum Verdict {
        GO_ON,
        NO_HARM,
        HARM,
        /** All pairs have been taken, and one margin at least could not be held. */
        NOT_SHOWN
    }

    private final List<double[]> differences = new ArrayList<>();
    private double pBad = 1;
    private double pP99 = 1;
    private double pGood = 1;

    /** A pair of blocks next to each other, in an order that was drawn by lot, with latencies that can be compared. */
    Verdict add(Block with, Block without) {
        differences.add(new double[] {
            with.badRate() - without.badRate(),
            with.p99Above(without),
            Math.log(Math.max(1, with.goodPerSecond()) / Math.max(1, without.goodPerSecond()))
        });
        for (int look : LOOKS) {
            if (differences.size() == look) {
                return judge(look == LOOKS[LOOKS.length - 1]);
            }
        }
        return Verdict.GO_ON;
    }

    private Verdict judge(boolean last) {
        double alpha = ALPHA / LOOKS.length;
        SignFlipTest bad = test(0);
        SignFlipTest p99 = test(1);
        SignFlipTest good = test(2);
        pBad = bad.pLess(BAD_MARGIN);
        pP99 = p99.pLess(P99_MARGIN);
        pGood = good.pGreater(GOOD_MARGIN);
        if (pBad <= alpha && pP99 <= alpha && pGood <= alpha) {
            return Verdict.NO_HARM;
        }
        if (bad.pGreater(BAD_MARGIN) <= alpha
                || p99.pGreater(P99_MARGIN) <= alpha
                || good.pLess(GOOD_MARGIN) <= alpha) {
            return Verdict.HARM;
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

    /** The effect on an outcome: 0 the rate of bad ones, 1 p99 as a logarithm, 2 good ones per second as a logarithm. */
    Estimate effect(int outcome) {
        return Estimate.of(values(outcome));
    }

    /** The largest of the three probabilities at the last look: what the weakest of the three claims is worth. */
    double weakest() {
        return Math.max(pBad, Math.max(pP99, pGood));
    }
}
