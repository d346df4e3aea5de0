package io.perfagent.profile.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackProfileTest {
    private final StackProfile profile = new StackProfile(Unit.NANOSECONDS, 100);

    private static List<String> stacks(StackProfile of) {
        List<String> stacks = new ArrayList<>();
        of.each((frames, value, samples) -> stacks.add(String.join(";", frames) + " " + value + "/" + samples));
        return stacks;
    }

    @Test
    void samples_of_one_stack_are_one_line() {
        profile.add(List.of("main", "work"), 10, 1);
        profile.add(List.of("main", "work"), 20, 2);
        profile.add(List.of("main"), 5, 1);

        assertThat(stacks(profile)).containsExactly("main 5/1", "main;work 30/3");
        assertThat(profile.total()).isEqualTo(35);
        assertThat(profile.samples()).isEqualTo(4);
        assertThat(profile.root().children().get(0).total()).isEqualTo(35);
    }

    @Test
    void recursion_is_a_path_of_its_own() {
        profile.add(List.of("f", "f", "f"), 1, 1);

        assertThat(stacks(profile)).containsExactly("f;f;f 1/1");
        assertThat(profile.nodes()).isEqualTo(3);
    }

    @Test
    void a_stack_beyond_the_bound_is_cut_and_counted_and_no_value_is_lost() {
        StackProfile small = new StackProfile(Unit.BYTES, 2);
        small.add(List.of("a", "b", "c"), 7, 1);
        small.add(List.of("x"), 3, 1);

        assertThat(stacks(small)).containsExactly(" 3/1", "a;b 7/1");
        assertThat(small.total()).isEqualTo(10);
        assertThat(small.cutSamples()).isEqualTo(2);
    }

    @Test
    void profiles_of_one_unit_add_up() {
        profile.add(List.of("a"), 1, 1);
        StackProfile other = new StackProfile(Unit.NANOSECONDS, 100);
        other.add(List.of("a"), 2, 1);
        other.add(List.of("b"), 3, 1);

        profile.add(other);

        assertThat(stacks(profile)).containsExactly("a 3/2", "b 3/1");
        assertThatThrownBy(() -> profile.add(new StackProfile(Unit.BYTES, 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
