package io.perfagent.it.bench;

import io.perfagent.it.bench.StartRun.Quantity;
import java.util.ArrayList;
import java.util.List;

/** The budgets of starting, from the runs of one benchmark. */
final class StartSummary {
    private static final int MAX_AGENT_THREADS = 4;
    private static final double MAX_JAR_MEGABYTES = 12;

    private final List<StartRun> runs;
    private final int jdk;
    private final List<BudgetRow> rows = new ArrayList<>();

    private StartSummary(List<StartRun> runs, int jdk) {
        this.runs = runs;
        this.jdk = jdk;
    }

    /** A row for each budget, in the order of the design's table. */
    static List<BudgetRow> of(List<StartRun> runs, long jarBytes) {
        List<BudgetRow> rows = new ArrayList<>();
        runs.stream()
                .map(StartRun::jdk)
                .distinct()
                .sorted()
                .forEach(jdk -> rows.addAll(new StartSummary(runs, jdk).rows()));
        rows.add(BudgetRow.atMost("", "jar", "MB", jarBytes / 1e6, MAX_JAR_MEGABYTES));
        return rows;
    }

    private List<BudgetRow> rows() {
        Quantity wall = StartRun::wallMillis;
        Quantity cpu = StartRun::cpuFirstMillis;
        Quantity settled = StartRun::cpuSettledMillis;
        Quantity rss = StartRun::rssKib;
        String first = "first start ever";
        String warm = "weave cache warm";
        String agentlib = "weave cache warm, -agentlib";

        against("time to first response, " + warm, "ms", wall, Variant.PERF_AGENT_WARM, 4, 1.10);
        against("time to first response, " + agentlib, "ms", wall, Variant.PERF_AGENT_AGENTLIB, 4, 1.10);
        against("time to first response, " + first, "ms", wall, Variant.PERF_AGENT_FIRST, 10, 1.25);
        double any = BudgetRow.NO_LIMIT;
        against("CPU until first response, " + warm, "ms", cpu, Variant.PERF_AGENT_WARM, 6, any);
        against("CPU until first response, " + agentlib, "ms", cpu, Variant.PERF_AGENT_AGENTLIB, 6, any);
        against("CPU until first response, " + first, "ms", cpu, Variant.PERF_AGENT_FIRST, 15, any);
        against("CPU until 10 s later, " + warm, "ms", settled, Variant.PERF_AGENT_WARM, any, any);
        against("CPU until 10 s later, " + first, "ms", settled, Variant.PERF_AGENT_FIRST, any, any);
        against("RSS after start, " + warm, "KiB", rss, Variant.PERF_AGENT_WARM, 20, any);
        against("RSS after start, " + first, "KiB", rss, Variant.PERF_AGENT_FIRST, 20, any);
        rows.add(BudgetRow.atMost(
                Integer.toString(jdk), "agent threads while idle", "threads", agentThreads(), MAX_AGENT_THREADS));
        switchedOff("time to first response, switched off", wall);
        switchedOff("CPU until first response, switched off", cpu);
        return rows;
    }

    private void against(
            String what, String unit, Quantity quantity, Variant ours, double maxAddedPercent, double maxRatio) {
        rows.add(BudgetRow.added(
                jdk,
                what,
                unit,
                sample(Variant.NONE, quantity),
                sample(ours, quantity),
                Variant.OPENTELEMETRY,
                sample(Variant.OPENTELEMETRY, quantity),
                maxAddedPercent,
                maxRatio));
    }

    private void switchedOff(String what, Quantity quantity) {
        rows.add(BudgetRow.withinNoise(
                jdk,
                what,
                "ms",
                sample(Variant.NONE, quantity),
                sample(Variant.PERF_AGENT_OFF, quantity),
                Variant.EMPTY_AGENT,
                sample(Variant.EMPTY_AGENT, quantity)));
    }

    private double agentThreads() {
        Quantity threads = StartRun::agentThreads;
        return Math.max(
                sample(Variant.PERF_AGENT_WARM, threads).max(),
                sample(Variant.PERF_AGENT_FIRST, threads).max());
    }

    private Sample sample(Variant variant, Quantity quantity) {
        return StartRun.sample(runs, jdk, variant, quantity);
    }
}
