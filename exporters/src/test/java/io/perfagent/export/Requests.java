package io.perfagent.export;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.HexFormat;

/** Small requests for tests. */
public final class Requests {
    private Requests() {}

    /** One failed server span with a text of its own. */
    public static byte[] span(String text) {
        Span span = Span.newBuilder()
                .setTraceId(ByteString.copyFrom(HexFormat.of().parseHex("0af7651916cd43dd8448eb211c80319c")))
                .setSpanId(ByteString.copyFrom(HexFormat.of().parseHex("b7ad6b7169203331")))
                .setParentSpanId(ByteString.copyFrom(HexFormat.of().parseHex("00f067aa0ba902b7")))
                .setName("GET /owners/{id}")
                .setKindValue(2)
                .setStartTimeUnixNano(1_000_000_000L)
                .setEndTimeUnixNano(1_012_045_678L)
                .setStatus(Status.newBuilder().setCodeValue(2).setMessage("no\u001b[2J"))
                .addAttributes(KeyValue.newBuilder()
                        .setKey("text")
                        .setValue(AnyValue.newBuilder().setStringValue(text)))
                .addAttributes(KeyValue.newBuilder()
                        .setKey("list")
                        .setValue(AnyValue.newBuilder()
                                .setArrayValue(ArrayValue.newBuilder()
                                        .addValues(AnyValue.newBuilder().setIntValue(7))
                                        .addValues(AnyValue.newBuilder().setBoolValue(true)))))
                .build();
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
                .build()
                .toByteArray();
    }

    /** One event. */
    public static byte[] event() {
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .addScopeLogs(ScopeLogs.newBuilder()
                                .addLogRecords(LogRecord.newBuilder()
                                        .setSeverityText("WARN")
                                        .setEventName("perf_agent.test")
                                        .setBody(AnyValue.newBuilder().setStringValue("all is well"))
                                        .addAttributes(KeyValue.newBuilder()
                                                .setKey("ratio")
                                                .setValue(AnyValue.newBuilder().setDoubleValue(0.5))))))
                .build()
                .toByteArray();
    }
}
