package io.perfagent.limit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitLimitTest {
    private static final long SECOND = 1_000_000_000;

    private static Window window(double seconds, long completions, double busyEach, double waitEach, int peak) {
        return new Window(
                (long) (seconds * SECOND),
                completions,
                (long) (completions * busyEach * SECOND),
                (long) (completions * waitEach * SECOND),
                peak);
    }

    @ParameterizedTest
    @CsvSource({
        // 500/s for 20 ms: ten busy, room for six; the wait is what decides
        "500, 0.02, 0,     56, 112, reached and nobody waits: where it begins is a guess",
        "500, 0.02, 0.1,   56, 39, fifty wait: down, by three tenths at most",
        "500, 0.02, 0.02,  56, 56, ten wait: more than the room and not twice as many",
        "500, 0.02, 0.028, 56, 39, fourteen wait: too many",
        "500, 0.02, 0.1,   20, 39, as many wait whatever the peak"
    })
    void one_step(long completions, double busy, double wait, int peak, int limit, String why) {
        WaitLimit fresh = WaitLimit.ofPool(10, 200);
        assertThat(fresh.limit()).isEqualTo(56);
        assertThat(fresh.step(window(1, completions, busy, wait, peak))).as(why).isEqualTo(limit);
    }

    @Test
    void it_falls_to_what_is_busy_and_its_root_and_grows_again_when_that_is_reached() {
        WaitLimit limit = WaitLimit.ofPool(10, 200);
        for (int i = 0; i < 20; i++) {
            limit.step(window(0.25, 125, 0.02, 0.1, limit.limit()));
        }
        assertThat(limit.limit()).isBetween(16, 17);
        int low = limit.limit();
        limit.step(window(0.25, 100, 0.02, 0, low - 5));
        assertThat(limit.limit()).describedAs("not reached").isEqualTo(low);
        limit.step(window(0.25, 125, 0.02, 0.001, low));
        assertThat(limit.limit()).isBetween(low + 1, low + 2);
    }

    @Test
    void it_doubles_until_the_queue_has_been_too_long_for_the_first_time() {
        WaitLimit limit = WaitLimit.ofPool(10, 1000);
        assertThat(limit.step(window(1, 500, 0.02, 0, 56))).isEqualTo(112);
        assertThat(limit.step(window(1, 500, 0.02, 0, 112))).isEqualTo(224);
        int fallen = limit.step(window(1, 500, 0.02, 0.4, 224));
        assertThat(fallen).isEqualTo(157);
        assertThat(limit.step(window(1, 500, 0.02, 0, fallen))).isEqualTo(172);
    }

    /** Where threads bound what is inside it is not reached beyond them. */
    @Test
    void it_grows_beyond_the_threads_where_more_are_inside_than_there_are() {
        WaitLimit limit = WaitLimit.ofPool(10, 100);
        assertThat(limit.step(window(1, 500, 0.1, 0, 56))).isEqualTo(100);
        assertThat(limit.step(window(1, 500, 0.2, 0, 100))).isEqualTo(110);
        for (int i = 0; i < 30; i++) {
            limit.step(window(1, 2000, 0.5, 0, limit.limit()));
        }
        assertThat(limit.limit()).isGreaterThan(1000);
    }

    @Test
    void a_short_window_is_carried_over_and_an_idle_one_changes_nothing() {
        WaitLimit limit = WaitLimit.ofPool(10, 200);
        for (int i = 0; i < 19; i++) {
            assertThat(limit.step(window(0.25, 1, 0.02, 1, 3))).isEqualTo(56);
        }
        limit.step(window(0.25, 1, 0.02, 1, 3));
        assertThat(limit.waiting())
                .describedAs("20 completions in 5 s that waited for a second each")
                .isEqualTo(4.0);
        assertThat(limit.limit()).isEqualTo(39);
        limit.step(window(60, 0, 0, 0, 0));
        limit.step(new Window(0, 0, 0, 0, 0));
        assertThat(limit.limit()).isEqualTo(39);
    }

    @Test
    void a_resource_that_hangs_is_no_reason_to_let_more_in() {
        WaitLimit limit = new WaitLimit(4, 40, 40);
        for (int i = 0; i < 6; i++) {
            limit.step(window(1, 200, 0.02, 0.5, limit.limit()));
        }
        int low = limit.limit();
        for (int i = 0; i < 10; i++) {
            limit.step(window(5, 1, 3, 0, low));
        }
        assertThat(limit.limit()).isLessThanOrEqualTo(low);
    }

    @Test
    void what_ends_seldom_because_it_takes_long_lets_more_in_and_what_hangs_does_not() {
        WaitLimit limit = WaitLimit.ofPool(10, 200);
        limit.step(window(1, 500, 0.02, 0, 56));
        assertThat(limit.limit()).isEqualTo(112);
        limit.step(window(0.6, 33, 2, 0, 112));
        assertThat(limit.limit()).as("112 of 2 s each: 56 end in a second").isEqualTo(200);

        WaitLimit hung = WaitLimit.ofPool(10, 200);
        hung.step(window(1, 500, 0.02, 0, 56));
        for (int i = 0; i < 10; i++) {
            hung.step(window(5, 50, 4, 0, 112));
        }
        assertThat(hung.limit()).as("forty of those inside move").isEqualTo(112);
    }

    @Test
    void bounds_hold_whatever_is_measured() {
        for (int size : new int[] {0, 1, 2, 4, 10, 1000}) {
            for (int threads : new int[] {1, 8, 200}) {
                WaitLimit limit = WaitLimit.ofPool(size, threads);
                for (int i = 0; i < 50; i++) {
                    int inside = Math.min(limit.limit(), threads);
                    assertThat(limit.step(window(1, 1000, i % 2, (i % 7) / 2.0, inside)))
                            .isBetween(1, Math.max(2, threads + threads / 4 + 1));
                }
            }
        }
        assertThatThrownBy(() -> new WaitLimit(0, 5, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WaitLimit(5, 6, 4)).isInstanceOf(IllegalArgumentException.class);
    }
}
