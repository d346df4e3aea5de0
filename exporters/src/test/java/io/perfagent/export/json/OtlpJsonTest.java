package io.perfagent.export.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.perfagent.export.Signal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OtlpJsonTest {
    private final OtlpJson json = new OtlpJson();

    private String transcode(Signal signal, Message request) {
        byte[] bytes = request.toByteArray();
        assertThat(json.transcode(signal, bytes, bytes.length)).isTrue();
        return new String(json.array(), 0, json.size(), StandardCharsets.UTF_8);
    }

    private static Message.Builder requestOf(Signal signal) {
        return switch (signal) {
            case TRACES -> ExportTraceServiceRequest.newBuilder();
            case METRICS -> ExportMetricsServiceRequest.newBuilder();
            case LOGS -> ExportLogsServiceRequest.newBuilder();
            case PROFILES -> ExportProfilesServiceRequest.newBuilder();
        };
    }

    @Test
    void aSpanReadsAsTheSpecificationSays() {
        Span span = Span.newBuilder()
                .setTraceId(id("5b8efff798038103d269b633813fc60c"))
                .setSpanId(id("eee19b7ec3c1b174"))
                .setName("I'm a \"server\" span\n")
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .setStartTimeUnixNano(1_544_712_660_000_000_000L)
                .setEndTimeUnixNano(-1)
                .addAttributes(pair("s", AnyValue.newBuilder().setStringValue("v")))
                .addAttributes(pair("i", AnyValue.newBuilder().setIntValue(-3)))
                .addAttributes(pair("d", AnyValue.newBuilder().setDoubleValue(Double.NaN)))
                .addAttributes(pair("b", AnyValue.newBuilder().setBoolValue(false)))
                .addAttributes(pair("y", AnyValue.newBuilder().setBytesValue(ByteString.copyFromUtf8("hi"))))
                .addAttributes(pair(
                        "a",
                        AnyValue.newBuilder()
                                .setArrayValue(ArrayValue.newBuilder()
                                        .addValues(AnyValue.newBuilder().setStringValue("x"))
                                        .addValues(AnyValue.getDefaultInstance()))))
                .setDroppedAttributesCount(-1)
                .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR))
                .setFlags(0x101)
                .build();
        ExportTraceServiceRequest request = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
                .build();
        assertThat(transcode(Signal.TRACES, request))
                .isEqualTo("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{"
                        + "\"traceId\":\"5b8efff798038103d269b633813fc60c\",\"spanId\":\"eee19b7ec3c1b174\","
                        + "\"name\":\"I'm a \\\"server\\\" span\\n\",\"kind\":2,"
                        + "\"startTimeUnixNano\":\"1544712660000000000\","
                        + "\"endTimeUnixNano\":\"18446744073709551615\",\"attributes\":["
                        + "{\"key\":\"s\",\"value\":{\"stringValue\":\"v\"}},"
                        + "{\"key\":\"i\",\"value\":{\"intValue\":\"-3\"}},"
                        + "{\"key\":\"d\",\"value\":{\"doubleValue\":\"NaN\"}},"
                        + "{\"key\":\"b\",\"value\":{\"boolValue\":false}},"
                        + "{\"key\":\"y\",\"value\":{\"bytesValue\":\"aGk=\"}},"
                        + "{\"key\":\"a\",\"value\":{\"arrayValue\":{\"values\":[{\"stringValue\":\"x\"},{}]}}}],"
                        + "\"droppedAttributesCount\":4294967295,\"status\":{\"code\":2},\"flags\":257}]}]}]}");
    }

    @Test
    void numbersOfMetricsReadAsTheSpecificationSays() {
        ExportMetricsServiceRequest request = ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .addScopeMetrics(ScopeMetrics.newBuilder()
                                .addMetrics(Metric.newBuilder()
                                        .setGauge(Gauge.newBuilder()
                                                .addDataPoints(NumberDataPoint.newBuilder()
                                                        .setAsInt(-9))
                                                .addDataPoints(NumberDataPoint.newBuilder()
                                                        .setAsDouble(Double.NEGATIVE_INFINITY))))
                                .addMetrics(Metric.newBuilder()
                                        .setExponentialHistogram(ExponentialHistogram.newBuilder()
                                                .addDataPoints(ExponentialHistogramDataPoint.newBuilder()
                                                        .setScale(-3)
                                                        .setPositive(ExponentialHistogramDataPoint.Buckets.newBuilder()
                                                                .setOffset(-7)
                                                                .addBucketCounts(300)
                                                                .addBucketCounts(0)))))))
                .build();
        assertThat(transcode(Signal.METRICS, request))
                .isEqualTo("{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":["
                        + "{\"gauge\":{\"dataPoints\":[{\"asInt\":\"-9\"},{\"asDouble\":\"-Infinity\"}]}},"
                        + "{\"exponentialHistogram\":{\"dataPoints\":[{\"scale\":-3,"
                        + "\"positive\":{\"offset\":-7,\"bucketCounts\":[\"300\",\"0\"]}}]}}]}]}]}");
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void randomRequestsReadBackThroughProtobufsOwnParser(Signal signal) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        RandomMessages messages = new RandomMessages(seed);
        for (int i = 0; i < 150; i++) {
            Message request = messages.fill(requestOf(signal), 9);
            String text = transcode(signal, request);
            assertThat(text).doesNotContain("\n");
            JsonElement tree = idsAsBase64(JsonParser.parseString(text));
            Message.Builder back = requestOf(signal);
            JsonFormat.parser().merge(tree.toString(), back);
            assertThat(back.build()).as("seed %d, request %d", seed, i).isEqualTo(request);
        }
    }

    /** OTLP writes ids in hex where protobuf's own JSON has Base64. */
    private static JsonElement idsAsBase64(JsonElement element) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(OtlpJsonTest::idsAsBase64);
        } else if (element.isJsonObject()) {
            JsonObject object = element.getAsJsonObject();
            for (String name : object.keySet()) {
                if (name.equals("traceId") || name.equals("spanId") || name.equals("parentSpanId")) {
                    byte[] id = HexFormat.of().parseHex(object.get(name).getAsString());
                    object.add(name, new JsonPrimitive(Base64.getEncoder().encodeToString(id)));
                } else {
                    idsAsBase64(object.get(name));
                }
            }
        }
        return element;
    }

    @Test
    void damagedRequestsAreRefusedOrWrittenAsValidJson() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        RandomMessages messages = new RandomMessages(seed);
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes =
                    messages.fill(ExportTraceServiceRequest.newBuilder(), 5).toByteArray();
            for (int k = 0; k < 3 && bytes.length > 0; k++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            if (json.transcode(Signal.TRACES, bytes, bytes.length)) {
                String text = new String(json.array(), 0, json.size(), StandardCharsets.UTF_8);
                assertThat(JsonParser.parseString(text).isJsonObject()).isTrue();
                assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSize(json.size());
            } else {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    @Test
    void nestingIsBounded() {
        AnyValue value = AnyValue.newBuilder().setStringValue("deep").build();
        for (int i = 0; i < 60; i++) {
            value = AnyValue.newBuilder()
                    .setArrayValue(ArrayValue.newBuilder().addValues(value))
                    .build();
        }
        byte[] bytes = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .addScopeSpans(ScopeSpans.newBuilder()
                                .addSpans(Span.newBuilder()
                                        .addAttributes(KeyValue.newBuilder().setValue(value)))))
                .build()
                .toByteArray();
        assertThat(json.transcode(Signal.TRACES, bytes, bytes.length)).isFalse();
    }

    private static ByteString id(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }

    private static KeyValue pair(String key, AnyValue.Builder value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }
}
