package io.perfagent.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.bench.ProcessTree.Line;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {
    @Test
    void readsALineOfProc() {
        assertThat(Line.of(
                        42,
                        "42 (postgres: (x) y) S 7 42 42 0 -1 4194560 600 10 0 0 11 12 13 14 20 0 1 0 99 1000 200 1844"))
                .isEqualTo(new Line(42, 7, 23, 27));
    }

    @Test
    void countsDescendantsInAnyOrderAndNoOthers() {
        assertThat(ProcessTree.ticks(
                        5,
                        List.of(
                                new Line(9, 8, 1000, 0),
                                new Line(8, 5, 100, 1),
                                new Line(5, 1, 10, 2),
                                new Line(6, 1, 70_000, 0))))
                .isEqualTo(1113);
    }
}
