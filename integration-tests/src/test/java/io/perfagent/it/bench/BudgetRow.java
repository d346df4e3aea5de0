package io.perfagent.it.bench;

/**
 * One measured quantity against its budget, as a row of a summary. Immutable; NaN and the empty string stand for what
 * does not apply.
 *
 * @param jdk feature release, or empty
 * @param what what was measured, in the words of the design's budgets
 * @param unit {@code ms}, {@code KiB}, {@code MiB}, {@code us}, {@code bytes}, {@code threads} or
 * {@code spans}
 * @param none median without an agent
 * @param ours median with perf-agent
 * @param comparedWith the other agent
 * @param compared median with that agent
 * @param addedPercent what perf-agent adds as a share of what the other adds
 * @param addedErrorPercent two standard errors of it, from the scatter of what perf-agent adds
 * @param ratio with perf-agent against without
 * @param budget the budget in words; empty where the number is for information
 * @param met {@code yes}, {@code no}, or empty where it cannot be said
 */
record BudgetRow(
        String jdk,
        String what,
        String unit,
        double none,
        double ours,
        String comparedWith,
        double compared,
        double addedPercent,
        double addedErrorPercent,
        double ratio,
        String budget,
        String met) {
    static final double NO_LIMIT = Double.POSITIVE_INFINITY;

    /** A share of what another agent adds and, unless {@link #NO_LIMIT}, a multiple of no agent. */
    static BudgetRow added(
            int jdk,
            String what,
            String unit,
            Sample none,
            Sample ours,
            Variant other,
            Sample compared,
            double maxAddedPercent,
            double maxRatio) {
        double otherAdds = compared.median() - none.median();
        // Where the other agent adds nothing that stands out there is nothing to have a share of.
        boolean shared = otherAdds > 0 && !compared.notAbove(none);
        double percent = shared ? 100 * (ours.median() - none.median()) / otherAdds : Double.NaN;
        boolean scattered = shared && ours.size() > 1 && none.size() > 1;
        double error =
                scattered ? 100 * 2 * Math.hypot(ours.medianError(), none.medianError()) / otherAdds : Double.NaN;
        double ratio = ours.median() / none.median();
        boolean limited = maxAddedPercent != NO_LIMIT || maxRatio != NO_LIMIT;
        String met = "";
        if (limited && !Double.isNaN(percent)) {
            met = percent <= maxAddedPercent && ratio <= maxRatio ? "yes" : "no";
        }
        return new BudgetRow(
                Integer.toString(jdk),
                what,
                unit,
                none.median(),
                ours.median(),
                other.label,
                compared.median(),
                percent,
                error,
                ratio,
                limited ? words(maxAddedPercent, maxRatio) : "",
                met);
    }

    private static String words(double maxAddedPercent, double maxRatio) {
        String added = "added <= " + Csv.number(maxAddedPercent) + " %";
        return maxRatio == NO_LIMIT ? added : added + ", <= " + Csv.number(maxRatio) + " x";
    }

    /** A multiple of no agent, against a bound unless {@link #NO_LIMIT}. */
    static BudgetRow ratio(int jdk, String what, String unit, Sample none, Sample ours, double maxRatio) {
        double ratio = ours.median() / none.median();
        boolean limited = maxRatio != NO_LIMIT;
        return new BudgetRow(
                Integer.toString(jdk),
                what,
                unit,
                none.median(),
                ours.median(),
                "",
                Double.NaN,
                Double.NaN,
                Double.NaN,
                ratio,
                limited ? "<= " + Csv.number(maxRatio) + " x" : "",
                limited ? ratio <= maxRatio ? "yes" : "no" : "");
    }

    /** Not above another agent, within noise: two standard errors of the difference of the medians. */
    static BudgetRow withinNoise(
            int jdk, String what, String unit, Sample none, Sample ours, Variant other, Sample compared) {
        boolean said = ours.size() > 1 && compared.size() > 1; // a single run says nothing of noise
        return new BudgetRow(
                Integer.toString(jdk),
                what,
                unit,
                none.median(),
                ours.median(),
                other.label,
                compared.median(),
                Double.NaN,
                Double.NaN,
                ours.median() / none.median(),
                "within noise of an " + other.label.replace('-', ' '),
                said ? ours.notAbove(compared) ? "yes" : "no" : "");
    }

    /**
     * What one way of running perf-agent adds to another, against a bound; {@code none} is the other. Not said where the error is
     * as large as the distance to the bound.
     */
    static BudgetRow difference(int jdk, String what, String unit, Sample other, Sample ours, double max) {
        double added = ours.median() - other.median();
        double error = ours.size() > 1 ? 2 * Math.hypot(ours.medianError(), other.medianError()) : Double.NaN;
        boolean said = Math.abs(added - max) > error;
        return new BudgetRow(
                Integer.toString(jdk),
                what,
                unit,
                other.median(),
                ours.median(),
                "",
                Double.NaN,
                Double.NaN,
                Double.NaN,
                ours.median() / other.median(),
                "added <= " + Csv.number(max) + " " + unit + ", error " + Csv.number(Math.round(error * 10) / 10.0),
                said ? added <= max ? "yes" : "no" : "");
    }

    /** Two agents side by side, for information. */
    static BudgetRow sideBySide(int jdk, String what, String unit, Sample ours, Variant other, Sample compared) {
        return new BudgetRow(
                Integer.toString(jdk),
                what,
                unit,
                Double.NaN,
                ours.median(),
                other.label,
                compared.median(),
                Double.NaN,
                Double.NaN,
                Double.NaN,
                "",
                "");
    }

    /** A number with an upper bound of its own. */
    static BudgetRow atMost(String jdk, String what, String unit, double ours, double max) {
        return new BudgetRow(
                jdk,
                what,
                unit,
                Double.NaN,
                ours,
                "",
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                "<= " + Csv.number(max) + (unit.equals("threads") ? "" : " " + unit),
                ours <= max ? "yes" : "no");
    }

    /** An empty table with the columns of a summary. */
    static Csv table() {
        return new Csv(
                "date",
                "commit",
                "jdk",
                "what",
                "unit",
                "none",
                "ours",
                "compared_with",
                "compared",
                "added_percent",
                "added_error_percent",
                "ratio",
                "budget",
                "met");
    }

    void addTo(Csv table, Revision revision) {
        table.add(
                revision.date(),
                revision.commit(),
                jdk,
                what,
                unit,
                none,
                ours,
                comparedWith,
                compared,
                addedPercent,
                addedErrorPercent,
                ratio,
                budget,
                met);
    }
}
