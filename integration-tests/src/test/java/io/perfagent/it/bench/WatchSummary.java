package io.perfagent.it.bench;

import io.perfagent.it.bench.StartRun.Quantity;
import java.util.ArrayList;
import java.util.List;

/** What measuring the application's start costs it, from the runs of one benchmark. */
final class WatchSummary {
    private static final double MAX_CPU_MILLIS = 15;
    private static final double MAX_RATIO_ANALYSED = 2;

    private WatchSummary() {}

    /**
     * Rows of each JDK: CPU for an ordinary start against one that is not measured, and an analysed start as a whole. The
     * CPU of a process scatters by more than the budget; that of the agent's own threads, where nearly all of the measuring
     * is done, does not.
     */
    static List<BudgetRow> of(List<StartRun> runs) {
        List<BudgetRow> rows = new ArrayList<>();
        for (int jdk : runs.stream().map(StartRun::jdk).distinct().sorted().toList()) {
            Quantity cpu = StartRun::cpuSettledMillis;
            rows.add(BudgetRow.difference(
                    jdk,
                    "CPU for measuring an ordinary start",
                    "ms",
                    StartRun.sample(runs, jdk, Variant.PERF_AGENT_UNWATCHED, cpu),
                    StartRun.sample(runs, jdk, Variant.PERF_AGENT_WARM, cpu),
                    MAX_CPU_MILLIS));
            rows.add(BudgetRow.difference(
                    jdk,
                    "of it on the agent's own threads",
                    "ms",
                    StartRun.sample(runs, jdk, Variant.PERF_AGENT_UNWATCHED, StartRun::agentCpuMillis),
                    StartRun.sample(runs, jdk, Variant.PERF_AGENT_WARM, StartRun::agentCpuMillis),
                    MAX_CPU_MILLIS));
            rows.add(BudgetRow.ratio(
                    jdk,
                    "time to first response, analysed",
                    "ms",
                    StartRun.sample(runs, jdk, Variant.NONE, StartRun::wallMillis),
                    StartRun.sample(runs, jdk, Variant.PERF_AGENT_ANALYSED, StartRun::wallMillis),
                    MAX_RATIO_ANALYSED));
            rows.add(BudgetRow.ratio(
                    jdk,
                    "CPU until first response, analysed",
                    "ms",
                    StartRun.sample(runs, jdk, Variant.NONE, StartRun::cpuFirstMillis),
                    StartRun.sample(runs, jdk, Variant.PERF_AGENT_ANALYSED, StartRun::cpuFirstMillis),
                    BudgetRow.NO_LIMIT));
        }
        return rows;
    }
}
