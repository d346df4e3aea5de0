package io.perfagent.instrument.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Spans;
import org.junit.jupiter.api.Test;

class OutgoingTest {
    private final Recorder recorder = new Recorder();
    private final Outgoing outgoing = new Outgoing();

    @Test
    void a_connection_that_is_not_asked_for_is_an_event_of_what_is_around_it() {
        Operation around = recorder.tracing.begin(OperationKinds.SPAN);
        Outgoing.heldBack("circuit_open", "jdbc:shop", System.nanoTime());
        recorder.tracing
                .span(around, Recorder.SCOPE, "around", 1, System.nanoTime())
                .publish();
        recorder.tracing.end(around);

        Span.Event event = Spans.one(recorder.ring).getEvents(0);

        assertThat(event.getName()).isEqualTo("perf_agent.outbound.held_back");
        assertThat(event.getAttributes(0).getKey()).isEqualTo("perf_agent.limit.reason");
        assertThat(event.getAttributes(0).getValue().getStringValue()).isEqualTo("circuit_open");
        assertThat(event.getAttributes(1).getKey()).isEqualTo("perf_agent.outbound.target");
        assertThat(event.getAttributes(1).getValue().getStringValue()).isEqualTo("jdbc:shop");
    }

    @Test
    void without_anybody_who_listens_nothing_is_held_back() {
        assertThat(outgoing.isHeard()).isFalse();
        assertThat(outgoing.host("api", 443)).isNull();
    }
}
