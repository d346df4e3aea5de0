package io.perfagent.start.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.trace.Operation;
import io.perfagent.trace.SpanRing;
import io.perfagent.trace.Tracing;
import io.perfagent.trace.propagation.Propagation;
import io.perfagent.trace.sampling.Sampler;
import io.perfagent.trace.side.SideTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** By simulated seconds: what is recorded under stress, and what is said of it. */
class StressWatchTest {
    private final Tracing tracing = new Tracing(
            Sampler.of("always_on", 1),
            Propagation.of(List.of("tracecontext"), new ArrayList<>()),
            new SpanRing(16, 1 << 20, 512),
            new SideTable(16),
            true,
            100);
    private final List<String> lines = new ArrayList<>();
    private boolean holding;
    private final StressWatch watch =
            new StressWatch(tracing, (severity, event, line) -> lines.add(line), () -> holding);

    private void seconds(int count, double gcShare, double cpuShare) {
        for (int i = 0; i < count; i++) {
            watch.reading(gcShare, cpuShare);
        }
    }

    /** Nothing, a call without a span, or a call with one. */
    private String recorded() {
        Operation operation = tracing.begin(0);
        if (operation == null) {
            return "nothing";
        }
        String what = operation.sampled() ? "span" : "metric";
        tracing.end(operation);
        return what;
    }

    @Test
    void while_a_limit_is_in_effect_requests_stay_known() {
        holding = true;
        seconds(60, 0.9, 0.5);
        assertThat(recorded()).isEqualTo("metric");
        assertThat(lines).hasSize(1);
        holding = false;
        seconds(1, 0.9, 0.5);
        assertThat(recorded()).isEqualTo("nothing");
    }

    @Test
    void spans_go_first_then_everything_and_all_comes_back() {
        seconds(9, 0.3, 0.5);
        assertThat(recorded()).isEqualTo("span");
        seconds(1, 0.3, 0.5);
        assertThat(recorded()).isEqualTo("metric");
        seconds(9, 0.7, 0.5);
        assertThat(recorded()).isEqualTo("metric");
        seconds(1, 0.7, 0.5);
        assertThat(recorded()).isEqualTo("nothing");
        seconds(9, 0.0, 0.5);
        assertThat(recorded()).isEqualTo("nothing");
        seconds(1, 0.0, 0.5);
        assertThat(recorded()).isEqualTo("span");
        assertThat(lines)
                .containsExactly(
                        "under stress (30 % of the time in GC, 50 % CPU): spans are not sampled, metrics go on",
                        "under heavy stress (70 % of the time in GC): recording is paused",
                        "stress is over: everything is recorded again");
    }

    @Test
    void processors_alone_never_stop_metrics() {
        seconds(59, 0, 1);
        assertThat(recorded()).isEqualTo("span");
        seconds(1000, 0, 1);
        assertThat(recorded()).isEqualTo("metric");
        assertThat(lines).hasSize(1);
    }

    @Test
    void peaks_are_no_stress() {
        for (int i = 0; i < 100; i++) {
            seconds(9, 0.9, 1);
            seconds(1, 0.1, 0.5);
        }
        assertThat(recorded()).isEqualTo("span");
        assertThat(lines).isEmpty();
    }

    @Test
    void what_is_not_known_is_no_stress() {
        seconds(1000, -1, -1);
        assertThat(recorded()).isEqualTo("span");
    }

    @Test
    void stress_that_eases_goes_back_by_one_step() {
        seconds(10, 0.7, 0.5);
        assertThat(recorded()).isEqualTo("nothing");
        seconds(10, 0.3, 0.5);
        assertThat(recorded()).isEqualTo("metric");
    }
}
