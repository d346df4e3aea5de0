package io.perfagent.it.bench;

import io.perfagent.it.bench.RequestRun.Quantity;
import java.util.ArrayList;
import java.util.List;

/** The budgets of serving requests, from the blocks of one benchmark. */
final class RequestSummary {
    private static final double MAX_CPU_PERCENT = 20;
    private static final double MAX_ALLOCATION_PERCENT = 10;
    private static final double NOT_ABOVE_PERCENT = 100;

    private RequestSummary() {}

    /** A row for each budget and endpoint. */
    static List<BudgetRow> of(List<RequestRun> runs) {
        List<BudgetRow> rows = new ArrayList<>();
        List<Integer> jdks =
                runs.stream().map(RequestRun::jdk).distinct().sorted().toList();
        List<String> endpoints =
                runs.stream().map(RequestRun::endpoint).distinct().toList();
        boolean elastic = runs.stream().anyMatch(run -> run.variant() == Variant.ELASTIC);
        for (int jdk : jdks) {
            for (String endpoint : endpoints) {
                Quantity cpu = RequestRun::cpuMicros;
                Quantity bytes = RequestRun::allocatedBytes;
                String where = ", " + endpoint;
                Variant otel = Variant.OPENTELEMETRY;
                rows.add(row(runs, jdk, endpoint, "CPU per request" + where, "us", cpu, otel, MAX_CPU_PERCENT));
                rows.add(row(
                        runs,
                        jdk,
                        endpoint,
                        "allocated per request" + where,
                        "bytes",
                        bytes,
                        otel,
                        MAX_ALLOCATION_PERCENT));
                // An agent that drops spans under this load spends less than its rows say of it.
                rows.add(BudgetRow.sideBySide(
                        jdk,
                        "spans delivered per request" + where,
                        "spans",
                        RequestRun.sample(runs, jdk, endpoint, Variant.PERF_AGENT_FIRST, RequestRun::spans),
                        otel,
                        RequestRun.sample(runs, jdk, endpoint, otel, RequestRun::spans)));
                if (elastic) {
                    rows.add(row(
                            runs,
                            jdk,
                            endpoint,
                            "allocated per request" + where,
                            "bytes",
                            bytes,
                            Variant.ELASTIC,
                            NOT_ABOVE_PERCENT));
                }
            }
        }
        return rows;
    }

    private static BudgetRow row(
            List<RequestRun> runs,
            int jdk,
            String endpoint,
            String what,
            String unit,
            Quantity quantity,
            Variant other,
            double maxAddedPercent) {
        return BudgetRow.added(
                jdk,
                what,
                unit,
                RequestRun.sample(runs, jdk, endpoint, Variant.NONE, quantity),
                RequestRun.sample(runs, jdk, endpoint, Variant.PERF_AGENT_FIRST, quantity),
                other,
                RequestRun.sample(runs, jdk, endpoint, other, quantity),
                maxAddedPercent,
                BudgetRow.NO_LIMIT);
    }
}
