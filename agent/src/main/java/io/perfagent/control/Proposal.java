package io.perfagent.control;

/**
 * What an adaptation would do.
 *
 * @param summary one sentence for the operator, at most {@value #MAX_SUMMARY_CHARS} chars, without secrets
 * @param expectedGain how much better; above 0 is better, in {@code unit}
 * @param unit of the gain, with what it is of: {@code ms of start}
 * @param confidence that there is a gain, 0 to 1
 */
public record Proposal(String summary, double expectedGain, String unit, double confidence, Risk risk) {
    /** What is beyond is cut. */
    public static final int MAX_SUMMARY_CHARS = 300;

    private static final double POLICY_CONFIDENCE = 0.95;

    public Proposal {
        summary = Texts.line(summary, MAX_SUMMARY_CHARS);
        unit = Texts.line(unit, Figures.MAX_NAME_CHARS);
        if (!(confidence >= 0 && confidence <= 1) || Double.isNaN(expectedGain) || Double.isInfinite(expectedGain)) {
            throw new IllegalArgumentException("gain " + expectedGain + ", confidence " + confidence);
        }
    }

    /** Whether the agent may try it by itself in mode {@code auto}: a gain that is all but certain, at no high risk. */
    boolean goodEnoughForPolicy() {
        return expectedGain > 0 && confidence >= POLICY_CONFIDENCE && risk != Risk.HIGH;
    }

    /** One line. */
    String text() {
        return summary + " (expected gain " + Figures.text(expectedGain) + " " + unit + ", confidence "
                + Math.round(confidence * 100) + " %, " + risk.text() + " risk)";
    }
}
