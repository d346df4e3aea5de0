package io.perfagent.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessStartTest {
    private static final String STAT =
            "4711 (a (b) c) S 1 4711 4711 0 -1 4194560 1 0 0 0 5 3 0 0 20 0 9 0 12345 999 888 777";

    @Test
    void the_start_is_so_long_ago_as_the_machine_has_run_since() {
        long nanos = ProcessStart.of(STAT, "133.47 200.00", 50_000_000_000L);

        // 13347 ticks now, 12345 then: 10.02 s
        assertThat(nanos).isEqualTo(50_000_000_000L - 10_020_000_000L);
    }

    @Test
    void what_cannot_be_this_start_is_not_believed() {
        Anchors anchors = new Anchors();
        anchors.set(Point.PREMAIN, 100_000_000_000L);
        assertThat(ProcessStart.within(99_000_000_000L, anchors)).isEqualTo(99_000_000_000L);
        assertThat(ProcessStart.within(100_020_000_000L, anchors))
                .as("after premain: the uptime is another machine's")
                .isEqualTo(Anchors.UNKNOWN);
        assertThat(ProcessStart.within(80_000_000_000L, anchors))
                .as("long before")
                .isEqualTo(Anchors.UNKNOWN);

        anchors.set(Point.JVM, 99_900_000_000L);
        assertThat(ProcessStart.within(99_800_000_000L, anchors)).isEqualTo(99_800_000_000L);
        assertThat(ProcessStart.within(99_905_000_000L, anchors))
                .as("within a tick of the kernel")
                .isEqualTo(99_905_000_000L);
        assertThat(ProcessStart.within(97_000_000_000L, anchors))
                .as("a script waited in this process")
                .isEqualTo(Anchors.UNKNOWN);
    }
}
