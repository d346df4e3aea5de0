package io.perfagent.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestSummaryTest {
    @Test
    void eachEndpointIsHeldAgainstBothAgents() {
        List<RequestRun> runs = new ArrayList<>();
        add(runs, Variant.NONE, 30, 1_000, 0);
        add(runs, Variant.PERF_AGENT_FIRST, 32, 1_500, 1);
        add(runs, Variant.OPENTELEMETRY, 40, 5_000, 0.7);
        add(runs, Variant.ELASTIC, 50, 1_400, Double.NaN);

        assertThat(RequestSummary.of(runs))
                .extracting(BudgetRow::what, BudgetRow::comparedWith, BudgetRow::addedPercent, BudgetRow::met)
                .containsExactly(
                        tuple("CPU per request, /plain", "opentelemetry", 20.0, "yes"),
                        tuple("allocated per request, /plain", "opentelemetry", 12.5, "no"),
                        tuple("spans delivered per request, /plain", "opentelemetry", Double.NaN, ""),
                        tuple("allocated per request, /plain", "elastic", 125.0, "no"));
    }

    @Test
    void withoutElasticsAgentItsRowIsLeftOut() {
        List<RequestRun> runs = new ArrayList<>();
        add(runs, Variant.NONE, 30, 1_000, 0);
        add(runs, Variant.PERF_AGENT_FIRST, 33, 1_400, 1);
        add(runs, Variant.OPENTELEMETRY, 40, 5_000, 1);
        assertThat(RequestSummary.of(runs))
                .extracting(BudgetRow::comparedWith, BudgetRow::met)
                .containsExactly(
                        tuple("opentelemetry", "no"), tuple("opentelemetry", "yes"), tuple("opentelemetry", ""));
    }

    private static void add(List<RequestRun> runs, Variant variant, double cpuMicros, double bytes, double spans) {
        for (int round = 1; round <= 3; round++) {
            runs.add(new RequestRun(17, "/plain", variant, round, 10, 100_000, cpuMicros, bytes, spans));
        }
    }
}
