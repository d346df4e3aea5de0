package io.perfagent.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.coldstart.record.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Made-up starts of 2 s, and what is suggested: {@code "kind gain"} in milliseconds. */
class SuggestionsTest {
    private static final StartFacts PLAIN = new StartFacts(2, 128 << 20, false, false);
    private static final long END = 2_000;
    private static final int SUBJECT = 77;

    private static StartReport report(Starts starts, @Nullable Counters counters) {
        Anchors anchors = new Anchors();
        anchors.set(Point.PREMAIN, 0);
        anchors.ready(END * 1_000_000, "somebody");
        anchors.set(Point.READY, counters);
        return StartAnalysis.of("ordinary", anchors, starts.records(), 0, Starts.MAIN, 0, true);
    }

    private static List<Suggestion> of(Starts starts) {
        return Suggestions.of(report(starts, null), PLAIN);
    }

    private static List<String> gains(List<Suggestion> suggestions) {
        return suggestions.stream()
                .map(one -> one.kind() + " " + one.gainNanos() / 1_000_000)
                .toList();
    }

    /** Counters of so many milliseconds; what is not named is 0. */
    private static Counters counters(long classes, Object... resources) {
        long[] nanos = new long[Resource.values().length];
        for (int i = 0; i < resources.length; i += 2) {
            nanos[((Resource) resources[i]).ordinal()] = (Integer) resources[i + 1] * 1_000_000L;
        }
        return new Counters(END * 1_000_000, nanos, classes, 0);
    }

    @Test
    void a_start_without_anything_long_has_no_suggestion() {
        assertThat(of(new Starts().bean("a", 100, 140).bean("b", 140, 179))).isEmpty();
        assertThat(of(new Starts())).isEmpty();
    }

    @Test
    void a_start_that_did_not_become_ready_has_none() {
        Anchors anchors = new Anchors();
        anchors.set(Point.PREMAIN, 0);

        assertThat(Suggestions.of(
                        StartAnalysis.of(
                                "ordinary",
                                anchors,
                                new Starts().bean("a", 0, 900).records(),
                                0,
                                1,
                                0,
                                true),
                        PLAIN))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1,component",
        "2,pool",
        "3,migration",
        "4,component",
        "5,component",
        "6,component",
        "7,dns",
        "10,service",
        "11,scan",
        "12,static-initialiser"
    })
    void a_component_is_worth_its_own_time_on_the_path(int kind, String suggested) {
        List<Suggestion> suggestions = of(new Starts()
                .piece(kind, "outer", Starts.MAIN, 100, 700)
                .piece(Kind.PHASE, "inner", Starts.MAIN, 200, 300));

        assertThat(gains(suggestions)).containsExactly(suggested + " 500");
        assertThat(suggestions.get(0).advice()).contains("outer");
        assertThat(suggestions.get(0).basis()).isEqualTo(Suggestion.Basis.PATH);
    }

    @Test
    void a_phase_of_a_framework_is_no_suggestion_and_neither_is_what_nobody_waited_for() {
        assertThat(of(new Starts()
                        .piece(Kind.PHASE, "refresh", Starts.MAIN, 0, 1_900)
                        .piece(Kind.BEAN, "aside", 2, 0, 1_900)))
                .isEmpty();
    }

    @Test
    void look_ups_are_one_suggestion_together() {
        List<Suggestion> suggestions = of(new Starts()
                .piece(Kind.DNS, "a.example", Starts.MAIN, 100, 140)
                .piece(Kind.DNS, "b.example", Starts.MAIN, 200, 260));

        assertThat(gains(suggestions)).containsExactly("dns 100");
        assertThat(suggestions.get(0).advice()).endsWith("dns b.example, dns a.example");
    }

    @Test
    void a_wait_for_a_task_is_worth_what_was_waited_and_the_task_what_of_it_was_waited_for() {
        List<Suggestion> suggestions = of(new Starts()
                .bean("catalog", 100, 800)
                .piece(Kind.WAIT, "FutureTask.get", SUBJECT, Starts.MAIN, 500, 790)
                .piece(Kind.TASK, "task", SUBJECT, 2, 110, 790)
                .piece(Kind.BEAN, "remote", 2, 200, 700));

        assertThat(gains(suggestions)).containsExactly("wait 290", "component 200");
        assertThat(suggestions.get(0).advice())
                .isEqualTo("begin what thread-1 waits for in bean catalog earlier, or wait for it later");
        assertThat(suggestions.get(0).evidence()).contains("290 ms", "while thread-2 was in remote");
        assertThat(suggestions.get(1).advice()).contains("remote");
    }

    @Test
    void a_wait_for_a_lock_is_told_from_one_for_a_task() {
        List<Suggestion> suggestions = of(new Starts()
                .bean("registry", 100, 310)
                .piece(Kind.WAIT, "ReentrantLock", SUBJECT, Starts.MAIN, 105, 305));

        assertThat(gains(suggestions)).containsExactly("lock 200");
        assertThat(suggestions.get(0).evidence()).contains("ReentrantLock took 200 ms", "who ended it is not known");
    }

    @Test
    void components_one_after_the_other_are_worth_what_the_longest_or_the_cores_leave() {
        Starts starts = new Starts()
                .piece(Kind.PHASE, "finish", Starts.MAIN, 0, 1_500)
                .bean("a", 100, 300)
                .bean("b", 300, 500)
                .bean("c", 500, 600)
                .bean("short", 600, 640)
                .piece(Kind.BEAN, "elsewhere", 2, 100, 900);

        Suggestion two = only("parallel", Suggestions.of(report(starts, null), PLAIN));
        Suggestion eight = only("parallel", Suggestions.of(report(starts, null), new StartFacts(8, 1, false, false)));
        List<Suggestion> one = Suggestions.of(report(starts, null), new StartFacts(1, 1, false, false));

        assertThat(two.gainNanos()).isEqualTo(250_000_000); // 500 on two cores
        assertThat(two.advice()).endsWith("bean a, bean b, bean c");
        assertThat(two.evidence()).contains("3 components", "500 ms one after the other in finish", "not measured");
        assertThat(eight.gainNanos()).isEqualTo(300_000_000); // the longest takes 200
        assertThat(one).noneMatch(suggestion -> suggestion.kind().equals("parallel"));
    }

    @Test
    void what_was_made_for_another_is_not_made_beside_it() {
        assertThat(of(new Starts().bean("outer", 100, 500).bean("inner", 150, 450)))
                .noneMatch(one -> one.kind().equals("parallel"));
    }

    private static Suggestion only(String kind, List<Suggestion> suggestions) {
        return suggestions.stream()
                .filter(one -> one.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " in " + suggestions));
    }

    @Test
    void an_archive_is_worth_most_of_what_loading_took_and_half_of_the_start_at_most() {
        Counters some = counters(2_000, Resource.CLASS_LOAD, 300, Resource.VERIFY, 200);
        Counters many = counters(9_000, Resource.CLASS_LOAD, 3_000, Resource.VERIFY, 2_000);

        assertThat(gains(Suggestions.of(report(new Starts(), some), PLAIN))).containsExactly("archive 350");
        assertThat(gains(Suggestions.of(report(new Starts(), many), PLAIN))).containsExactly("archive 1000");
        assertThat(Suggestions.of(report(new Starts(), some), new StartFacts(2, 1, true, false)))
                .as("has one")
                .isEmpty();
        assertThat(Suggestions.of(report(new Starts(), counters(400, Resource.CLASS_LOAD, 300)), PLAIN))
                .as("too few classes")
                .isEmpty();
    }

    @Test
    void counters_claim_no_more_than_the_path_has_worked() {
        Starts waiting = new Starts().piece(Kind.WAIT, "CountDownLatch.await", Starts.MAIN, 0, 1_800);
        Counters many = counters(9_000, Resource.CLASS_LOAD, 3_000, Resource.GC_YOUNG, 900);

        assertThat(gains(Suggestions.of(report(waiting, many), PLAIN)))
                .containsExactly("wait 1800", "gc 200", "archive 100");
    }

    @Test
    void a_jar_of_jars_is_to_be_extracted_before_an_archive_is_made() {
        List<Suggestion> suggestions = Suggestions.of(
                report(new Starts(), counters(2_000, Resource.CLASS_LOAD, 300)), new StartFacts(2, 1, false, true));

        assertThat(gains(suggestions)).containsExactly("archive 210", "extract 160");
        assertThat(suggestions.get(0).advice()).startsWith("extract the jar and make a class-data archive");
        assertThat(suggestions.get(1).basis()).isEqualTo(Suggestion.Basis.COMPARISON);
    }

    @Test
    void static_initialisers_are_suggested_for_what_is_more_than_usual() {
        assertThat(gains(Suggestions.of(report(new Starts(), counters(400, Resource.STATIC_INIT, 700)), PLAIN)))
                .containsExactly("static-init 200");
        assertThat(Suggestions.of(report(new Starts(), counters(400, Resource.STATIC_INIT, 490)), PLAIN))
                .isEmpty();
    }

    @Test
    void compiling_counts_on_one_core_only() {
        Counters compiled = counters(400, Resource.JIT, 800);

        assertThat(gains(Suggestions.of(report(new Starts(), compiled), new StartFacts(1, 1, false, false))))
                .containsExactly("jit 400");
        assertThat(Suggestions.of(report(new Starts(), compiled), PLAIN)).isEmpty();
    }

    @Test
    void what_was_not_measured_suggests_nothing() {
        long[] nothing = new long[Resource.values().length];
        Arrays.fill(nothing, Counters.NOT_MEASURED);
        Counters unmeasured = new Counters(END * 1_000_000, nothing, Counters.NOT_MEASURED, Counters.NOT_MEASURED);

        assertThat(Suggestions.of(report(new Starts(), unmeasured), PLAIN)).isEmpty();
    }

    @Test
    void no_gain_of_a_random_start_is_more_than_the_start_and_the_most_valuable_comes_first() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            Starts starts = new Starts();
            for (int i = 0; i < 60; i++) {
                int kind = random.nextInt(Kind.count());
                long from = random.nextInt(1_900);
                starts.piece(
                        kind, "n" + i, random.nextInt(3), 1 + random.nextInt(3), from, from + 1 + random.nextInt(900));
            }
            Counters counters = counters(
                    random.nextInt(9_000),
                    Resource.CLASS_LOAD,
                    random.nextInt(5_000),
                    Resource.GC_YOUNG,
                    random.nextInt(5_000));

            List<Suggestion> suggestions = Suggestions.of(
                    report(starts, counters), new StartFacts(1 + random.nextInt(4), 1, false, random.nextBoolean()));

            assertThat(suggestions)
                    .as("seed %d, round %d", seed, round)
                    .allSatisfy(one -> assertThat(one.gainNanos()).isBetween(50_000_000L, END * 1_000_000));
            assertThat(suggestions)
                    .isSortedAccordingTo((one, other) -> Long.compare(other.gainNanos(), one.gainNanos()));
        }
    }
}
