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
import io.perfagent.control.trial.Latency;
import io.perfagent.instrument.family.Recorder;
import io.perfagent.pool.FakePool;
import io.perfagent.pool.SizedPools;
import io.perfagent.pool.policy.PoolModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A pool of ten before a database, second by second, in each mode. */
class PoolSizingTest {
    private static final String NAME = "pools:main";
    private static final int LONGEST = 3 * 3600;

    private final Recorder recorder = new Recorder();
    private final List<String> console = new ArrayList<>();
    private final Service service = new Service();
    private FakePool pool = new FakePool(recorder, "main", 10);
    private PoolModel model = slow();
    private Control control;
    private PoolSizing sizing;
    private final long began = System.nanoTime();
    private int second;

    private static PoolModel slow() {
        return new PoolModel(10, 200, now -> 700, PoolModel.exponential(0.02, 1000), 1);
    }

    /** 700 requests a second are asked for; what it answers is what the pool lets it. */
    private static final class Service implements LimitTrials.Traffic {
        long requests;
        long bad;

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
            return List.of();
        }

        @Override
        public boolean isOverloaded(String resource) {
            return false;
        }
    }

    private void start(Mode mode) {
        control = new Control(
                new Modes(mode, Map.of()),
                new Consent(List.of(), List.of()),
                new Journal(null, null, "shop"),
                new KillSwitch(null),
                (severity, toConsole, event, line, attributes) -> {
                    if (toConsole) {
                        console.add(line);
                    }
                });
        SizedPools pools = new SizedPools(0, 0);
        recorder.connectionPools.add(pool);
        recorder.connectionPools.listen(pools);
        sizing = new PoolSizing(control, pools, service);
    }

    private void seconds(int count) {
        FakePool now = pool;
        for (int i = 0; i < count; i++) {
            second++;
            model.size = now.max;
            model.run(second, new PoolModel.Watcher() {
                @Override
                public void waited(double seconds) {
                    now.waited((long) (seconds * 1e9), false);
                }

                @Override
                public void used(double seconds) {
                    now.used((long) (seconds * 1e9));
                    service.requests++;
                }
            });
            now.used = model.inUse();
            now.idle = Math.max(0, now.max - now.used);
            sizing.second(began + 1_000_000_000L * second, 1_000_000_000L + 1000L * second);
        }
    }

    private State state() {
        Adaptation found = control.find(NAME);
        return found == null ? State.OBSERVED : found.state();
    }

    private String reason() {
        Adaptation found = control.find(NAME);
        return found == null ? "" : found.reason();
    }

    @Test
    void it_is_only_observed_by_default() {
        start(Mode.OBSERVE);
        seconds(120);

        assertThat(pool.max).isEqualTo(10);
        assertThat(state()).isEqualTo(State.PROPOSED);
        assertThat(reason()).startsWith("give the pool main up to 20 connections in place of 10");
        assertThat(console).isEmpty();
        assertThat(sizing.status())
                .contains("pool main: 10 connections (observed), originally 10; ")
                .contains("; would have 15");
    }

    @Test
    void with_consent_it_grows_and_the_kill_switch_gives_it_back() {
        start(Mode.ON);
        seconds(300);
        assertThat(state()).isEqualTo(State.KEPT);
        assertThat(pool.max).isBetween(15, 20);
        assertThat(sizing.status()).contains(" connections, originally 10; ");

        control.switchOff("test", second);

        assertThat(pool.max).isEqualTo(10);
        assertThat(pool.minIdle).isEqualTo(10);
        seconds(300);
        assertThat(pool.max).as("for good").isEqualTo(10);
    }

    @Test
    void undone_by_the_operator_it_stays_as_it_was() {
        start(Mode.ON);
        seconds(300);
        assertThat(pool.max).isGreaterThan(10);

        assertThat(control.undo(NAME, second).done()).isTrue();

        assertThat(pool.max).isEqualTo(10);
        seconds(300);
        assertThat(pool.max).isEqualTo(10);
        assertThat(state()).isEqualTo(State.UNDONE);
    }

    @Test
    void approved_it_is_tried_and_kept_where_that_is_a_gain() {
        start(Mode.SUPERVISED);
        seconds(60);
        assertThat(state()).isEqualTo(State.PROPOSED);
        assertThat(control.approve(NAME, second).done()).isTrue();
        seconds(2);
        assertThat(state()).isEqualTo(State.TRIAL);
        assertThat(pool.max).as("the first block is without it").isEqualTo(10);
        int larger = 0;
        int began = second;
        while (state() == State.TRIAL && second < LONGEST) {
            seconds(1);
            larger += pool.max == 15 ? 1 : 0;
        }

        assertThat(state()).as(reason()).isEqualTo(State.KEPT);
        assertThat(reason()).startsWith("a gain in ");
        assertThat(pool.max).isBetween(15, 20);
        assertThat(larger).as("seconds of %d with it", second - began).isBetween((second - began) / 3, second - began);
        assertThat(sizing.status()).doesNotContain("trial of");
    }

    @Test
    void where_the_database_is_the_bottleneck_the_trial_shows_no_gain() {
        model = new PoolModel(10, 200, now -> 700, PoolModel.exponential(0.02, 8), 1);
        start(Mode.SUPERVISED);
        seconds(60);
        control.approve(NAME, second);
        seconds(2);
        while (state() == State.TRIAL && second < LONGEST) {
            seconds(1);
        }

        assertThat(state()).as(reason()).isEqualTo(State.ROLLED_BACK);
        assertThat(reason()).startsWith("no gain ");
        assertThat(pool.max).isEqualTo(10);
    }

    @Test
    void undone_in_the_middle_of_its_trial_it_has_its_size_again() {
        start(Mode.SUPERVISED);
        seconds(60);
        control.approve(NAME, second);
        while (pool.max == 10 && second < LONGEST) {
            seconds(1);
        }
        assertThat(pool.max).isEqualTo(15);

        control.undo(NAME, second);

        assertThat(pool.max).isEqualTo(10);
        seconds(60);
        assertThat(pool.max).isEqualTo(10);
        assertThat(sizing.status()).doesNotContain("trial of");
    }

    @Test
    void something_else_that_resizes_it_has_it_and_that_is_one_line() {
        start(Mode.ON);
        seconds(300);
        console.clear();
        pool.max = 12;
        seconds(100);

        assertThat(pool.max).isEqualTo(12);
        assertThat(state()).isEqualTo(State.ROLLED_BACK);
        assertThat(console).singleElement().asString().contains("something else has resized it, to 12");
    }

    @Test
    void a_pool_that_refuses_is_left_alone_and_that_is_one_line() {
        start(Mode.ON);
        seconds(2);
        console.clear();
        pool.refuses = true;
        seconds(200);

        assertThat(pool.max).isEqualTo(10);
        assertThat(console).singleElement().asString().contains("the pool refuses to be resized from 10 to 15: ");
    }

    @Test
    void one_that_is_closed_and_made_again_is_sized_anew() {
        start(Mode.ON);
        seconds(300);
        assertThat(pool.max).isGreaterThan(10);
        pool.gone = true;
        seconds(1);
        pool = new FakePool(recorder, "main", 10);
        recorder.connectionPools.add(pool);
        seconds(300);

        assertThat(pool.max).isGreaterThan(10);
        control.switchOff("test", second);
        assertThat(pool.max).isEqualTo(10);
    }
}
