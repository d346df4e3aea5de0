package io.perfagent.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.instrument.family.PathPatterns;
import io.perfagent.limit.policy.OverloadEpisodes.Episode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of an overload while a limit was in effect: once, and as the last one from then on. */
class OverloadReportTest {
    private static final long STEP_NANOS = 250_000_000;

    private final Requests requests = new Requests(new PathPatterns(List.of()));
    private final LimitResource resource;
    private long nowNanos = System.nanoTime();

    OverloadReportTest() {
        assertThat(requests.pool("main", 10)).isNotNull();
        resource = requests.resources()[0];
    }

    /** Steps in which some are served and some find no place. */
    private void steps(int steps, int served, int refused) {
        for (int step = 0; step < steps; step++) {
            for (int i = 0; i < served; i++) {
                resource.waited(10_000_000);
                resource.ended(20_000_000, 30_000_000, 0);
            }
            int places = 0;
            while (refused > 0 && resource.gate().tryEnter()) {
                places++;
            }
            for (int i = 0; i < refused; i++) {
                assertThat(resource.gate().enter(false, 0, 0)).isEqualTo(Gate.QUEUE_FULL);
            }
            for (int i = 0; i < places; i++) {
                resource.gate().leave();
            }
            nowNanos += STEP_NANOS;
            requests.step(nowNanos);
        }
    }

    @Test
    void what_the_limit_was_good_for_is_told_once() {
        resource.hold();
        steps(4, 125, 0);
        steps(40, 125, 125);
        steps(250, 50, 0);

        Episode told = resource.takeOverload();
        assertThat(told).isNotNull();
        assertThat(told.turnedAway()).isEqualTo(40 * 125);
        assertThat(resource.takeOverload()).isNull();
        assertThat(LimitReport.text("main", told))
                .startsWith(
                        "overload of main is over after 10 s: 5000 requests served, which waited 40 ms in the mean, and 5000"
                                + " turned away; without the limit all would have waited ")
                .endsWith("(a model: each comes once and nobody gives up)");
        assertThat(LimitReport.text(requests)).contains("    last overload of main is over after 10 s");
        assertThat(LimitJson.of(requests))
                .contains("\"last_overload\":{\"over\":true,\"seconds\":10", "\"turned_away\":5000");
    }

    @Test
    void what_would_have_been_turned_away_is_a_number_of_requests() {
        for (int i = 0; i < 200; i++) {
            assertThat(resource.gate().tryEnter()).isTrue();
        }
        overloaded(40, 0);
        double stood = resource.wouldReject();
        assertThat(stood)
                .as("all threads are taken, and ten seconds later still are")
                .isBetween(100.0, 200.0);
        overloaded(40, 0);
        assertThat(resource.wouldReject()).isLessThan(200);
        assertThat(LimitReport.text(requests)).contains("would have been (a model): 1");

        overloaded(40, 4_000_000_000L);
        assertThat(resource.wouldReject())
                .as("those that have waited for a thread for four seconds, at 500/s")
                .isBetween(1900.0, 2300.0);
    }

    private void overloaded(int steps, long connectorNanos) {
        for (int step = 0; step < steps; step++) {
            for (int i = 0; i < 125; i++) {
                resource.waited(380_000_000);
                resource.ended(20_000_000, 0, connectorNanos);
            }
            nowNanos += STEP_NANOS;
            requests.step(nowNanos);
        }
    }

    @Test
    void a_limit_that_is_not_in_effect_is_good_for_nothing() {
        steps(40, 125, 0);
        steps(250, 50, 0);
        assertThat(resource.takeOverload()).isNull();
        assertThat(LimitJson.of(requests)).doesNotContain("last_overload");
    }
}
