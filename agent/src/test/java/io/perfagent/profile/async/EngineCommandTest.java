package io.perfagent.profile.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perfagent.profile.ProfileRequest;
import io.perfagent.profile.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineCommandTest {
    @Test
    void events_become_the_profilers_options_and_secrets_are_left_out_of_the_recording() throws Refusal {
        ProfileRequest request =
                ProfileRequest.parse(List.of("-e", "cpu,wall,alloc,lock,nativemem", "--memory", "8m", "-j", "100"));

        assertThat(EngineCommand.start(request, "/data/recording"))
                .isEqualTo(
                        "start,loglevel=none,clock=monotonic,jfropts=31,event=cpu,interval=10000000,nobatch,wall=50000000"
                                + ",alloc=524288,lock=100000,nativemem=524288,jstackdepth=100,memlimit=8388608,file=/data/recording");
        assertThat(EngineCommand.start(ProfileRequest.parse(List.of("-e", "live")), "/data/recording"))
                .contains(",live,alloc=524288,");
    }

    @Test
    void a_path_that_the_profiler_would_read_otherwise_is_refused() throws Refusal {
        ProfileRequest request = ProfileRequest.parse(List.of());

        for (String path : List.of("/a,b/recording", "/a%p/recording")) {
            assertThatThrownBy(() -> EngineCommand.start(request, path))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(path);
        }
    }
}
