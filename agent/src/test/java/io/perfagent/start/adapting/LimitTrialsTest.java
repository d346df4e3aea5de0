package io.perfagent.start.adapting;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.control.Adaptation;
import io.perfagent.control.Consent;
import io.perfagent.control.Control;
import io.perfagent.control.Effect;
import io.perfagent.control.Figures;
import io.perfagent.control.Journal;
import io.perfagent.control.KillSwitch;
import io.perfagent.control.Mode;
import io.perfagent.control.Modes;
import io.perfagent.control.Proposal;
import io.perfagent.control.Risk;
import io.perfagent.control.State;
import io.perfagent.control.trial.Latency;
import io.perfagent.instrument.family.PathPatterns;
import io.perfagent.instrument.family.Rejection;
import io.perfagent.limit.Caps;
import io.perfagent.limit.Cohorts;
import io.perfagent.limit.KeyLimits;
import io.perfagent.limit.Rates;
import io.perfagent.limit.Requests;
import io.perfagent.limit.Tiers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An approved limit from its trial to its end, second by second. */
class LimitTrialsTest {
    private static final int LONGEST = 3600;

    private final Service service = new Service();
    private final Control control = new Control(
            new Modes(Mode.SUPERVISED, Map.of()),
            new Consent(List.of(), List.of()),
            new Journal(null, null, "shop"),
            new KillSwitch(null),
            (severity, toConsole, event, line, attributes) -> {});
    private final LimitTrials trials = new LimitTrials(control, service);
    private long now = 1_000_000;

    /** 100 requests a second, each of 50 ms; a limit that is in effect may make some of them fail. */
    private static final class Service implements LimitTrials.Traffic, Effect {
        boolean holding;
        boolean overloaded;
        int badWithLimit;
        long requests;
        long bad;

        void second() {
            requests += 100;
            bad += holding ? badWithLimit : 0;
        }

        @Override
        public long requests() {
            return requests;
        }

        @Override
        public LimitTrials.Answered answered() {
            return new LimitTrials.Answered(requests, bad);
        }

        @Override
        public List<Latency> lastTenSeconds() {
            return List.of(new Latency("GET /", 1000, 50_000_000));
        }

        @Override
        public boolean isOverloaded(String resource) {
            return overloaded;
        }

        @Override
        public void apply() {
            holding = true;
        }

        @Override
        public void restore() {
            holding = false;
        }
    }

    private String approved(String pool, Effect effect) {
        Adaptation observed = control.observe(Limiting.KIND, pool, Figures.NONE, false, ++now);
        String id = observed == null ? "" : observed.id();
        control.register(id, effect);
        control.propose(id, new Proposal("limit", 1, "requests", 0.9, Risk.MEDIUM), Figures.NONE, ++now);
        assertThat(control.approve(id, ++now).done()).isTrue();
        assertThat(control.startTrial(id, "trial", Figures.NONE, ++now).done()).isTrue();
        return id;
    }

    private @Nullable State state(String id) {
        Adaptation found = control.find(id);
        return found == null ? null : found.state();
    }

    /** Until the trial is over; how many seconds that takes. */
    private int run(String id) {
        for (int second = 1; second <= LONGEST; second++) {
            service.second();
            trials.second(++now);
            if (state(id) != State.TRIAL) {
                return second;
            }
        }
        throw new AssertionError(trials.status());
    }

    @Test
    void what_does_no_harm_is_kept_and_stays_in_effect() {
        String id = approved("main", service);

        int seconds = run(id);

        assertThat(state(id)).isEqualTo(State.KEPT);
        assertThat(service.holding).isTrue();
        assertThat(seconds).as("eight pairs of blocks and one before them").isEqualTo(17 * 23);
        Adaptation kept = control.find(id);
        assertThat(kept == null ? "" : kept.reason()).startsWith("no harm in 8 pairs of blocks: errors 0.0 points");
        assertThat(trials.status()).isEmpty();
    }

    @Test
    void what_makes_requests_fail_is_rolled_back_at_once() {
        String id = approved("main", service);
        service.badWithLimit = 5;

        int seconds = run(id);

        assertThat(state(id)).isEqualTo(State.ROLLED_BACK);
        assertThat(service.holding).isFalse();
        assertThat(service.bad).as("requests that failed meanwhile").isLessThan(30);
        assertThat(seconds).isLessThan(3 * 23);
    }

    @Test
    void in_an_overload_it_is_in_effect_and_the_operator_can_end_it() {
        String id = approved("main", service);
        service.overloaded = true;
        for (int second = 0; second < 30; second++) {
            service.second();
            trials.second(++now);
            assertThat(service.holding).isTrue();
        }
        assertThat(trials.status()).isEqualTo("  trial of " + id + ": 0 pairs of blocks, 1 dropped\n");

        assertThat(control.undo(id, ++now).done()).isTrue();
        trials.second(++now);

        assertThat(service.holding).isFalse();
        assertThat(trials.status()).isEmpty();
    }

    @Test
    void one_is_tried_at_a_time() {
        boolean[] second = new boolean[1];
        String first = approved("main", service);
        String other = approved("reports", new Effect() {
            @Override
            public void apply() {
                second[0] = true;
            }

            @Override
            public void restore() {
                second[0] = false;
            }
        });

        run(first);
        assertThat(state(first)).isEqualTo(State.KEPT);
        assertThat(state(other)).isEqualTo(State.TRIAL);
        assertThat(second[0]).isFalse();
        run(other);
        assertThat(state(other)).isEqualTo(State.KEPT);
        assertThat(second[0]).isTrue();
    }

    /** Half of the blocks of a trial would be without it: nobody who sets a bound wants that. */
    @Test
    void aCapThatTheSettingsGiveIsNeverTried() {
        Caps caps = new Caps(5, Map.of(), 0);
        Requests requests = new Requests(
                new PathPatterns(List.of()),
                0,
                caps,
                Rates.NONE,
                KeyLimits.NONE,
                Tiers.NONE,
                Cohorts.NONE,
                Rejection.DEFAULT);
        LimitChoices.holdCaps(control, requests);

        assertThat(control.list()).singleElement().matches(one -> one.state().inEffect());
        for (int second = 0; second < 300; second++) {
            service.second();
            trials.second(++now);
            assertThat(caps.isHolding()).isTrue();
        }
    }
}
