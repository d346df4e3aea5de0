package io.perfagent.control.trial;

/** Differences as people read them: with their sign, to two places. */
final class Signed {
    private Signed() {}

    static String text(double value) {
        double rounded = Math.round(value * 100) / 100.0;
        return rounded > 0 ? "+" + rounded : Double.toString(rounded);
    }
}
