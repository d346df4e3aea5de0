package io.perfagent.weave.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Hook;
import io.perfagent.bootstrap.Seam;
import io.perfagent.weave.ClassFiles;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.cache.WovenCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteBuddyWeaverTest {
    private final List<String> log = new ArrayList<>();

    /** Writes down what it is told; the answers are set by the tests. */
    private class Recording extends Hook {
        Object state = "state";
        Object other;

        @Override
        public Object enter(Object self, Object first, Object second) {
            log.add("enter " + name(self) + " " + first + " " + second);
            return state;
        }

        @Override
        public void exit(Object self, Object state, Object result, Throwable thrown) {
            log.add("exit " + name(self) + " " + state + " " + result + " " + thrown);
        }

        @Override
        public Object exchanged(Object self, Object state, Object result, Throwable thrown) {
            log.add("exchanged " + result + " " + thrown);
            return other;
        }

        @Override
        public Object returned(Object self, Object first, Object second, Object result) {
            log.add("returned " + name(self) + " " + first + " " + second + " " + result);
            return other == null ? result : other;
        }

        @Override
        public Object argument(Object self, Object argument) {
            log.add("argument " + name(self) + " " + argument);
            return other;
        }

        private String name(Object self) {
            return self == null ? "-" : self.getClass().getSimpleName();
        }
    }

    private final Recording hook = new Recording();

    @AfterEach
    void close() {
        Seam.close();
    }

    private WovenSample woven(Shape shape, String method, int first, int second) throws Exception {
        Seam.install(new Hook[] {hook});
        Seam.open();
        WovenSample sample = WovenSample.at(log, WovenSample.sites(shape, method, "*", first, second));
        assertThat(sample.bytes).as("woven").isNotNull();
        assertThat(WovenCheck.accepts(sample.original, sample.bytes))
                .as("accepted by the cache")
                .isTrue();
        return sample;
    }

    @Test
    void around_tells_enter_and_exit_with_arguments_and_result() throws Throwable {
        WovenSample sample = woven(Shape.AROUND, "text", 0, 1);

        assertThat(sample.call("text", "a", 5)).isEqualTo("a5");
        assertThat(log).containsExactly("enter Sample a 5", "body a5", "exit Sample state a5 null");
    }

    @Test
    void around_a_failing_method_tells_what_it_threw_and_lets_it_through() throws Throwable {
        WovenSample sample = woven(Shape.AROUND, "failing", 0, Site.NONE);

        assertThatThrownBy(() -> sample.call("failing", "planned"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("planned");
        assertThat(log)
                .containsExactly(
                        "enter Sample planned null",
                        "body planned",
                        "exit Sample state null java.lang.IllegalStateException: planned");
    }

    @Test
    void without_a_state_there_is_no_exit() throws Throwable {
        hook.state = null;
        WovenSample sample = woven(Shape.AROUND, "text", 0, 1);

        sample.call("text", "a", 5);

        assertThat(log).containsExactly("enter Sample a 5", "body a5");
    }

    @Test
    void while_the_seam_is_closed_nothing_is_told() throws Throwable {
        WovenSample sample = woven(Shape.AROUND, "text", 0, 1);
        Seam.close();

        assertThat(sample.call("text", "a", 5)).isEqualTo("a5");
        assertThat(log).containsExactly("body a5");
    }

    @ParameterizedTest
    @CsvSource({"AROUND", "GATE", "EXCHANGE"})
    void primitive_and_void_results_stay_what_they_are(Shape shape) throws Throwable {
        hook.state = null;
        assertThat(woven(shape, "number", 1, 0).call("number", 5L, "x")).isEqualTo(5);
        assertThat(woven(shape, "truth", Site.NONE, Site.NONE).call("truth")).isEqualTo(true);
        assertThat(woven(shape, "wide", Site.NONE, Site.NONE).call("wide")).isEqualTo(1.5);
        assertThat(woven(shape, "nothing", 0, Site.NONE).call("nothing", "x")).isNull();
        assertThat(woven(shape, "staticNumber", 1, 0).call("staticNumber", 2.5, "y"))
                .isEqualTo(7L);
        assertThat(log).contains("enter - y 2.5");
    }

    @ParameterizedTest
    @CsvSource({"AROUND", "GATE", "RETURNED"})
    void all_arguments_may_be_told_at_once(Shape shape) throws Throwable {
        List<List<Object>> told = new ArrayList<>();
        Hook all = new Hook() {
            @Override
            public Object enter(Object self, Object first, Object second) {
                told.add(Arrays.asList((Object[]) first));
                return null;
            }

            @Override
            public Object returned(Object self, Object first, Object second, Object result) {
                told.add(Arrays.asList((Object[]) first));
                return result;
            }
        };
        WovenSample number = woven(shape, "number", Site.ALL, Site.NONE);
        Seam.install(new Hook[] {all});
        Seam.open();
        assertThat(number.call("number", 5L, "x")).isEqualTo(5);
        WovenSample nothing = woven(shape, "nothing", Site.ALL, Site.NONE);
        Seam.install(new Hook[] {all});
        Seam.open();
        assertThat(nothing.call("nothing", "y")).isNull();

        assertThat(told).containsExactly(List.of(5L, "x"), List.of("y"));
    }

    @Test
    void around_primitive_results_tells_no_result() throws Throwable {
        assertThat(woven(Shape.AROUND, "number", 1, 0).call("number", 5L, "x")).isEqualTo(5);

        assertThat(log).containsExactly("enter Sample x 5", "body 5x", "exit Sample state null null");
    }

    @Test
    void a_static_method_has_no_self() throws Throwable {
        assertThat(woven(Shape.AROUND, "ofClass", 0, Site.NONE).call("ofClass", "x"))
                .isEqualTo("x");

        assertThat(log).containsExactly("enter - x null", "body x", "exit - state x null");
    }

    @Test
    void around_a_constructor_there_is_an_object_at_the_exit_only() throws Throwable {
        WovenSample sample = woven(Shape.AROUND, "<init>", 0, Site.NONE);

        sample.make("one");

        assertThat(log).containsExactly("enter - one null", "constructor one", "exit Sample state null null");
    }

    @Test
    void every_way_out_of_a_method_is_an_exit() throws Throwable {
        WovenSample sample = woven(Shape.AROUND, "branches", 0, Site.NONE);

        assertThat(sample.call("branches", (Object) null)).isEqualTo("null");
        assertThat(log).last().isEqualTo("exit Sample state null null");
        assertThat(sample.call("branches", "12")).isEqualTo("12");
        assertThat(log).last().isEqualTo("exit Sample state 12 null");
        assertThat(sample.call("branches", "x")).isEqualTo("no number");
        assertThat(log).last().isEqualTo("exit Sample state no number null");
    }

    @Test
    void recursion_nests() throws Throwable {
        woven(Shape.AROUND, "recursive", 0, Site.NONE).call("recursive", 2);

        assertThat(log)
                .containsExactly(
                        "enter Sample 2 null",
                        "enter Sample 1 null",
                        "enter Sample 0 null",
                        "exit Sample state end null",
                        "exit Sample state end null",
                        "exit Sample state end null");
    }

    @Test
    void a_gate_answers_in_place_of_the_body() throws Throwable {
        hook.state = Answer.returning("answer");
        assertThat(woven(Shape.GATE, "text", 0, 1).call("text", "a", 5)).isEqualTo("answer");
        assertThat(log).containsExactly("enter Sample a 5");

        hook.state = Answer.returning(null);
        assertThat(woven(Shape.GATE, "text", 0, 1).call("text", "a", 5)).isNull();
        hook.state = Answer.returning(99);
        assertThat(woven(Shape.GATE, "number", 0, 1).call("number", 5L, "x")).isEqualTo(99);
        hook.state = Answer.returning(null);
        assertThat(woven(Shape.GATE, "nothing", 0, Site.NONE).call("nothing", "x"))
                .isNull();
        assertThat(log).noneMatch(line -> line.startsWith("body"));
    }

    @Test
    void a_gate_answers_with_a_throwable_even_a_checked_one() throws Throwable {
        Exception refusal = new Exception("perf-agent: refused");
        hook.state = Answer.throwing(refusal);
        WovenSample text = woven(Shape.GATE, "text", 0, 1);
        assertThatThrownBy(() -> text.call("text", "a", 5)).isSameAs(refusal);
        WovenSample number = woven(Shape.GATE, "number", 0, 1);
        assertThatThrownBy(() -> number.call("number", 5L, "x")).isSameAs(refusal);
        assertThat(log).noneMatch(line -> line.startsWith("body"));
    }

    @Test
    void a_gate_that_does_not_answer_is_around() throws Throwable {
        assertThat(woven(Shape.GATE, "text", 0, 1).call("text", "a", 5)).isEqualTo("a5");
        assertThat(log).containsExactly("enter Sample a 5", "body a5", "exit Sample state a5 null");
        WovenSample failing = woven(Shape.GATE, "failing", 0, Site.NONE);
        assertThatThrownBy(() -> failing.call("failing", "planned")).hasMessage("planned");
        assertThat(log).last().asString().endsWith("IllegalStateException: planned");
    }

    @Test
    void an_answer_of_the_wrong_type_never_reaches_the_application() throws Throwable {
        hook.state = Answer.returning(12);

        Object result = woven(Shape.GATE, "text", 0, 1).call("text", "a", 5);

        assertThat(result == null || result instanceof String).isTrue();
        assertThat(Seam.failures(0)).isEqualTo(1);
    }

    @Test
    void an_exchange_returns_another_object() throws Throwable {
        hook.other = "other";
        assertThat(woven(Shape.EXCHANGE, "text", 0, 1).call("text", "a", 5)).isEqualTo("other");
        assertThat(log).containsExactly("enter Sample a 5", "body a5", "exchanged a5 null");
    }

    @Test
    void an_exchange_of_the_wrong_type_leaves_the_result() throws Throwable {
        hook.other = 12;

        assertThat(woven(Shape.EXCHANGE, "text", 0, 1).call("text", "a", 5)).isEqualTo("a5");
        assertThat(Seam.failures(0)).isEqualTo(1);
    }

    @Test
    void an_exchange_does_not_turn_a_failure_into_a_result() throws Throwable {
        hook.other = "other";
        WovenSample sample = woven(Shape.EXCHANGE, "failing", 0, Site.NONE);

        assertThatThrownBy(() -> sample.call("failing", "planned")).hasMessage("planned");
        assertThat(log).last().isEqualTo("exchanged null java.lang.IllegalStateException: planned");
    }

    @Test
    void returned_sees_normal_returns_only_and_may_exchange() throws Throwable {
        hook.other = "other";
        assertThat(woven(Shape.RETURNED, "text", 0, 1).call("text", "a", 5)).isEqualTo("other");
        assertThat(log).containsExactly("body a5", "returned Sample a 5 a5");
        WovenSample failing = woven(Shape.RETURNED, "failing", 0, Site.NONE);
        assertThatThrownBy(() -> failing.call("failing", "planned")).hasMessage("planned");
        assertThat(log).containsExactly("body planned");
    }

    @Test
    void returned_after_primitive_void_and_static() throws Throwable {
        assertThat(woven(Shape.RETURNED, "number", 1, Site.NONE).call("number", 5L, "x"))
                .isEqualTo(5);
        assertThat(log).last().isEqualTo("returned Sample x null null");
        woven(Shape.RETURNED, "nothing", 0, Site.NONE).call("nothing", "x");
        assertThat(log).last().isEqualTo("returned Sample x null null");
        assertThat(woven(Shape.RETURNED, "ofClass", 0, Site.NONE).call("ofClass", "y"))
                .isEqualTo("y");
        assertThat(log).last().isEqualTo("returned - y null y");
    }

    @Test
    void returned_after_a_constructor_sees_the_new_object() throws Exception {
        Object made = woven(Shape.RETURNED, "<init>", 0, Site.NONE).make("x");

        assertThat(made.getClass().getField("made").get(made)).isEqualTo("x");
        assertThat(log).containsExactly("constructor x", "returned Sample x null null");
    }

    @Test
    void an_argument_is_exchanged_before_the_body() throws Throwable {
        hook.other = "other";
        assertThat(woven(Shape.ARGUMENT, "text", 0, Site.NONE).call("text", "a", 5))
                .isEqualTo("other5");
        assertThat(log).containsExactly("argument Sample a", "body other5");
        assertThat(woven(Shape.ARGUMENT, "staticArgument", 1, Site.NONE).call("staticArgument", 5L, "a"))
                .isEqualTo("other");
        assertThat(log).containsExactly("argument - a", "body other");
        assertThat(woven(Shape.ARGUMENT, "looping", 0, Site.NONE).call("looping", "abcd"))
                .isEqualTo("er");
        assertThat(log).containsExactly("argument Sample abcd");
    }

    /** In either order of the sites. */
    @Test
    void a_method_catches_what_it_catches_when_its_argument_is_exchanged_within_a_call() throws Throwable {
        Seam.install(new Hook[] {hook});
        Seam.open();
        hook.other = "other";
        Site around = WovenSample.sites(Shape.AROUND, "branches", "*", 0, Site.NONE)[0];
        Site argument = WovenSample.sites(Shape.ARGUMENT, "branches", "*", 0, Site.NONE)[0];

        assertThat(WovenSample.at(log, around, argument).call("branches", "1")).isEqualTo("no number");
        assertThat(log)
                .containsExactly(
                        "enter Sample 1 null", "argument Sample 1", "finally", "exit Sample state no number null");
        assertThat(WovenSample.at(log, argument, around).call("branches", "1")).isEqualTo("no number");
        assertThat(log)
                .containsExactly(
                        "argument Sample 1", "enter Sample other null", "finally", "exit Sample state no number null");
    }

    @Test
    void run_goes_around_each_task() throws Throwable {
        Runnable one = () -> log.add("one");
        Runnable two = () -> log.add("two");
        woven(Shape.RUN, "runs", Site.NONE, Site.NONE).call("runs", one, two);

        assertThat(log)
                .containsExactly(
                        "enter Sample " + one + " null",
                        "one",
                        "exit Sample state null null",
                        "between",
                        "enter Sample " + two + " null",
                        "two",
                        "exit Sample state null null");
    }

    @Test
    void two_sites_of_one_method_both_are_told() throws Throwable {
        Seam.install(new Hook[] {hook});
        Seam.open();
        Site around = WovenSample.sites(Shape.AROUND, "text", "*", 0, 1)[0];
        Site returned = WovenSample.sites(Shape.RETURNED, "text", "*", 0, 1)[0];
        WovenSample sample = WovenSample.at(log, around, returned);

        assertThat(sample.call("text", "a", 5)).isEqualTo("a5");
        assertThat(log)
                .containsExactlyInAnyOrder(
                        "enter Sample a 5", "body a5", "exit Sample state a5 null", "returned Sample a 5 a5");
        assertThat(WovenCheck.accepts(sample.original, sample.bytes)).isTrue();
    }

    @Test
    void a_failing_hook_is_counted_and_not_seen() throws Throwable {
        Hook failing = new Hook() {
            @Override
            public Object enter(Object self, Object first, Object second) {
                throw new IllegalStateException("planned");
            }
        };
        WovenSample sample = woven(Shape.AROUND, "text", 0, 1);
        Seam.install(new Hook[] {failing});
        Seam.open();

        assertThat(sample.call("text", "a", 5)).isEqualTo("a5");
        assertThat(Seam.failures(0)).isEqualTo(1);
    }

    @Test
    void the_same_class_and_sites_give_the_same_bytes() throws Throwable {
        assertThat(woven(Shape.GATE, "text", 0, 1).bytes).isEqualTo(woven(Shape.GATE, "text", 0, 1).bytes);
    }

    @Test
    void a_class_without_a_matching_method_is_not_woven() throws Throwable {
        assertThat(WovenSample.at(log, WovenSample.sites(Shape.AROUND, "absent", "*", 0, 1)).bytes)
                .isNull();
        assertThat(WovenSample.at(log, WovenSample.sites(Shape.AROUND, "text", "()V", 0, 1)).bytes)
                .isNull();
    }

    @Test
    void abstract_and_native_methods_are_left_alone() {
        Site[] sites = WovenSample.sites(Shape.AROUND, "run", "*", Site.NONE, Site.NONE);

        assertThat(new ByteBuddyWeaver().weave(null, "java/lang/Runnable", ClassFiles.of(Runnable.class), sites))
                .isNull();
    }

    @Test
    void classes_of_the_jdk_are_woven_and_accepted() {
        Site[] sites = WovenSample.sites(Shape.RUN, "runWorker", "*", Site.NONE, Site.NONE);
        byte[] original = ClassFiles.of(java.util.concurrent.ThreadPoolExecutor.class);

        byte[] woven = new ByteBuddyWeaver().weave(null, "java/util/concurrent/ThreadPoolExecutor", original, sites);

        assertThat(woven).isNotNull();
        assertThat(WovenCheck.accepts(original, woven)).isTrue();
    }
}
