package io.perfagent.coldstart.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StaticInitsTest {
    private static final long MILLI = 1_000_000;

    private static StartSamples samples() {
        StartSamples samples = new StartSamples(5 * MILLI);
        add(samples, 1, 0, 60, "a.Outer.<clinit>", "a.Outer.fill", "a.Inner.<clinit>", "a.Inner.fill");
        add(samples, 1, 60, 100, "a.Outer.<clinit>", "a.Outer.fill");
        add(samples, 2, 0, 15, "a.Short.<clinit>");
        add(samples, 2, 15, 200, "a.Main.main");
        return samples;
    }

    private static void add(StartSamples samples, long thread, long from, long to, String... frames) {
        for (long at = from; at < to; at += 5) {
            samples.add(thread, at * MILLI, 5 * MILLI, List.of(frames), false);
        }
    }

    @Test
    void own_time_is_without_the_initialisers_within() {
        assertThat(StaticInits.of(samples(), 0, 1_000 * MILLI))
                .containsExactly(
                        new StaticInits.Init("a.Inner", 60 * MILLI, 60 * MILLI, 1),
                        new StaticInits.Init("a.Outer", 40 * MILLI, 100 * MILLI, 1));
    }

    @Test
    void what_is_later_is_none_of_the_start() {
        assertThat(StaticInits.of(samples(), 0, 30 * MILLI))
                .containsExactly(new StaticInits.Init("a.Inner", 30 * MILLI, 30 * MILLI, 1));
        assertThat(StaticInits.of(samples(), 150 * MILLI, 200 * MILLI)).isEmpty();
    }
}
