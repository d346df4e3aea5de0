package io.perfagent.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.profile.ProfileOccasions.Figures;
import io.perfagent.profile.ProfileOccasions.Latency;
import io.perfagent.profile.ProfileOccasions.Limits;
import io.perfagent.profile.ProfileOccasions.Occasion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProfileOccasionsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long STEP = 10 * SECOND;
    private static final long START = Long.MAX_VALUE - 60 * SECOND; // nanoTime may overflow at any time
    private static final Figures CALM = new Figures(0.1, -1, -1, List.of());

    private static String name(@Nullable Occasion occasion) {
        return occasion == null ? "-" : occasion.name();
    }

    @Test
    void by_the_clock_it_is_time_again_and_again() {
        ProfileOccasions occasions = new ProfileOccasions(new Limits(30 * SECOND, 0, 0, 0, 0, STEP), START);
        List<String> steps = new ArrayList<>();
        for (int i = 1; i <= 9; i++) {
            steps.add(name(occasions.step(CALM, START + i * STEP)));
        }

        assertThat(steps).containsExactly("-", "-", "schedule", "-", "-", "schedule", "-", "-", "schedule");
    }

    @Test
    void a_busy_processor_is_an_occasion_and_then_there_is_rest() {
        ProfileOccasions occasions = new ProfileOccasions(new Limits(0, 80, 0, 0, 0, 30 * SECOND), START);
        double[] shares = {0.8, 0.81, 0.9, 0.9, 0.9, 0.5, -1, 0.9};
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < shares.length; i++) {
            steps.add(name(occasions.step(new Figures(shares[i], -1, -1, List.of()), START + (i + 1) * STEP)));
        }

        assertThat(steps).containsExactly("-", "cpu", "-", "-", "cpu", "-", "-", "cpu");
    }

    @Test
    void a_slow_operation_is_named_unless_it_had_too_few_calls() {
        ProfileOccasions occasions = new ProfileOccasions(new Limits(0, 0, 500_000_000, 0, 0, STEP), START);
        Latency rare = new Latency("HTTP server GET /rare", 19, 900_000_000);
        Latency fast = new Latency("HTTP server GET /fast", 1000, 500_000_000);
        Latency slow = new Latency("HTTP server GET /slow", 20, 501_000_000);

        assertThat(occasions.step(new Figures(0, -1, -1, List.of(rare, fast)), START + STEP))
                .isNull();
        Occasion occasion = occasions.step(new Figures(0, -1, -1, List.of(rare, fast, slow)), START + 2 * STEP);

        assertThat(occasion).isEqualTo(new Occasion("p99", "because the p99 of HTTP server GET /slow is 501 ms"));
    }

    @Test
    void a_heap_that_grows_is_an_occasion_and_one_that_breathes_is_not() {
        long megabyte = 1 << 20;
        Limits limits = new Limits(0, 0, 0, 64 * megabyte, 0, STEP);
        ProfileOccasions breathing = new ProfileOccasions(limits, START);
        ProfileOccasions growing = new ProfileOccasions(limits, START);
        List<String> steps = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            long breath = (100 + i % 3 * 20) * megabyte;
            assertThat(breathing.step(new Figures(0, breath, -1, List.of()), START + i * STEP))
                    .isNull();
            steps.add(name(growing.step(new Figures(0, (100 + i) * megabyte, -1, List.of()), START + i * STEP)));
        }

        assertThat(steps.subList(0, 60))
                .as("within ten minutes it has grown by 60 MB")
                .containsOnly("-");
        assertThat(steps).as("and never by more").containsOnly("-");
        Occasion jump = growing.step(new Figures(0, 400 * megabyte, -1, List.of()), START + 201 * STEP);
        assertThat(jump).isEqualTo(new Occasion("heap", "because the heap has grown by 159 MB"));
        for (int i = 202; i < 300; i++) {
            assertThat(growing.step(new Figures(0, 400 * megabyte, -1, List.of()), START + i * STEP))
                    .as("it has been told")
                    .isNull();
        }
    }

    @Test
    void threads_that_queue_for_locks_are_an_occasion() {
        ProfileOccasions occasions = new ProfileOccasions(new Limits(0, 0, 0, 0, 3, STEP), START);

        assertThat(occasions.step(new Figures(0, -1, -1, List.of()), START + STEP))
                .isNull();
        assertThat(occasions.step(new Figures(0, -1, 3, List.of()), START + 2 * STEP))
                .isNull();
        assertThat(occasions.step(new Figures(0, -1, 3.6, List.of()), START + 3 * STEP))
                .isEqualTo(new Occasion("locks", "because 4 threads wait for locks"));
    }

    @Test
    void nothing_is_watched_that_has_no_limit() {
        Limits none = new Limits(0, 0, 0, 0, 0, STEP);
        ProfileOccasions occasions = new ProfileOccasions(none, START);

        assertThat(none.any()).isFalse();
        assertThat(occasions.step(
                        new Figures(1, 1 << 30, -1, List.of(new Latency("a", 100, Long.MAX_VALUE))), START + STEP))
                .isNull();
    }
}
