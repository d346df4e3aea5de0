package io.perfagent.profile.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.trace.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineOwnersTest {
    private static final long POOL = 2;
    private static final long REQUEST = 1;

    private final Timeline timeline = new Timeline(4096);
    private final List<String> decided = new ArrayList<>();

    private Owners owners() {
        return new TimelineOwners(timeline);
    }

    private void decide(String sample, Owner owner) {
        decided.add(sample + " " + (owner == null ? "nobody" : owner.operation()));
    }

    @Test
    void the_innermost_operation_and_the_outermost_of_this_process() {
        timeline.goesOn(REQUEST, 100, 10);
        timeline.goesOn(REQUEST, 200, 11);
        timeline.ends(REQUEST, 300, 10, 11, 10, 1, 2, "database SELECT item");
        timeline.ends(REQUEST, 400, 0, 10, 0, 1, 2, "HTTP server GET /items/*");

        Owner inner = owners().at(REQUEST, 250);
        assertThat(inner)
                .isEqualTo(new Owner(
                        "database SELECT item",
                        "HTTP server GET /items/*",
                        "0000000000000001" + "0000000000000002",
                        11));
        assertThat(owners().at(REQUEST, 350).operation()).isEqualTo("HTTP server GET /items/*");
        assertThat(owners().at(REQUEST, 450)).isNull();
        assertThat(owners().at(REQUEST, 50)).isNull();
    }

    @Test
    void a_task_on_another_thread_works_for_the_operation_it_was_given_by() {
        timeline.goesOn(REQUEST, 100, 10);
        timeline.goesOn(POOL, 150, 10); // carried
        timeline.ends(POOL, 250, 0, 0, 0, 1, 2, null);
        timeline.ends(REQUEST, 300, 0, 10, 0, 1, 2, "HTTP server GET /task");

        assertThat(owners().at(POOL, 200).operation()).isEqualTo("HTTP server GET /task");
        assertThat(owners().at(POOL, 260)).isNull();
    }

    @Test
    void an_operation_that_has_not_ended_or_whose_outermost_one_has_not_is_still_running() {
        timeline.goesOn(REQUEST, 100, 10);
        assertThat(owners().at(REQUEST, 150)).isSameAs(Owner.RUNNING);
        timeline.goesOn(REQUEST, 200, 11);
        timeline.ends(REQUEST, 300, 10, 11, 10, 1, 2, "database SELECT item");
        assertThat(owners().at(REQUEST, 250)).isSameAs(Owner.RUNNING);
    }

    @Test
    void a_parent_that_is_not_remembered_is_done_without() {
        timeline.goesOn(REQUEST, 200, 11);
        timeline.ends(REQUEST, 300, 0, 11, 10, 1, 2, "database SELECT item");

        assertThat(owners().at(REQUEST, 250).root()).isEqualTo("database SELECT item");
    }

    @Test
    void parents_in_a_circle_end() {
        timeline.goesOn(REQUEST, 200, 11);
        timeline.ends(REQUEST, 300, 0, 11, 11, 1, 2, "odd");

        assertThat(owners().at(REQUEST, 250).root()).isEqualTo("odd");
    }

    @Test
    void samples_wait_for_the_end_of_their_operation_but_not_for_ever() {
        WaitingSamples<String> waiting = new WaitingSamples<>(owners(), 2, 1_000_000_000L);
        timeline.goesOn(REQUEST, 100, 10);
        timeline.goesOn(POOL, 100, 20);
        waiting.add(REQUEST, 150, "a", this::decide);
        waiting.add(POOL, 150, "b", this::decide);
        waiting.add(3, 150, "c", this::decide);
        assertThat(decided).containsExactly("c nobody");

        waiting.add(REQUEST, 160, "d", this::decide);
        assertThat(decided).describedAs("no room for a").containsExactly("c nobody", "a (still running)");

        waiting.advance(500_000_000, this::decide);
        assertThat(waiting.size()).isEqualTo(2);
        waiting.advance(1_000_000_151L, this::decide);
        assertThat(decided).endsWith("b (still running)");

        timeline.ends(REQUEST, 300, 0, 10, 0, 1, 2, "GET /");
        WaitingSamples<String> later = new WaitingSamples<>(owners(), 2, 1_000_000_000L);
        later.add(REQUEST, 170, "e", this::decide);
        assertThat(decided).endsWith("e GET /");
    }
}
