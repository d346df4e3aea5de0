package io.perfagent.control.trial;

import io.perfagent.control.Figures;
import io.perfagent.control.stats.SignFlipTest;

/**
 * The effect of a change on one outcome, with the interval that holds it in {@value #PERCENT} % of all experiments: as wide as the
 * looks that a trial takes at a quarter of its error each ask for, so that it lies within a margin where the trial finds it to.
 *
 * @param value NaN if there is no pair yet, as are the ends
 * @param low infinite where there are too few pairs to bound it, as is {@code high}
 */
public record Estimate(double value, double low, double high) {
    /** Of what confidence the interval is. */
    static final double PERCENT = 97.5;

    private static final Estimate NONE = new Estimate(Double.NaN, Double.NaN, Double.NaN);

    /** By pairs of which the outcome is one number each. */
    static Estimate of(double[] differences) {
        if (differences.length == 0) {
            return NONE;
        }
        SignFlipTest test = new SignFlipTest(differences, differences.length);
        double[] ends = test.interval(PERCENT / 100);
        return new Estimate(test.effect(), ends[0], ends[1]);
    }

    /** Of a logarithm: how many times as much it makes of it. */
    Estimate asRatio() {
        return new Estimate(Math.exp(value), Math.exp(low), Math.exp(high));
    }

    /** Of a ratio: the part that is added. */
    Estimate added() {
        return new Estimate(value - 1, low - 1, high - 1);
    }

    /** {@code +1.2 % (-0.4 to +2.5)}, of a share; {@code unit} stands for the percent. */
    String percent(String unit) {
        return Signed.text(100 * value) + unit + " (" + Signed.text(100 * low) + " to " + Signed.text(100 * high) + ")";
    }

    /** As evidence: the value by its name, the ends by that with {@code _low} and {@code _high}. */
    public Figures with(Figures figures, String name) {
        return Double.isNaN(value)
                ? figures
                : figures.with(name, value).with(name + "_low", low).with(name + "_high", high);
    }
}
