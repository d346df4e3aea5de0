package io.perfagent.instrument.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {
    private static final long NOW = -5_000;

    private final Recorder recorder = new Recorder();

    @ParameterizedTest
    @CsvSource({
        "250, 250000000",
        "1, 1000000",
        "99999999, 0", // more than a day
        "86400000, 86400000000000",
        "2S, 2000000000",
        "30m, 30000000",
        "100u, 100000",
        "7n, 7",
        "1M, 60000000000",
        "24H, 86400000000000",
        "25H, 0"
    })
    void a_number_is_milliseconds_unless_it_has_a_unit(String value, long nanos) {
        assertThat(Deadline.of(value, NOW)).isEqualTo(nanos == 0 ? 0 : NOW + nanos);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {"0", "0S", "-1", "1.5", "S", "soon", "12x", "1 ", " 1", "123456789", "99999999999999999999", "١"
            })
    void anything_else_says_nothing(String value) {
        assertThat(Deadline.of(value, NOW)).isZero();
    }

    @Test
    void what_would_read_as_none_is_a_nanosecond_later() {
        assertThat(Deadline.of("5u", NOW)).isEqualTo(1);
    }

    @Test
    void only_the_thread_that_serves_the_request_is_bound_by_it() {
        assertThat(Deadline.hasPassed(0)).as("no request").isFalse();
        Operation request = recorder.tracing.beginRequest(OperationKinds.HTTP_SERVER, null);
        request.deadlineNanos = 1000;
        Operation within = recorder.tracing.begin(OperationKinds.SPAN);
        assertThat(Deadline.hasPassed(999)).isFalse();
        assertThat(Deadline.hasPassed(1000)).isTrue();
        recorder.tracing.end(within);
        Snapshot carried = new Snapshot(request);
        recorder.tracing.detach(request);

        Operation elsewhere = recorder.tracing.attach(carried);
        assertThat(Deadline.hasPassed(2000)).as("work that was handed on").isFalse();
        recorder.tracing.end(elsewhere);
        request.deadlineNanos = 0;
        recorder.tracing.resume(request);
        assertThat(Deadline.hasPassed(Long.MAX_VALUE)).as("none was said").isFalse();
        recorder.tracing.end(request);
    }
}
