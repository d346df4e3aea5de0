package io.perfagent.start.profiling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiskGuardTest {
    @Test
    void what_the_place_says_is_the_answer() {
        assertThat(DiskGuard.objection(() -> null)).isNull();
        assertThat(DiskGuard.objection(() -> "3 MiB left")).isEqualTo("3 MiB left");
    }

    @Test
    void a_disk_that_cannot_be_looked_at_for_want_of_memory_is_taken_for_full() {
        assertThat(DiskGuard.objection(() -> {
                    throw new OutOfMemoryError("Java heap space");
                }))
                .isSameAs(DiskGuard.UNKNOWN);
    }
}
