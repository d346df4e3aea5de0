package io.perfagent.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.export.proto.ProtoWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EventsTest {
    private static final byte[] RESOURCE =
            Resource.of(new AttributeBytes().put("service.name", "shop")).encoded();

    @Test
    void anEventBecomesANamedLogRecord() throws Exception {
        ProtoWriter out = new ProtoWriter(16, 1 << 20);
        LogWriter writer = new LogWriter(out);
        writer.begin(RESOURCE, "io.perfagent", "1.0");
        Event event = new Event(
                5,
                Severity.WARN,
                "perf_agent.limit.proposed",
                "limit of 20 proposed",
                new AttributeBytes().put("limit", 20L));
        assertThat(writer.record(event, 7)).isTrue();
        writer.end();
        ExportLogsServiceRequest request = ExportLogsServiceRequest.parseFrom(Arrays.copyOf(out.array(), out.size()));
        assertThat(request.getResourceLogs(0).getResource().getAttributesCount())
                .isEqualTo(1);
        assertThat(request.getResourceLogs(0).getScopeLogs(0).getScope().getName())
                .isEqualTo("io.perfagent");
        LogRecord record = request.getResourceLogs(0).getScopeLogs(0).getLogRecords(0);
        assertThat(record.getTimeUnixNano()).isEqualTo(5);
        assertThat(record.getObservedTimeUnixNano()).isEqualTo(7);
        assertThat(record.getSeverityNumberValue()).isEqualTo(13);
        assertThat(record.getSeverityText()).isEqualTo("WARN");
        assertThat(record.getEventName()).isEqualTo("perf_agent.limit.proposed");
        assertThat(record.getBody().getStringValue()).isEqualTo("limit of 20 proposed");
        assertThat(record.getAttributes(0).getValue().getIntValue()).isEqualTo(20);
    }

    @Test
    void aRecordThatDoesNotFitLeavesTheRequestWhole() throws Exception {
        ProtoWriter out = new ProtoWriter(16, 300);
        LogWriter writer = new LogWriter(out);
        writer.begin(RESOURCE, "io.perfagent", "1.0");
        assertThat(writer.record(new Event(1, Severity.INFO, "a", "short"), 2)).isTrue();
        assertThat(writer.record(new Event(1, Severity.INFO, "b", "x".repeat(500)), 2))
                .isFalse();
        writer.end();
        ExportLogsServiceRequest request = ExportLogsServiceRequest.parseFrom(Arrays.copyOf(out.array(), out.size()));
        assertThat(writer.records()).isEqualTo(1);
        assertThat(request.getResourceLogs(0).getScopeLogs(0).getLogRecordsList())
                .extracting(LogRecord::getEventName)
                .containsExactly("a");
    }

    @Test
    void theQueueKeepsItsBoundAndCountsWhatItDrops() {
        EventQueue queue = new EventQueue();
        for (int i = 0; i < EventQueue.CAPACITY; i++) {
            assertThat(queue.offer(new Event(i, Severity.INFO, "e" + i, ""))).isTrue();
        }
        assertThat(queue.offer(new Event(0, Severity.INFO, "late", ""))).isFalse();
        assertThat(queue.dropped()).isEqualTo(1);
        assertThat(queue.size()).isEqualTo(EventQueue.CAPACITY);
        Event first = queue.poll();
        assertThat(first).isNotNull();
        assertThat(first.name()).isEqualTo("e0");
        assertThat(queue.offer(new Event(0, Severity.INFO, "again", ""))).isTrue();
        for (int i = 0; i < EventQueue.CAPACITY; i++) {
            assertThat(queue.poll()).isNotNull();
        }
        assertThat(queue.poll()).isNull();
        assertThat(queue.size()).isZero();
    }

    @Test
    void longTextsAreCut() {
        Event event = new Event(0, Severity.INFO, "n".repeat(1_000), "b".repeat(100_000));
        assertThat(event.name()).hasSize(256);
        assertThat(event.body).hasSize(Event.MAX_BODY_CHARS);
    }
}
