package io.perfagent.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Own writes are never overtaken, whatever the order of things; and the model sees it when they are. */
class RedisOwnWritesTest {
    private static final int STEPS = 20_000;
    private static final int RUNS = 40;

    @Test
    void no_read_gives_less_than_a_write_that_had_returned() {
        long first = System.nanoTime();
        long reads = 0;
        long hits = 0;
        for (int i = 0; i < RUNS; i++) {
            RedisModel model = new RedisModel(first + i, RedisModel.Fault.NONE);
            model.run(STEPS);
            reads += model.reads;
            hits += model.hits;

            assertThat(model.violations).as("seed %d", first + i).isZero();
        }

        assertThat(reads).isGreaterThan(10_000);
        assertThat(hits).as("of %d reads", reads).isGreaterThan(reads / 20);
    }

    @ParameterizedTest
    @EnumSource(value = RedisModel.Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void a_planted_fault_is_found(RedisModel.Fault fault) {
        long first = System.nanoTime();
        long violations = 0;
        for (int i = 0; i < 20 * RUNS && violations == 0; i++) { // some are found in few runs only
            RedisModel model = new RedisModel(first + i, fault);
            model.run(STEPS);
            violations += model.violations;
        }

        assertThat(violations).as("seeds from %d", first).isPositive();
    }
}
