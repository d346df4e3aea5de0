package io.perfagent.coldstart;

import io.perfagent.json.JsonWriter;

/**
 * What became of one figure of a phase's targets.
 *
 * @param statistic {@code target}, {@code p95} or {@code max}
 * @param millis what was measured: this start, or of the deployment's starts
 * @param figureMillis what it was to be
 * @param starts of how many starts; 1 for this one
 * @param raised whether this start has brought it to its level
 */
public record Verdict(
        TargetPhase phase, String statistic, double millis, double figureMillis, int starts, boolean raised) {
    public static final String TARGET = "target";
    public static final String P95 = "p95";
    public static final String MAX = "max";

    /** The share of the figure that was used, 1 for all of it. */
    public double used() {
        return millis / figureMillis;
    }

    public TargetLevel level() {
        return TargetLevel.of(used());
    }

    /** One line: which phase, what was measured, what it was to be. */
    public String line() {
        String what = statistic.equals(TARGET)
                ? "took"
                : "has " + (statistic.equals(P95) ? "a 95th percentile of" : "a maximum of");
        return "start phase '" + phase.name() + "' (" + phase.priority().title + ") " + what + " " + Math.round(millis)
                + " ms, " + Math.round(used() * 100) + " % of its " + statistic + " of " + Math.round(figureMillis)
                + " ms: " + level().title + (starts > 1 ? ", over " + starts + " starts" : "");
    }

    void write(JsonWriter out) {
        out.open('{').text("phase", phase.name()).text("priority", phase.priority().title);
        out.text("statistic", statistic).millis("measured", nanos(millis)).millis("figure", nanos(figureMillis));
        out.number("starts", starts).text("level", level().title).close('}');
    }

    private static long nanos(double millis) {
        return Math.round(millis * 1e6);
    }
}
