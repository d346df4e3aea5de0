package io.perfagent.profile.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perfagent.profile.ProfileRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JfrEngineTest {
    private @Nullable String roomLeft;
    private final JfrEngine engine = new JfrEngine(new JfrEngine.Place() {
        @Override
        public @Nullable String objection() {
            return roomLeft;
        }

        @Override
        public @Nullable String roomLeft() {
            return roomLeft;
        }

        @Override
        public long samplePeriodNanos() {
            return 20_000_000;
        }

        @Override
        public boolean cpuTime() {
            return false;
        }

        @Override
        public long diskBytes() {
            return 64 << 20;
        }
    });

    @ParameterizedTest
    @CsvSource({"-i 200ms, 200000000", "-i 1ms, 10000000", "-i 15500us, 15000000", "-d 5, 20000000"})
    void time_between_samples_is_what_it_asks_jfr_for(String options, long nanos) throws Exception {
        ProfileRequest asked = ProfileRequest.parse(List.of(options.split(" ")));

        assertThat(engine.refined(asked).intervalNanos()).isEqualTo(nanos);
        assertThat(engine.refined(asked).withInterval(asked.intervalNanos())).isEqualTo(asked);
    }

    @Test
    void it_can_neither_begin_nor_go_on_where_the_disk_is_full() throws Exception {
        engine.prepare();
        assertThat(engine.objection()).isNull();

        roomLeft = "the disk has 3 MiB left";

        assertThat(engine.objection()).isEqualTo("the disk has 3 MiB left");
        assertThatThrownBy(engine::prepare).hasMessage("JFR cannot run here: the disk has 3 MiB left");
    }
}
