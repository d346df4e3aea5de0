package io.perfagent.trace.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplerTest {
    private static final long HALF = (long) (0.5 * Long.MAX_VALUE);

    @ParameterizedTest
    @CsvSource({
        // name, ratio, parent: none, unsampled, sampled
        "always_on,                1,   true,  true,  true",
        "always_off,               1,   false, false, false",
        "traceidratio,             1,   true,  true,  true",
        "traceidratio,             0,   false, false, false",
        "parentbased_always_on,    0,   true,  false, true",
        "parentbased_always_off,   1,   false, false, true",
        "parentbased_traceidratio, 1,   true,  false, true",
        "parentbased_traceidratio, 0,   false, false, true",
        "jaeger_remote,            0,   true,  false, true",
        "traceidratio,             NaN, false, false, false",
        "traceidratio,             7,   true,  true,  true",
        "traceidratio,             -1,  false, false, false"
    })
    void decisions(String name, double ratio, boolean root, boolean unsampledParent, boolean sampledParent) {
        Sampler sampler = Sampler.of(name, ratio);
        for (long id : new long[] {1, -1, HALF, Long.MAX_VALUE, Long.MIN_VALUE + 1}) {
            for (boolean remote : new boolean[] {false, true}) {
                assertThat(sampler.sample(false, false, false, id)).isEqualTo(root);
                assertThat(sampler.sample(true, false, remote, id)).isEqualTo(unsampledParent);
                assertThat(sampler.sample(true, true, remote, id)).isEqualTo(sampledParent);
            }
        }
    }

    @Test
    void theShareIsOfAbsoluteValuesBelowABound() {
        Sampler half = Sampler.of("traceidratio", 0.5);
        assertThat(half.sample(false, false, false, HALF - 1)).isTrue();
        assertThat(half.sample(false, false, false, 1 - HALF)).isTrue();
        assertThat(half.sample(false, false, false, HALF)).isFalse();
        assertThat(half.sample(false, false, false, -HALF)).isFalse();
    }

    @Test
    void aShareOfRandomIdentifiersIsSampled() {
        long seed = 42;
        Random random = new Random(seed);
        Sampler tenth = Sampler.of("traceidratio", 0.1);
        int sampled = 0;
        for (int i = 0; i < 100_000; i++) {
            sampled += tenth.sample(false, false, false, random.nextLong()) ? 1 : 0;
        }
        assertThat(sampled).as("seed %d", seed).isBetween(9_500, 10_500);
    }

    @Test
    void identifiersAreNotZeroAndDoNotRepeat() {
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(seen.add(IdGenerator.traceIdHi())).isTrue();
            assertThat(seen.add(IdGenerator.traceIdLo())).isTrue();
            assertThat(seen.add(IdGenerator.spanId())).isTrue();
        }
        assertThat(seen).doesNotContain(0L);
    }
}
