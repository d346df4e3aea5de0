package io.perfagent.start.adapting;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.control.Adaptation;
import io.perfagent.control.Consent;
import io.perfagent.control.Control;
import io.perfagent.control.Journal;
import io.perfagent.control.KillSwitch;
import io.perfagent.control.Mode;
import io.perfagent.control.Modes;
import io.perfagent.control.State;
import io.perfagent.instrument.family.PathPatterns;
import io.perfagent.instrument.family.Rejection;
import io.perfagent.limit.Caps;
import io.perfagent.limit.Cohorts;
import io.perfagent.limit.KeyLimits;
import io.perfagent.limit.Rates;
import io.perfagent.limit.Requests;
import io.perfagent.limit.Tiers;
import io.perfagent.limit.policy.MemoryPressure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A heap that fills up, second by second, in each mode. */
class MemorySheddingTest {
    private static final String ID = "limits:memory-pressure";

    private final List<String> lines = new ArrayList<>();
    private final List<Boolean> cachesShort = new ArrayList<>();
    private Requests requests = requests(Map.of("/low", "low"));
    private Control control;
    private MemoryShedding shedding;
    private long now = 1_000_000_000L;
    private long served;
    private int perSecond = 100;

    private static Requests requests(Map<String, String> tiers) {
        return new Requests(
                new PathPatterns(List.of()),
                0,
                Caps.NONE,
                Rates.NONE,
                KeyLimits.NONE,
                new Tiers(tiers, null),
                Cohorts.NONE,
                Rejection.DEFAULT);
    }

    private void start(Mode mode) {
        control = new Control(
                new Modes(mode, Map.of()),
                new Consent(List.of(), List.of()),
                new Journal(null, null, "shop"),
                new KillSwitch(null),
                (severity, toConsole, event, line, attributes) -> lines.add(line));
        shedding = new MemoryShedding(
                control,
                requests,
                (severity, event, line) -> lines.add(line),
                cachesShort::add,
                () -> served += perSecond);
    }

    private void seconds(int count, double live, double gc) {
        for (int i = 0; i < count; i++) {
            shedding.second(live, gc, now += 1000);
        }
    }

    private State state() {
        Adaptation found = control.find(ID);
        return found == null ? null : found.state();
    }

    @Test
    void with_consent_it_sheds_and_is_undone_and_reported_when_that_does_not_help() {
        start(Mode.ON);
        seconds(9, 0.9, 0.3);
        assertThat(requests.isHolding()).isFalse();
        seconds(1, 0.9, 0.3);
        assertThat(state()).isEqualTo(State.KEPT);
        assertThat(requests.isHolding()).isTrue();
        assertThat(shedding.status())
                .contains("90 % of the old generation alive, 30 %")
                .contains("shed: low tiers");
        seconds(MemoryPressure.HELPS_WITHIN - 1, 0.9, 0.3);
        assertThat(requests.isHolding()).isTrue();
        seconds(1, 0.9, 0.3);
        assertThat(requests.isHolding()).isFalse();
        assertThat(state()).isEqualTo(State.ROLLED_BACK);
        assertThat(control.find(ID).reason()).contains("collections take as much of the time as before, 30 %");
        assertThat(lines).anyMatch(line -> line.contains("as much of the time as before"));
        seconds(4000, 0.9, 0.3);
        assertThat(control.list()).hasSize(1);
    }

    @Test
    void what_helps_stays_in_effect_until_memory_is_free() {
        start(Mode.ON);
        seconds(10, 0.96, 0.4);
        assertThat(shedding.status()).contains("shed: all tiers but the highest");
        seconds(300, 0.9, 0.1);
        assertThat(requests.isHolding()).isTrue();
        seconds(1, 0.6, 0.1);
        assertThat(requests.isHolding()).isFalse();
        assertThat(state()).isEqualTo(State.KEPT);
        assertThat(shedding.status()).isEmpty();
        seconds(10, 0.9, 0.3);
        assertThat(requests.isHolding()).as("the next time").isTrue();
    }

    @Test
    void it_is_proposed_where_somebody_has_to_be_asked_and_only_observed_by_default() {
        start(Mode.SUPERVISED);
        seconds(20, 0.9, 0.3);
        assertThat(state()).isEqualTo(State.PROPOSED);
        assertThat(requests.isHolding()).isFalse();
        assertThat(shedding.status()).contains("would be shed: low tiers");

        start(Mode.OBSERVE);
        seconds(100, 0.9, 0.3);
        assertThat(requests.isHolding()).isFalse();
        assertThat(state()).isNotIn(State.KEPT, State.TRIAL);
    }

    @Test
    void an_approved_one_is_tried_in_calm_seconds_with_requests_enough_to_notice_harm() {
        start(Mode.SUPERVISED);
        seconds(20, 0.9, 0.3);
        control.approve(ID, ++now);
        seconds(10, 0.9, 0.3);
        assertThat(state()).as("while memory is short").isEqualTo(State.APPROVED);
        perSecond = 2;
        seconds(100, 0.5, 0);
        assertThat(state()).as("too few").isEqualTo(State.APPROVED);
        perSecond = 100;
        seconds(10, 0.5, 0);
        assertThat(state()).isEqualTo(State.TRIAL);
    }

    @Test
    void without_tiers_nobody_is_shed_for_another() {
        requests = requests(Map.of());
        start(Mode.ON);
        seconds(100, 0.97, 0.5);
        assertThat(state()).isNull();
        assertThat(requests.isHolding()).isFalse();
    }

    @Test
    void undone_it_sheds_no_more() {
        start(Mode.ON);
        seconds(15, 0.9, 0.3);
        assertThat(requests.isHolding()).isTrue();
        control.undo(ID, now);
        assertThat(requests.isHolding()).isFalse();
        seconds(100, 0.9, 0.3);
        assertThat(requests.isHolding()).isFalse();
    }

    @Test
    void
            caches_have_to_do_with_less_from_three_quarters_on_in_any_mode_and_it_is_told_once_that_a_heap_is_full_for_good() {
        start(Mode.OBSERVE);
        seconds(1, 0.5, 0);
        seconds(2000, 0.9, 0.01);
        seconds(1, 0.5, 0);
        assertThat(cachesShort.get(0)).isFalse();
        assertThat(cachesShort.subList(1, 2001)).containsOnly(true);
        assertThat(cachesShort.get(2001)).isFalse();
        assertThat(lines)
                .filteredOn(line -> line.contains("90 % full after collections, and steady"))
                .hasSize(1);
    }
}
