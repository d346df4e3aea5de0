package io.perfagent.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.coldstart.record.Kind;
import org.junit.jupiter.api.Test;

class SlackTest {
    private static final long READY = 100_000_000;

    private static long slack(Pieces pieces, String name) {
        CriticalPath.of(pieces, Starts.MAIN, 0, READY);
        return Starts.millis(Slack.of(Starts.named(pieces, name), pieces, READY));
    }

    @Test
    void what_is_on_the_path_has_none() {
        assertThat(slack(new Starts().bean("a", 10, 60).pieces(100), "a")).isZero();
    }

    @Test
    void what_nobody_waits_for_has_until_the_end() {
        Pieces pieces = new Starts().piece(Kind.BEAN, "aside", 2, 10, 30).pieces(100);

        assertThat(slack(pieces, "aside")).isEqualTo(70);
    }

    @Test
    void what_is_done_before_it_is_waited_for_has_until_then() {
        Pieces pieces = new Starts()
                .piece(Kind.TASK, "task", 9, 2, 10, 61)
                .piece(Kind.BEAN, "in the task", 2, 20, 30)
                .bean("main", 0, 60)
                .piece(Kind.WAIT, "wait", 9, Starts.MAIN, 60, 61)
                .pieces(100);

        assertThat(slack(pieces, "task")).isZero();
        Pieces early = new Starts()
                .piece(Kind.TASK, "task", 9, 2, 10, 40)
                .piece(Kind.WAIT, "wait", 9, Starts.MAIN, 60, 61)
                .pieces(100);
        assertThat(slack(early, "task")).isEqualTo(20);
    }

    @Test
    void who_counts_down_a_latch_has_until_the_last_one_does() {
        Pieces pieces = new Starts()
                .piece(Kind.TASK, "first", 8, 2, 5, 22)
                .piece(Kind.BEAN, "early", 2, 6, 19)
                .piece(Kind.RELEASE, "down", 9, 2, 20, 20)
                .piece(Kind.TASK, "second", 7, 3, 5, 32)
                .piece(Kind.RELEASE, "down again", 9, 3, 30, 30)
                .piece(Kind.WAIT, "latch", 9, Starts.MAIN, 10, 30)
                .pieces(100);

        assertThat(slack(pieces, "early")).isEqualTo(10);
    }
}
