package io.perfagent.coldstart.preload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassListTest {
    interface Mark {}

    interface DerivedMark extends Mark {}

    static class Marked implements DerivedMark {}

    static class First {}

    static class Second {}

    private static final ClassLoader OURS = ClassListTest.class.getClassLoader();

    @Test
    void those_of_one_loader_are_listed_oldest_first_and_nothing_that_tells_a_moment() {
        Runnable lambda = () -> {};
        Class<?>[] latestFirst = {
            lambda.getClass(),
            String.class,
            Marked.class,
            Second[].class,
            int.class,
            Second.class,
            Mark.class,
            First.class
        };

        ClassList list = ClassList.of("a", latestFirst, OURS, name -> name.equals(Mark.class.getName()));

        assertThat(list.classes()).containsExactly(First.class.getName(), Second.class.getName());
    }

    @Test
    void a_list_is_bounded() {
        Class<?>[] many = new Class<?>[ClassList.MAX_CLASSES + 10];
        Arrays.fill(many, First.class);

        assertThat(ClassList.of("a", many, OURS, name -> false).classes()).hasSize(ClassList.MAX_CLASSES);
    }

    @Test
    void a_file_gives_the_list_back_and_any_part_of_it_none() {
        ClassList list = new ClassList("ahead-1", List.of("a.B", "a.C", "a.\u00c4"));
        byte[] file = list.encode();

        assertThat(ClassList.parse(file)).isEqualTo(list);
        for (int length = 0; length < file.length; length++) {
            assertThat(ClassList.parse(Arrays.copyOf(file, length)))
                    .as("%d bytes", length)
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soup",
                "perf-agent classes 2 a\nend 0\n",
                "perf-agent classes 1 \nend 0\n",
                "perf-agent classes 1 a\nx.Y\nend 2\n",
                "perf-agent classes 1 a\n\nend 1\n",
                "perf-agent classes 1 a\n[I\nend 1\n",
                "perf-agent classes 1 a\nx.Y\nend 1\nx.Z\n"
            })
    void what_is_no_list_is_none(String text) {
        assertThat(ClassList.parse(text.getBytes(StandardCharsets.UTF_8))).isNull();
    }

    @Test
    void too_many_names_are_no_list() {
        List<String> names = Collections.nCopies(ClassList.MAX_CLASSES + 1, "a.B");

        assertThat(ClassList.parse(new ClassList("a", names).encode())).isNull();
    }
}
