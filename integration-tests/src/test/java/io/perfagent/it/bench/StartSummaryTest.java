package io.perfagent.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartSummaryTest {
    private static final long JAR_BYTES = 5_000_000;

    @Test
    void aShareIsWhatOursAddsOfWhatTheOtherAdds() {
        BudgetRow warm = row(runs(1_080, 4), "time to first response, weave cache warm");
        assertThat(warm.none()).isEqualTo(1_000);
        assertThat(warm.ours()).isEqualTo(1_080);
        assertThat(warm.compared()).isEqualTo(3_000);
        assertThat(warm.addedPercent()).isEqualTo(4);
        assertThat(warm.ratio()).isEqualTo(1.08);
        assertThat(warm.budget()).isEqualTo("added <= 4 %, <= 1.1 x");
        assertThat(warm.met()).isEqualTo("yes");
    }

    @Test
    void aShareAboveItsBudgetIsNotMet() {
        assertThat(row(runs(1_081, 4), "time to first response, weave cache warm")
                        .met())
                .isEqualTo("no");
    }

    @Test
    void aRatioAboveItsBudgetIsNotMetWhateverTheShare() {
        List<StartRun> runs = new ArrayList<>(runs(1_110, 4));
        runs.replaceAll(
                run -> run.variant() == Variant.OPENTELEMETRY ? run(run.variant(), run.round(), 50_000, 0) : run);
        BudgetRow warm = row(runs, "time to first response, weave cache warm");
        assertThat(warm.addedPercent()).isLessThan(1);
        assertThat(warm.met()).isEqualTo("no");
    }

    @Test
    void nothingIsSaidOfAShareOfNothing() {
        List<StartRun> runs = new ArrayList<>(runs(1_050, 4));
        runs.replaceAll(
                run -> run.variant() == Variant.OPENTELEMETRY ? run(run.variant(), run.round(), 1_000, 0) : run);
        BudgetRow warm = row(runs, "time to first response, weave cache warm");
        assertThat(warm.addedPercent()).isNaN();
        assertThat(warm.met()).isEmpty();
    }

    @Test
    void nothingIsSaidOfAShareOfWhatIsWithinNoise() {
        List<StartRun> runs = new ArrayList<>(runs(1_050, 4));
        runs.replaceAll(run -> run.variant() == Variant.OPENTELEMETRY
                ? run(run.variant(), run.round(), 1_001 + 900 * (run.round() - 2), 0)
                : run);
        assertThat(row(runs, "time to first response, weave cache warm").met()).isEmpty();
    }

    @Test
    void theErrorOfAShareIsThatOfWhatOursAdds() {
        double one = new Sample(999, 1_000, 1_001).medianError();
        assertThat(row(runs(1_080, 4), "time to first response, weave cache warm")
                        .addedErrorPercent())
                .isEqualTo(100 * 2 * Math.hypot(one, one) / 2_000);
    }

    @Test
    void theMostThreadsOfAnyRunCount() {
        assertThat(row(runs(1_080, 4), "agent threads while idle").met()).isEqualTo("yes");
        assertThat(row(runs(1_080, 5), "agent threads while idle").met()).isEqualTo("no");
    }

    @Test
    void switchedOffIsHeldAgainstAnEmptyAgent() {
        BudgetRow off = row(runs(1_080, 4), "CPU until first response, switched off");
        assertThat(off.comparedWith()).isEqualTo("empty-agent");
        assertThat(off.met()).isEqualTo("yes");
        List<StartRun> slow = new ArrayList<>(runs(1_080, 4));
        slow.replaceAll(
                run -> run.variant() == Variant.PERF_AGENT_OFF ? run(run.variant(), run.round(), 1_300, 0) : run);
        assertThat(row(slow, "CPU until first response, switched off").met()).isEqualTo("no");
    }

    @Test
    void theJarHasALimitOfItsOwn() {
        List<StartRun> runs = runs(1_080, 4);
        assertThat(StartSummary.of(runs, 12_000_000))
                .last()
                .extracting(BudgetRow::met)
                .isEqualTo("yes");
        assertThat(StartSummary.of(runs, 12_000_001))
                .last()
                .extracting(BudgetRow::met)
                .isEqualTo("no");
    }

    private static BudgetRow row(List<StartRun> runs, String what) {
        return StartSummary.of(runs, JAR_BYTES).stream()
                .filter(row -> row.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    /** Three rounds of every variant around its typical number, which stands for every quantity. */
    private static List<StartRun> runs(double warm, int agentThreads) {
        List<StartRun> runs = new ArrayList<>();
        for (int round = 1; round <= 3; round++) {
            double off = round - 2;
            runs.add(run(Variant.NONE, round, 1_000 + off, 0));
            runs.add(run(Variant.PERF_AGENT_FIRST, round, 1_100 + off, 2));
            runs.add(run(Variant.PERF_AGENT_WARM, round, warm + off, round == 2 ? agentThreads : 2));
            runs.add(run(Variant.PERF_AGENT_AGENTLIB, round, 1_040 + off, 2));
            runs.add(run(Variant.PERF_AGENT_OFF, round, 1_021 + off, 0));
            runs.add(run(Variant.EMPTY_AGENT, round, 1_020 + off, 0));
            runs.add(run(Variant.OPENTELEMETRY, round, 3_000 + off, 0));
        }
        return runs;
    }

    private static StartRun run(Variant variant, int round, double value, int agentThreads) {
        return new StartRun(17, variant, round, value, value, value, (long) value, 40, agentThreads, value);
    }
}
