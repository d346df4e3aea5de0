package io.perfagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OtlpSinkTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final KeyValue COLOUR = KeyValue.newBuilder()
            .setKey("colour")
            .setValue(AnyValue.newBuilder().setStringValue("red"))
            .build();

    private final OtlpSink sink = OtlpSink.start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        sink.close();
    }

    @Test
    void spansComeWithResourceAndScope() throws Exception {
        HttpResponse<byte[]> response = post("/v1/traces", spans("a", "b"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(ExportTraceServiceResponse.parseFrom(response.body()).hasPartialSuccess())
                .isFalse();
        ReceivedSpan span =
                sink.awaitSpans(each -> each.name().equals("b"), 1, SOON).get(0);
        assertThat(span.kind()).isEqualTo("CLIENT");
        assertThat(span.traceId()).isEqualTo("000102030405060708090a0b0c0d0e0f");
        assertThat(span.parentId()).isEmpty();
        assertThat(span.attributes()).isEqualTo(Map.of("colour", "red"));
        assertThat(span.resourceAttributes()).isEqualTo(Map.of("colour", "red"));
        assertThat(span.scope().getName()).isEqualTo("scope");
    }

    @Test
    void metricsAndLogsAreKept() throws Exception {
        NumberDataPoint point =
                NumberDataPoint.newBuilder().setAsInt(7).addAttributes(COLOUR).build();
        post(
                "/v1/metrics",
                ExportMetricsServiceRequest.newBuilder()
                        .addResourceMetrics(ResourceMetrics.newBuilder()
                                .addScopeMetrics(ScopeMetrics.newBuilder()
                                        .addMetrics(Metric.newBuilder()
                                                .setName("m")
                                                .setGauge(Gauge.newBuilder().addDataPoints(point)))))
                        .build()
                        .toByteArray());
        post(
                "/v1/logs",
                ExportLogsServiceRequest.newBuilder()
                        .addResourceLogs(ResourceLogs.newBuilder()
                                .addScopeLogs(ScopeLogs.newBuilder()
                                        .addLogRecords(LogRecord.newBuilder().setEventName("e"))))
                        .build()
                        .toByteArray());

        ReceivedMetric metric = sink.awaitMetrics(each -> true, 1, SOON).get(0);
        assertThat(metric.name()).isEqualTo("m");
        assertThat(metric.pointAttributes()).isEqualTo(List.of(Map.of("colour", "red")));
        assertThat(sink.awaitLogs(each -> true, 1, SOON).get(0).eventName()).isEqualTo("e");
    }

    @Test
    void gzipIsDecodedAndTheWireSizeKept() throws Exception {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(spans("zipped"));
        }

        post("/v1/traces", compressed.toByteArray(), "Content-Encoding", "gzip");

        assertThat(sink.spans()).extracting(ReceivedSpan::name).containsExactly("zipped");
        OtlpRequest request = sink.requests().get(0);
        assertThat(request.wireBytes()).isEqualTo(compressed.size());
        assertThat(request.items()).isEqualTo(1);
        assertThat(request.headers()).containsEntry("content-encoding", "gzip");
    }

    @Test
    void repliesFollowTheScriptOfTheirPathThenTheDefault() throws Exception {
        sink.next("/v1/traces", OtlpReply.status(503).retryAfter("2"), OtlpReply.partial(1, "too long"));
        sink.otherwise(OtlpReply.status(429));

        HttpResponse<byte[]> unavailable = post("/v1/traces", spans("lost"));
        HttpResponse<byte[]> metrics = post("/v1/metrics", new byte[0]);
        HttpResponse<byte[]> partial = post("/v1/traces", spans("kept"));
        HttpResponse<byte[]> after = post("/v1/traces", spans("lost too"));

        assertThat(unavailable.statusCode()).isEqualTo(503);
        assertThat(unavailable.headers().firstValue("Retry-After")).contains("2");
        assertThat(metrics.statusCode()).isEqualTo(429);
        assertThat(ExportTraceServiceResponse.parseFrom(partial.body())
                        .getPartialSuccess()
                        .getRejectedSpans())
                .isEqualTo(1);
        assertThat(after.statusCode()).isEqualTo(429);
        assertThat(sink.spans()).extracting(ReceivedSpan::name).containsExactly("kept");
        assertThat(sink.requests()).extracting(OtlpRequest::status).containsExactly(503, 429, 200, 429);
    }

    @Test
    void aPartialAnswerIsTheMessageOfItsSignal() throws Exception {
        sink.next("/v1/metrics", OtlpReply.partial(3, "why"));

        HttpResponse<byte[]> response = post("/v1/metrics", new byte[0]);

        assertThat(ExportMetricsServiceResponse.parseFrom(response.body())
                        .getPartialSuccess()
                        .getRejectedDataPoints())
                .isEqualTo(3);
    }

    @Test
    void garbageCannotBeDecoded() throws Exception {
        sink.otherwise(OtlpReply.garbage());

        byte[] body = post("/v1/traces", spans("a")).body();

        assertThatThrownBy(() -> ExportTraceServiceResponse.parseFrom(body)).isInstanceOf(IOException.class);
    }

    @Test
    void aClosedConnectionIsNoAnswer() {
        sink.otherwise(OtlpReply.close());

        assertThatThrownBy(() -> post("/v1/traces", spans("a"))).isInstanceOf(IOException.class);
        assertThat(sink.requests()).isNotEmpty();
        assertThat(sink.spans()).isEmpty();
    }

    @Test
    void aHeldReplyWaitsForItsGate() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        sink.next("/v1/logs", OtlpReply.ok().held(gate));

        CompletableFuture<HttpResponse<byte[]>> held =
                client.sendAsync(request("/v1/logs", new byte[0]).build(), BodyHandlers.ofByteArray());
        post("/v1/traces", spans("overtaking"));

        assertThat(sink.spans()).hasSize(1);
        assertThat(held).isNotDone();
        gate.countDown();
        assertThat(held.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNoOtlpIsAFaultAndAnswered400() throws Exception {
        assertThat(post("/v1/traces", new byte[] {(byte) 0xff, 1, 2}).statusCode())
                .isEqualTo(400);
        assertThat(post("/v1/tracez", new byte[0]).statusCode()).isEqualTo(400);
        assertThat(sink.faults()).hasSize(2);
    }

    @Test
    void aWaitThatEndsInVainSaysWhatCame() throws Exception {
        post("/v1/traces", spans("other"));

        assertThatThrownBy(() -> sink.awaitSpans(each -> each.name().equals("mine"), 1, Duration.ZERO))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("0 of 1")
                .hasMessageContaining("CLIENT other");
    }

    private HttpRequest.Builder request(String path, byte[] body) {
        return HttpRequest.newBuilder(URI.create(sink.endpoint() + path))
                .timeout(SOON)
                .POST(BodyPublishers.ofByteArray(body));
    }

    private HttpResponse<byte[]> post(String path, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = request(path, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static byte[] spans(String... names) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder()
                .setScope(InstrumentationScope.newBuilder().setName("scope"));
        for (String name : names) {
            scope.addSpans(Span.newBuilder()
                    .setName(name)
                    .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
                    .setTraceId(ByteString.copyFrom(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}))
                    .addAttributes(COLOUR));
        }
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(COLOUR))
                        .addScopeSpans(scope))
                .build()
                .toByteArray();
    }
}
