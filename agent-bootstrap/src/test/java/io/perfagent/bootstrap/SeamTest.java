package io.perfagent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SeamTest {
    private static final int SITE = 0;

    private final List<String> calls = new ArrayList<>();

    @AfterEach
    void close() {
        Seam.close();
    }

    @Test
    void a_closed_seam_calls_nothing() {
        Seam.install(new Hook[] {new Recording()});

        assertThat(Seam.enter(SITE, this, "a", null)).isNull();
        assertThat(Seam.returned(SITE, this, null, null, "result")).isEqualTo("result");
        assertThat(Seam.argument(SITE, this, "argument")).isEqualTo("argument");
        assertThat(calls).isEmpty();
    }

    @Test
    void a_call_that_entered_before_the_seam_was_closed_is_still_left() {
        Seam.install(new Hook[] {new Recording()});
        Seam.open();
        Object state = Seam.enter(SITE, this, "a", null);
        Seam.close();

        Seam.exit(SITE, this, state, "result", null);

        assertThat(calls).containsExactly("enter a", "exit result null");
    }

    @Test
    void one_call_in_an_interval_is_timed_whatever_its_shape() {
        Seam.install(new Hook[] {new Recording()});
        Seam.open();
        long before = Seam.timedCalls() + Seam.interruptedCalls();
        long nanosBefore = Seam.timedNanos();
        int rounds = 5 * Seam.TIMED_INTERVAL;
        for (int i = 0; i < rounds; i++) {
            Object state = Seam.enter(SITE, this, "a", null);
            Seam.exchange(SITE, this, state, "result", null);
            Seam.exit(SITE, this, state, "result", null);
            Seam.returned(SITE, this, null, null, "result");
            Seam.argument(SITE, this, "argument");
        }

        assertThat(Seam.timedCalls() + Seam.interruptedCalls() - before).isEqualTo(25);
        assertThat(Seam.timedNanos() - nanosBefore).isPositive();
        assertThat(Seam.timedSquares()).isPositive();
    }

    @Test
    void a_timed_call_that_was_interrupted_is_counted_apart() {
        Hook slow = new Hook() {
            @Override
            public Object enter(Object self, Object first, Object second) {
                if (first != null) {
                    long start = System.nanoTime();
                    while (System.nanoTime() - start < 2_000_000) {
                        Thread.onSpinWait();
                    }
                }
                return null;
            }
        };
        Seam.install(new Hook[] {slow});
        Seam.open();
        long timed = Seam.timedCalls();
        long interrupted = Seam.interruptedCalls();
        for (int i = 1; i < Seam.TIMED_INTERVAL; i++) {
            Seam.enter(SITE, this, null, null);
        }

        Seam.enter(SITE, this, "slow", null);

        assertThat(Seam.interruptedCalls() - interrupted).isEqualTo(1);
        assertThat(Seam.timedCalls()).isEqualTo(timed); // the one whose turn it was
    }

    @Test
    void calls_of_a_closed_seam_are_not_timed() {
        Seam.install(new Hook[] {new Recording()});
        long before = Seam.timedCalls();
        for (int i = 0; i < 3 * Seam.TIMED_INTERVAL; i++) {
            Seam.enter(SITE, this, "a", null);
        }

        assertThat(Seam.timedCalls()).isEqualTo(before);
    }

    @Test
    void a_hook_that_keeps_failing_removes_itself() {
        Hook failing = new Hook() {
            @Override
            public Object enter(Object self, Object first, Object second) {
                calls.add("failing");
                throw new IllegalStateException("planned");
            }
        };
        Seam.install(new Hook[] {failing});
        Seam.open();

        for (int i = 0; i < Seam.MAX_FAILURES + 5; i++) {
            assertThat(Seam.enter(SITE, this, null, null)).isNull();
        }

        assertThat(calls).hasSize(Seam.MAX_FAILURES);
        assertThat(Seam.failures(SITE)).isEqualTo(Seam.MAX_FAILURES);
        assertThat(Seam.firstFailure(SITE)).contains("planned", " at io.perfagent.bootstrap.SeamTest");
    }

    @Test
    void what_a_task_throws_goes_through_and_is_told_to_the_hook() {
        Seam.install(new Hook[] {new Recording()});
        Seam.open();
        Runnable task = () -> {
            throw new IllegalArgumentException("of the application");
        };

        assertThatThrownBy(() -> Seam.run(task, this, SITE)).hasMessage("of the application");

        assertThat(calls).hasSize(2);
        assertThat(calls.get(1)).contains("of the application");
    }

    @Test
    void an_answer_carries_a_value_or_a_throwable() {
        assertThat(Seam.answered(Answer.returning("x"))).isEqualTo("x");
        assertThat(Seam.refused(Answer.returning("x"))).isNull();
        Throwable thrown = new IllegalStateException();
        assertThat(Seam.refused(Answer.throwing(thrown))).isSameAs(thrown);
        assertThat(Seam.answered("no answer")).isNull();
    }

    private final class Recording extends Hook {
        @Override
        public Object enter(Object self, Object first, Object second) {
            calls.add("enter " + first);
            return "state";
        }

        @Override
        public void exit(Object self, Object state, Object result, Throwable thrown) {
            calls.add("exit " + result + " " + thrown);
        }

        @Override
        public Object returned(Object self, Object first, Object second, Object result) {
            calls.add("returned");
            return "other";
        }

        @Override
        public Object argument(Object self, Object argument) {
            calls.add("argument");
            return "other";
        }
    }
}
