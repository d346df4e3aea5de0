package io.perfagent.instrument.pgjdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.faults.EveryFault;
import io.perfagent.trace.ThreadState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fault at every point of every hook of pgjdbc: the application gets the original's answer, then and later. */
class PgFaultsTest {
    @AfterEach
    void leave() {
        ThreadState.get().driverCall = null;
    }

    @ParameterizedTest
    @CsvSource({"java.lang.IllegalStateException, 1", "java.lang.OutOfMemoryError, 2", "java.lang.StackOverflowError, 4"
    })
    void what_is_read_is_what_was_written(String fault, int length) throws Exception {
        Throwable planted =
                (Throwable) Class.forName(fault).getDeclaredConstructor().newInstance();

        long points = EveryFault.run(
                "io.perfagent.instrument.pgjdbc.PgScenario",
                planted,
                length,
                "io.perfagent.instrument.pgjdbc.",
                "io.perfagent.cache.");

        assertThat(points).isGreaterThan(300);
    }
}
