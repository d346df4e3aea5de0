package io.perfagent.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.coldstart.record.Kind;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CriticalPathTest {
    private static final int TASK = 77;

    @Test
    void on_one_thread_everything_is_on_the_path_by_the_innermost_piece() {
        Pieces pieces = new Starts()
                .bean("a", 10, 60)
                .bean("b", 20, 30)
                .bean("c", 70, 90)
                .pieces(100);

        assertThat(Starts.path(pieces, 100))
                .containsExactly("0-10 -", "10-20 a", "20-30 b", "30-60 a", "60-70 -", "70-90 c", "90-100 -");
        assertThat(Starts.millis(Starts.named(pieces, "a").criticalNanos)).isEqualTo(40);
        assertThat(Starts.millis(Starts.named(pieces, "b").criticalNanos)).isEqualTo(10);
    }

    @Test
    void what_nobody_waited_for_is_not_on_it() {
        Pieces pieces = new Starts()
                .bean("main", 0, 100)
                .piece(Kind.TASK, "aside", TASK, 2, 10, 90)
                .pieces(100);

        assertThat(Starts.path(pieces, 100)).containsExactly("0-100 main");
        assertThat(Starts.named(pieces, "aside").criticalNanos).isZero();
    }

    @Test
    void where_a_thread_waited_for_a_task_the_path_goes_through_the_task() {
        Pieces pieces = new Starts()
                .bean("before", 0, 40)
                .piece(Kind.TASK, "task", TASK, 2, 20, 80)
                .piece(Kind.BEAN, "remote", 2, 30, 70)
                .piece(Kind.WAIT, "wait", TASK, Starts.MAIN, 40, 80)
                .bean("after", 80, 100)
                .pieces(100);

        assertThat(Starts.path(pieces, 100))
                .containsExactly(
                        "0-20 before",
                        "20-30 task for wait",
                        "30-70 remote for wait",
                        "70-80 task for wait",
                        "80-100 after");
        // From 40 on somebody waited: so much of the 40 ms can be gained.
        assertThat(Starts.millis(Starts.named(pieces, "remote").criticalNanos)).isEqualTo(40);
        assertThat(Starts.millis(Starts.named(pieces, "remote").savedNanos)).isEqualTo(30);
    }

    @Test
    void a_task_that_began_after_the_wait_leaves_the_first_part_to_the_waiter() {
        Pieces pieces = new Starts()
                .piece(Kind.WAIT, "wait", TASK, Starts.MAIN, 10, 80)
                .piece(Kind.TASK, "task", TASK, 2, 30, 80)
                .pieces(100);

        assertThat(Starts.path(pieces, 100)).containsExactly("0-10 -", "10-30 wait", "30-80 task for wait", "80-100 -");
    }

    @Test
    void where_another_thread_released_what_was_waited_for_the_path_goes_through_that_thread() {
        Pieces pieces = new Starts()
                .bean("before", 0, 40)
                .piece(Kind.WAIT, "lock", 5, Starts.MAIN, 40, 80)
                .piece(Kind.BEAN, "holder", 2, 10, 90)
                .piece(Kind.RELEASE, "unlock", 5, 2, 79, 80)
                .pieces(100);

        assertThat(Starts.path(pieces, 100))
                .containsExactly("0-40 before", "40-79 holder for lock", "79-80 unlock for lock", "80-100 -");
    }

    @Test
    void without_a_known_end_the_task_that_ended_last_before_is_inferred() {
        Pieces pieces = new Starts()
                .piece(Kind.WAIT, "latch", 5, Starts.MAIN, 10, 80)
                .piece(Kind.TASK, "early", 6, 2, 0, 40)
                .piece(Kind.TASK, "last", 7, 3, 10, 79)
                .pieces(100);

        assertThat(Starts.path(pieces, 100)).contains("10-79 last for latch?");
    }

    @Test
    void a_wait_that_nobody_is_known_to_have_ended_stands_for_itself() {
        Pieces pieces = new Starts()
                .piece(Kind.WAIT, "monitor", 0, Starts.MAIN, 10, 80)
                .piece(Kind.TASK, "too early", 6, 2, 0, 40)
                .pieces(100);

        assertThat(Starts.path(pieces, 100)).containsExactly("0-10 -", "10-80 monitor", "80-100 -");
    }

    @Test
    void threads_that_seem_to_wait_for_each_other_end_the_search() {
        Pieces pieces = new Starts()
                .piece(Kind.TASK, "one", 1, Starts.MAIN, 0, 100)
                .piece(Kind.WAIT, "for two", 2, Starts.MAIN, 10, 90)
                .piece(Kind.TASK, "two", 2, 2, 0, 100)
                .piece(Kind.WAIT, "for one", 1, 2, 10, 90)
                .pieces(100);

        List<CriticalPath.Step> path = CriticalPath.of(pieces, Starts.MAIN, 0, 100_000_000);

        assertThat(path.stream().mapToLong(CriticalPath.Step::nanos).sum()).isEqualTo(100_000_000);
    }

    @Test
    void the_path_of_any_start_is_as_long_as_the_start_and_has_no_gaps() {
        long seed = System.nanoTime();
        System.out.println("CriticalPathTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 1000; round++) {
            Starts starts = new Starts();
            for (int thread = 1; thread <= 4; thread++) {
                long cursor = 0;
                while (cursor < 900) {
                    long from = cursor + random.nextInt(50);
                    long to = from + 1 + random.nextInt(100);
                    int kind = random.nextInt(3) == 0 ? Kind.WAIT : random.nextBoolean() ? Kind.TASK : Kind.BEAN;
                    starts.piece(kind, "p" + from, random.nextInt(6), thread, from, to);
                    cursor = to;
                }
            }

            List<CriticalPath.Step> path = CriticalPath.of(starts.pieces(1000), Starts.MAIN, 0, 1_000_000_000);

            long cursor = 0;
            for (CriticalPath.Step step : path) {
                assertThat(step.fromNanos())
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(cursor);
                cursor = step.toNanos();
            }
            assertThat(cursor).as("seed %d, round %d", seed, round).isEqualTo(1_000_000_000);
        }
    }
}
