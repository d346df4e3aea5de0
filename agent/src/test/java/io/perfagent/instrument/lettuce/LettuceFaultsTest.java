package io.perfagent.instrument.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.faults.EveryFault;
import io.perfagent.instrument.family.HttpSettings;
import io.perfagent.instrument.family.Recorder;
import io.perfagent.instrument.family.Telemetry;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fault at every point of every hook of Lettuce: the application gets the original's answer, then and later. */
class LettuceFaultsTest {
    @BeforeAll
    static void install() {
        Recorder recorder = new Recorder();
        Telemetry.install(new Telemetry(
                recorder.tracing,
                recorder.metrics,
                new HttpSettings(List.of("GET"), List.of(), List.of(), List.of(), List.of(), List.of()),
                (type, target) -> {},
                true,
                "test"));
    }

    @ParameterizedTest
    @CsvSource({"java.lang.IllegalStateException, 1", "java.lang.OutOfMemoryError, 2", "java.lang.StackOverflowError, 4"
    })
    void what_is_read_is_what_was_written(String fault, int length) throws Exception {
        Throwable planted =
                (Throwable) Class.forName(fault).getDeclaredConstructor().newInstance();

        long points = EveryFault.run(
                "io.perfagent.instrument.lettuce.LettuceScenario",
                planted,
                length,
                "io.perfagent.instrument.lettuce.",
                "io.perfagent.cache.");

        assertThat(points).isGreaterThan(200);
    }
}
