package io.perfagent.it.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checker of promise P2 finds each fault that was planted, and none where there is none. */
class AgedReadsTest {
    private static final int KEYS = 8;
    private static final int READERS = 2;
    private static final long MILLIS = 500;
    private static final int ROUNDS = 40;
    private static final long PAUSE_NANOS = 1_000_000;

    @ParameterizedTest
    @EnumSource
    void a_planted_fault_is_found(FaultyMicro.Fault fault) throws Exception {
        long seed = System.nanoTime();
        WriteTimes writes = WriteTimes.here(KEYS);
        AtomicLongArray store = new AtomicLongArray(KEYS);
        FaultyMicro cache = new FaultyMicro(fault, store::get);
        boolean wrong = fault != FaultyMicro.Fault.NONE;
        String told = "";
        try (ForeignWriter writer = new ForeignWriter(writes, store::set, PAUSE_NANOS, seed)) {
            AgedReads checker = new AgedReads(writes, FaultyMicro.TTL_NANOS, false, cache);
            for (int i = 0; i < ROUNDS && (i < 4 || wrong && told.startsWith("violations=0 ")); i++) {
                told = checker.run(READERS, MILLIS, seed + i);
            }
        }
        assertThat(told.startsWith("violations=0 ")).as("%s: %s", fault, told).isEqualTo(!wrong);
        assertThat(told).doesNotContain("failed");
    }
}
