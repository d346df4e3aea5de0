package io.perfagent.profile.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpeedscopeTest {
    @Test
    void samples_name_shared_frames_root_first() {
        StackProfile cpu = Collapsed.read("a.A.a;b.B.b 30\na.A.a 5\n", Unit.NANOSECONDS, 100);
        StackProfile alloc = Collapsed.read("b.B.b;\"quoted\"_[c] 4096\n", Unit.BYTES, 100);

        Map<String, Object> file = JsonValue.object(
                Speedscope.write("shop", List.of(new NamedProfile("cpu", cpu), new NamedProfile("alloc", alloc))));

        assertThat(file).containsEntry("name", "shop");
        assertThat(file.get("shared"))
                .isEqualTo(Map.of(
                        "frames",
                        List.of(Map.of("name", "a.A.a"), Map.of("name", "b.B.b"), Map.of("name", "\"quoted\""))));
        assertThat(file.get("profiles"))
                .isEqualTo(List.of(
                        Map.of(
                                "type",
                                "sampled",
                                "name",
                                "cpu",
                                "unit",
                                "nanoseconds",
                                "startValue",
                                0L,
                                "endValue",
                                35L,
                                "samples",
                                List.of(List.of(0L), List.of(0L, 1L)),
                                "weights",
                                List.of(5L, 30L)),
                        Map.of(
                                "type",
                                "sampled",
                                "name",
                                "alloc",
                                "unit",
                                "bytes",
                                "startValue",
                                0L,
                                "endValue",
                                4096L,
                                "samples",
                                List.of(List.of(1L, 2L)),
                                "weights",
                                List.of(4096L))));
    }
}
