package io.perfagent.instrument.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.StartRecorder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BuildStepHookTest {
    private final BuildStepHook begins = new BuildStepHook(BuildStepHook.BEGINS);
    private final BuildStepHook ends = new BuildStepHook(BuildStepHook.ENDS);
    private final StartRecorder recorder = StartRecorder.SHARED;

    @BeforeEach
    void open() {
        recorder.open();
    }

    @AfterEach
    void forget() {
        recorder.forget();
        ends();
    }

    private void begins(String step) {
        assertThat(begins.enter(this, step, null)).isNull();
    }

    private void ends() {
        assertThat(ends.enter(null, null, null)).isNull();
    }

    private void assertSteps(String... names) {
        assertThat(recorder.records()).extracting(piece -> piece.name).containsExactly(names);
        assertThat(recorder.records())
                .allMatch(piece -> piece.kind == Kind.PHASE && piece.endNanos - piece.startNanos >= 0);
    }

    @Test
    void a_step_lasts_until_its_end_or_the_next_one() {
        begins("ArcProcessor.build");
        ends();
        ends();
        begins("VertxHttpProcessor.initializeRouter");
        begins("VertxHttpProcessor.openSocket");
        ends();

        assertSteps("ArcProcessor.build", "VertxHttpProcessor.initializeRouter", "VertxHttpProcessor.openSocket");
    }

    @Test
    void a_step_without_an_end_is_none() {
        begins("VertxHttpProcessor.openSocket");
        begin(null);

        assertThat(recorder.records()).hasSize(1);
        begins("SchedulerProcessor.build");
        assertThat(recorder.records()).hasSize(1);
    }

    private void begin(Object unnamed) {
        begins.enter(this, unnamed, null);
    }

    @Test
    void steps_of_other_threads_do_not_end_each_other() throws InterruptedException {
        begins("first");
        Thread other = new Thread(() -> {
            begins("second");
            ends();
        });
        other.start();
        other.join();
        ends();

        assertSteps("second");
    }

    @Test
    void after_the_start_nothing_is_recorded() {
        begins("under way");
        recorder.close();
        ends();
        begins("later");
        ends();

        assertThat(recorder.records()).isEmpty();
    }
}
