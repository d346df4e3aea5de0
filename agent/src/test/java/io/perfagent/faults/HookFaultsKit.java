package io.perfagent.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.instrument.family.Recorder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fault at every point of every hook of a library: the application gets the original's answer, then and later. */
public abstract class HookFaultsKit {
    private final String scenario;
    private final int leastPoints;

    /**
     * @param scenario of the library, by name: it is loaded anew
     * @param leastPoints so many it has at least
     */
    protected HookFaultsKit(String scenario, int leastPoints) {
        this.scenario = scenario;
        this.leastPoints = leastPoints;
    }

    @BeforeAll
    static void install() {
        Recorder.install();
    }

    @ParameterizedTest
    @CsvSource({"java.lang.IllegalStateException, 1", "java.lang.OutOfMemoryError, 2", "java.lang.StackOverflowError, 4"
    })
    void what_is_read_is_what_was_written(String fault, int length) throws Exception {
        Throwable planted =
                (Throwable) Class.forName(fault).getDeclaredConstructor().newInstance();
        String room = scenario.substring(0, scenario.lastIndexOf('.') + 1);

        long points = EveryFault.run(scenario, planted, length, room, "io.perfagent.cache.");

        assertThat(points).isGreaterThan(leastPoints);
    }
}
