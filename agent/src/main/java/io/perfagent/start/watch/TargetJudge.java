package io.perfagent.start.watch;

import io.perfagent.coldstart.TargetLevel;
import io.perfagent.coldstart.TargetPhase;
import io.perfagent.coldstart.Verdict;
import io.perfagent.control.stats.Robust;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Judges a start by its phases' targets, and the deployment's record by their 95th percentiles and maxima: of the last
 * {@value #LAST} starts, the percentile from {@value #LEAST_FOR_P95} on. Pure.
 */
final class TargetJudge {
    static final int LAST = 100;

    /** With fewer, the 95th percentile is the maximum. */
    static final int LEAST_FOR_P95 = 20;

    private static final double P95 = 0.95;

    private TargetJudge() {}

    /** @param starts of one deployment, oldest first; the last one is the one just made. A phase not measured has no verdict */
    static List<Verdict> judge(List<TargetPhase> phases, List<StartRecordLine> starts) {
        List<Verdict> all = new ArrayList<>();
        StartRecordLine last = starts.get(starts.size() - 1);
        for (TargetPhase phase : phases) {
            double now = last.phaseMillis(phase.name());
            if (Double.isNaN(now)) {
                continue;
            }
            add(all, phase, Verdict.TARGET, now, phase.targetMillis(), 1, Double.NaN);
            double[] times = times(starts, phase.name());
            double[] before = Arrays.copyOf(times, times.length - 1);
            if (times.length >= LEAST_FOR_P95) {
                double earlier = before.length < LEAST_FOR_P95 ? Double.NaN : Robust.quantile(P95, before);
                add(all, phase, Verdict.P95, Robust.quantile(P95, times), phase.p95Millis(), times.length, earlier);
            }
            double max = Robust.quantile(1, times);
            add(all, phase, Verdict.MAX, max, phase.maxMillis(), times.length, Robust.quantile(1, before));
        }
        return all;
    }

    /** Where the record was at its level before, this start has not brought it there. */
    private static void add(
            List<Verdict> all,
            TargetPhase phase,
            String statistic,
            double millis,
            double figure,
            int starts,
            double before) {
        if (!Double.isNaN(figure)) {
            TargetLevel level = TargetLevel.of(millis / figure);
            TargetLevel earlier = Double.isNaN(before) ? TargetLevel.MET : TargetLevel.of(before / figure);
            all.add(new Verdict(phase, statistic, millis, figure, starts, level.compareTo(earlier) > 0));
        }
    }

    /** The times of a phase where it was measured, oldest first. */
    static double[] times(List<StartRecordLine> starts, String phase) {
        double[] times = new double[Math.min(LAST, starts.size())];
        int count = 0;
        for (StartRecordLine one : starts.subList(starts.size() - times.length, starts.size())) {
            double millis = one.phaseMillis(phase);
            if (!Double.isNaN(millis)) {
                times[count++] = millis;
            }
        }
        return Arrays.copyOf(times, count);
    }
}
