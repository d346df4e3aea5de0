package io.perfagent.profile.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CollapsedTest {
    private static StackProfile read(String text) {
        return Collapsed.read(text, Unit.COUNT, 1000);
    }

    @Test
    void what_is_written_is_read_back() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        StackProfile profile = new StackProfile(Unit.NANOSECONDS, 100_000);
        for (int i = 0; i < 500; i++) {
            List<String> stack = new ArrayList<>();
            for (int depth = 1 + random.nextInt(12); depth > 0; depth--) {
                stack.add("pkg" + random.nextInt(4) + ".C with space.m" + random.nextInt(3));
            }
            profile.add(stack, 1 + random.nextInt(1000), 1);
        }

        String text = Collapsed.write(profile);
        StackProfile back = Collapsed.read(text, Unit.NANOSECONDS, 100_000);

        assertThat(Collapsed.write(back)).as("seed %d", seed).isEqualTo(text);
        assertThat(back.total()).isEqualTo(profile.total());
        assertThat(back.nodes()).isEqualTo(profile.nodes());
    }

    @Test
    void a_text_is_bounded_and_still_adds_up_to_all() {
        StackProfile profile = new StackProfile(Unit.COUNT, 100_000);
        for (int i = 0; i < 100; i++) {
            profile.add(List.of("a".repeat(50), "leaf" + i), 2, 1);
        }

        String text = Collapsed.write(profile, 1000);

        assertThat(text).hasSizeLessThan(1100).contains('\n' + Collapsed.LEFT_OUT + ' ');
        assertThat(Collapsed.read(text, Unit.COUNT, 100_000).total()).isEqualTo(200);
    }

    @Test
    void what_would_break_a_line_is_replaced() {
        StackProfile profile = new StackProfile(Unit.COUNT, 10);
        profile.add(List.of("a;b", "c\nd\re"), 3, 1);
        profile.add(List.of(), 4, 1);
        profile.add(List.of("zero"), 0, 1);

        assertThat(Collapsed.write(profile)).isEqualTo("[unknown] 4\na:b;c d e 3\n");
    }

    @Test
    void lines_of_other_tools_are_understood() {
        StackProfile profile =
                read("# a comment\r\n\r\njava/lang/Thread.run_[j];write_[k] 7\njava/lang/Thread.run_[j] 2");

        assertThat(profile.total()).isEqualTo(9);
        assertThat(profile.nodes()).isEqualTo(2);
    }

    @Test
    void a_line_that_is_no_stack_is_named() {
        for (String wrong : List.of("a;b", "a;b -1", "a;b 1.5", " 12", "a;b 99999999999999999999")) {
            assertThatThrownBy(() -> read("a 1\n" + wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("line 2 is no stack");
        }
    }
}
