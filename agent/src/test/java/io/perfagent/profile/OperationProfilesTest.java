package io.perfagent.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.perfagent.profile.attribution.Owner;
import io.perfagent.profile.attribution.Owners;
import io.perfagent.profile.stack.Collapsed;
import io.perfagent.profile.stack.SpanLinks;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OperationProfilesTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    /** Thread 1 serves items and, from 100 on, queries; thread 2 serves orders; no other is known. */
    private static final Owners OWNERS = (thread, nanoTime) -> owner(thread, nanoTime);

    private static @Nullable Owner owner(long thread, long nanoTime) {
        if (thread == 1) {
            String root = "HTTP server GET /items/*";
            return new Owner(nanoTime < 100 ? root : "database SELECT item", root, TRACE);
        }
        return thread == 2 ? new Owner("HTTP server GET /orders", "HTTP server GET /orders", null) : null;
    }

    private static OperationProfiles sampled(@Nullable Owners owners, @Nullable String trace) {
        OperationProfiles profiles = new OperationProfiles(List.of(ProfileEvent.CPU), owners, trace);
        profiles.sample(ProfileEvent.CPU, 1, 50, List.of("run", "price"), 10, 1);
        profiles.sample(ProfileEvent.CPU, 1, 150, List.of("run", "read"), 20, 2);
        profiles.sample(ProfileEvent.CPU, 2, 60, List.of("run", "price"), 40, 4);
        profiles.sample(ProfileEvent.CPU, 3, 60, List.of("run", "sweep"), 80, 8);
        profiles.sample(ProfileEvent.CPU, 0, 60, List.of("compile"), 160, 16);
        profiles.sample(ProfileEvent.ALLOC, 1, 60, List.of("run"), 4096, 1);
        return profiles;
    }

    @Test
    void samples_are_joined_to_operations_and_the_rest_is_shown_as_such() {
        OperationProfiles profiles = sampled(OWNERS, null);

        assertThat(Collapsed.write(profiles.view(ProfileEvent.CPU, null, true)).lines())
                .containsExactlyInAnyOrder(
                        "HTTP server GET /items/*_[o];run;price 10",
                        "HTTP server GET /items/*_[o];database SELECT item_[o];run;read 20",
                        "HTTP server GET /orders_[o];run;price 40",
                        "(unattributed)_[o];run;sweep 80",
                        "(unattributed)_[o];compile 160");
        assertThat(profiles.attributed(ProfileEvent.CPU)).isEqualTo(7);
        assertThat(profiles.all(ProfileEvent.CPU).samples()).isEqualTo(31);
    }

    @Test
    void one_operation_has_a_profile_of_its_own_outermost_or_innermost() {
        OperationProfiles profiles = sampled(OWNERS, null);

        assertThat(Collapsed.write(profiles.view(ProfileEvent.CPU, "GET /items/*", false))
                        .lines())
                .containsExactlyInAnyOrder("run;price 10", "run;read 20");
        assertThat(Collapsed.write(profiles.view(ProfileEvent.CPU, "database SELECT item", false)))
                .isEqualTo("run;read 20\n");
        assertThat(profiles.view(ProfileEvent.CPU, "/items/*", false).total())
                .as("the end of a key's word is not the key")
                .isEqualTo(30);
        assertThat(profiles.view(ProfileEvent.CPU, "items/*", false).total()).isZero();
        assertThat(profiles.view(ProfileEvent.CPU, OperationProfiles.UNATTRIBUTED, false)
                        .total())
                .isEqualTo(240);
    }

    @Test
    void all_stacks_are_one_profile_without_operations() {
        assertThat(Collapsed.write(sampled(OWNERS, null).view(ProfileEvent.CPU, null, false))
                        .lines())
                .containsExactlyInAnyOrder("run;price 50", "run;read 20", "run;sweep 80", "compile 160");
    }

    @Test
    void one_trace_has_a_profile_of_its_own() {
        OperationProfiles profiles = sampled(OWNERS, TRACE);

        assertThat(profiles.view(ProfileEvent.CPU, null, false).total()).isEqualTo(30);
    }

    @Test
    void a_sample_waits_until_its_operation_has_ended_and_has_a_name() {
        Owner named = new Owner("HTTP server GET /late", "HTTP server GET /late", TRACE);
        Owner[] owner = {Owner.RUNNING};
        OperationProfiles profiles =
                new OperationProfiles(List.of(ProfileEvent.CPU), (thread, nanoTime) -> owner[0], null);
        profiles.sample(ProfileEvent.CPU, 1, 50, List.of("run"), 10, 1);
        profiles.advance(60);
        assertThat(profiles.all(ProfileEvent.CPU).samples()).isZero();

        owner[0] = named;
        profiles.advance(70);
        owner[0] = Owner.RUNNING;
        profiles.sample(ProfileEvent.CPU, 1, 80, List.of("run"), 5, 1);
        profiles.finish();

        assertThat(Collapsed.write(profiles.all(ProfileEvent.CPU)).lines())
                .containsExactlyInAnyOrder("HTTP server GET /late_[o];run 10", "(still running)_[o];run 5");
        assertThat(profiles.attributed(ProfileEvent.CPU)).isEqualTo(1);
    }

    @Test
    void without_owners_nothing_is_said_of_operations() {
        OperationProfiles profiles = sampled(null, null);

        assertThat(profiles.attributed(ProfileEvent.CPU)).isEqualTo(-1);
        assertThat(Collapsed.write(profiles.view(ProfileEvent.CPU, null, true))).doesNotContain("_[o]");
        assertThat(profiles.view(ProfileEvent.CPU, null, true).total()).isEqualTo(310);
    }

    @Test
    void the_spans_of_samples_are_kept_where_that_is_wanted() {
        Owner owner = new Owner("database SELECT item", "HTTP server GET /items/*", TRACE, 7);
        OperationProfiles plain = new OperationProfiles(List.of(ProfileEvent.CPU), (thread, nanoTime) -> owner, null);
        OperationProfiles linked =
                new OperationProfiles(List.of(ProfileEvent.CPU), (thread, nanoTime) -> owner, null).withLinks();
        plain.sample(ProfileEvent.CPU, 1, 50, List.of("run"), 10, 1);
        linked.sample(ProfileEvent.CPU, 1, 50, List.of("run"), 10, 1);

        assertThat(plain.links(ProfileEvent.CPU)).isNull();
        SpanLinks links = linked.links(ProfileEvent.CPU);
        linked.all(ProfileEvent.CPU)
                .eachNode((frames, leaf) ->
                        assertThat(links.of(leaf)).containsExactly(entry(new SpanLinks.Span(TRACE, 7), 10L)));
        assertThat(linked.all(ProfileEvent.CPU).samples()).isEqualTo(1);
    }

    @Test
    void the_slowest_trace_has_a_profile_of_its_own() {
        String slow = "00000000000000000000000000000002";
        OperationProfiles profiles = new OperationProfiles(
                        List.of(ProfileEvent.WALL),
                        (thread, nanoTime) -> new Owner(
                                "HTTP server GET /", "HTTP server GET /", thread == 2 ? slow : TRACE, nanoTime),
                        null)
                .withLinks();
        profiles.sample(ProfileEvent.WALL, 1, 1, List.of("run", "wait"), 30, 3);
        profiles.sample(ProfileEvent.WALL, 2, 2, List.of("run", "wait"), 20, 2);
        profiles.sample(ProfileEvent.WALL, 2, 3, List.of("run", "work"), 20, 2);

        assertThat(profiles.slowest(ProfileEvent.WALL)).isEqualTo(slow);
        assertThat(Collapsed.write(profiles.ofTrace(ProfileEvent.WALL, slow)).lines())
                .containsExactlyInAnyOrder("HTTP server GET /_[o];run;wait 20", "HTTP server GET /_[o];run;work 20");
    }

    @Test
    void samples_of_virtual_threads_that_no_operation_is_known_for_are_told() {
        OperationProfiles profiles = new OperationProfiles(
                List.of(ProfileEvent.CPU),
                (thread, nanoTime) -> thread == 1 ? new Owner("HTTP server GET /", "HTTP server GET /", TRACE) : null,
                null);
        List<String> virtual = List.of("jdk.internal.vm.Continuation.enter", "a.A.run");
        profiles.sample(ProfileEvent.CPU, 1, 1, virtual, 1, 1);
        profiles.sample(ProfileEvent.CPU, 2, 1, virtual, 2, 2);
        profiles.sample(ProfileEvent.CPU, 2, 1, List.of("a.A.run"), 4, 4);

        assertThat(profiles.unattributedOnVirtual(ProfileEvent.CPU)).isEqualTo(2);
    }
}
