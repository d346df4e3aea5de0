package io.perfagent.profile.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.profile.ProfileEvent;
import io.perfagent.profile.SampleSink;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TakenSamplesTest {
    private final TakenSamples samples = new TakenSamples();
    private final List<String> told = new ArrayList<>();
    private final SampleSink sink =
            (event, threadId, nanoTime, frames, value, count) -> told.add(frames.get(0) + " of " + threadId);

    private static TakenSamples.Taken of(long threadId, String frame) {
        return new TakenSamples.Taken(ProfileEvent.CPU, threadId, 5, List.of(frame), 10);
    }

    @Test
    void what_came_too_late_for_a_session_is_not_told_in_the_next() {
        samples.begin();
        samples.add(of(1, "first"));
        samples.addLate("jdk.CPUTimeSample", 7, of(0, "first, late"));
        samples.begin();
        samples.add(of(2, "second"));

        samples.tellRest(sink);

        assertThat(told).containsExactly("second of 2");
    }

    @Test
    void those_whose_threads_nobody_could_name_are_told_at_the_end_without() {
        samples.begin();
        samples.addLate("jdk.CPUTimeSample", 7, of(0, "late"));
        samples.add(of(1, "known"));
        samples.tell(sink);
        assertThat(told).containsExactly("known of 1");

        samples.tellRest(sink);
        samples.tellRest(sink);

        assertThat(told).containsExactly("known of 1", "late of 0");
    }

    @Test
    void there_is_a_bound_for_both_kinds() {
        samples.begin();
        for (int i = 0; i < 60_000; i++) {
            samples.add(of(1, "known"));
            samples.addLate("jdk.CPUTimeSample", i, of(0, "late"));
        }

        samples.tellRest(sink);

        assertThat(told).hasSize(100_000);
        assertThat(samples.lost()).isEqualTo(20_000);
        samples.begin();
        assertThat(samples.lost()).isZero();
    }
}
