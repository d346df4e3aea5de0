package io.perfagent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status.Code;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.perfagent.export.Clock;
import io.perfagent.export.ExportResult;
import io.perfagent.export.ExportResult.Status;
import io.perfagent.export.FakeClock;
import io.perfagent.export.Requests;
import io.perfagent.export.Signal;
import io.perfagent.export.Waiter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The exporter against a server that gRPC's own authors have written. */
@Timeout(120)
class GrpcExportTest {
    private static final byte[] REQUEST = Requests.span("hello");

    private final FakeClock clock = new FakeClock();
    private final List<Long> waits = new ArrayList<>();
    private final Waiter waiter = nanos -> {
        waits.add(nanos);
        clock.advance(nanos);
        return true;
    };

    private static OtlpSettings.Builder to(GrpcSink sink) {
        return OtlpSettings.builder().endpoint(null, sink.url()).protocol(null, Protocol.GRPC);
    }

    private OtlpExporter exporter(OtlpSettings.Builder settings) {
        return new OtlpExporter(settings.build(), "1.0", clock, waiter);
    }

    private ExportResult send(OtlpExporter exporter, Signal signal, byte[] request) {
        return exporter.export(signal, request, request.length, 1, clock.nanoTime() + 60_000_000_000L);
    }

    private ExportResult export(OtlpSettings.Builder settings) {
        OtlpExporter exporter = exporter(settings);
        ExportResult result = send(exporter, Signal.TRACES, REQUEST);
        exporter.close();
        return result;
    }

    @Test
    void everySignalGoesToItsServiceOverOneConnection() throws Exception {
        try (GrpcSink sink = new GrpcSink()) {
            OtlpExporter exporter =
                    exporter(to(sink).header(null, "Api-Key", "k k ").timeoutMillis(null, 5_000));
            for (int i = 0; i < 2 * Signal.count(); i++) {
                Signal signal = Signal.of(i % Signal.count());
                byte[] request = switch (signal) {
                    case TRACES -> REQUEST;
                    case LOGS -> Requests.event();
                    default -> new byte[0];
                };
                assertThat(send(exporter, signal, request)).isSameAs(ExportResult.SUCCESS);
            }
            exporter.close();
            assertThat(sink.calls)
                    .extracting(GrpcSink.Call::method)
                    .containsExactly("traces", "metrics", "logs", "profiles", "traces", "metrics", "logs", "profiles");
            assertThat(sink.connections).hasValue(1);
            GrpcSink.Call call = sink.calls.get(0);
            assertThat(call.message()).isEqualTo(ExportTraceServiceRequest.parseFrom(REQUEST));
            assertThat(call.header("user-agent")).isEqualTo("perf-agent/1.0");
            assertThat(call.header("api-key")).isEqualTo("k k");
            assertThat(call.header("grpc-encoding")).isNull();
            assertThat(call.header("content-type")).isEqualTo("application/grpc");
            assertThat(call.deadline()).isTrue();
            assertThat(waits).isEmpty();
        }
    }

    @Test
    void userInfoBecomesBasicCredentialsAndAPathDoesNotCount() throws Exception {
        try (GrpcSink sink = new GrpcSink()) {
            String url = "http://user:p%40ss@localhost:" + sink.port() + "/v1/traces?x=y";
            assertThat(export(OtlpSettings.builder()
                                    .endpoint(Signal.TRACES, url)
                                    .protocol(Signal.TRACES, Protocol.GRPC))
                            .status())
                    .isEqualTo(Status.SUCCESS);
            assertThat(sink.calls.get(0).header("authorization"))
                    .isEqualTo("Basic " + Base64.getEncoder().encodeToString("user:p@ss".getBytes()));
        }
    }

    @Test
    void signalsWithProtocolsOfTheirOwn() throws Exception {
        try (GrpcSink grpc = new GrpcSink();
                HttpSink http = new HttpSink()) {
            OtlpExporter exporter = exporter(OtlpSettings.builder()
                    .endpoint(null, http.url())
                    .endpoint(Signal.METRICS, "localhost:" + grpc.port())
                    .insecure(Signal.METRICS, true)
                    .protocol(Signal.METRICS, Protocol.GRPC));
            assertThat(send(exporter, Signal.METRICS, new byte[0]).status()).isEqualTo(Status.SUCCESS);
            assertThat(send(exporter, Signal.TRACES, REQUEST).status()).isEqualTo(Status.SUCCESS);
            exporter.close();
            assertThat(grpc.calls).extracting(GrpcSink.Call::method).containsExactly("metrics");
            assertThat(http.requests).extracting(HttpSink.Request::path).containsExactly("/v1/traces");
        }
    }

    @Test
    void compressesWhenAskedToAndUnpacksAnswers() throws Exception {
        try (GrpcSink sink = new GrpcSink(0, true, builder -> builder)) {
            sink.answer(ExportTraceServiceResponse.newBuilder()
                    .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                            .setRejectedSpans(2)
                            .setErrorMessage("too old"))
                    .build());
            ExportResult result = export(to(sink).compression(null, Compression.GZIP));
            assertThat(result.toString()).isEqualTo("PARTIAL: too old");
            assertThat(sink.calls.get(0).header("grpc-encoding")).isEqualTo("gzip");
            assertThat(sink.calls.get(0).message()).isEqualTo(ExportTraceServiceRequest.parseFrom(REQUEST));
        }
    }

    @Test
    void partialSuccessIsReportedAndNotSentAgain() throws Exception {
        try (GrpcSink sink = new GrpcSink()) {
            sink.answer(ExportMetricsServiceResponse.newBuilder()
                    .setPartialSuccess(ExportMetricsPartialSuccess.newBuilder()
                            .setRejectedDataPoints(3)
                            .setErrorMessage("token s3cr3t is\nodd"))
                    .build());
            OtlpExporter exporter = exporter(to(sink).header(null, "authorization", "Bearer s3cr3t"));
            ExportResult result = send(exporter, Signal.METRICS, new byte[0]);
            exporter.close();
            assertThat(result.status()).isEqualTo(Status.PARTIAL);
            assertThat(result.rejected()).isEqualTo(3);
            assertThat(result.message()).isEqualTo("token *** is odd");
            assertThat(sink.calls).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Code.class,
            names = {"CANCELLED", "DEADLINE_EXCEEDED", "ABORTED", "OUT_OF_RANGE", "UNAVAILABLE", "DATA_LOSS"})
    void triesAgainWhereTheProtocolAllowsIt(Code code) throws Exception {
        try (GrpcSink sink = new GrpcSink()) {
            sink.answer(code.toStatus()).answer(code.toStatus());
            assertThat(export(to(sink)).status()).isEqualTo(Status.SUCCESS);
            assertThat(sink.calls).hasSize(3);
            assertThat(sink.connections).hasValue(1);
            assertThat(waits).hasSize(2);
            assertThat(waits.get(0)).isBetween(0L, 1_000_000_000L);
            assertThat(waits.get(1)).isBetween(0L, 1_500_000_000L);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Code.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OK", "CANCELLED", "DEADLINE_EXCEEDED", "ABORTED", "OUT_OF_RANGE", "UNAVAILABLE", "DATA_LOSS"})
    void doesNotTryAgainOtherwise(Code code) throws Exception {
        try (GrpcSink sink = new GrpcSink()) {
            sink.answer(code.toStatus().withDescription("100% café\u0001"));
            ExportResult result = export(to(sink));
            assertThat(result.status()).isEqualTo(Status.REJECTED);
            assertThat(result.message()).isEqualTo(sink.url() + " answers " + code + " to traces: 100% café");
            assertThat(sink.calls).hasSize(1);
            assertThat(waits).isEmpty();
        }
    }

    @Test
    void givesUpAfterFiveAttempts() throws Exception {
        try (GrpcSink sink = new GrpcSink()) {
            for (int i = 0; i < 9; i++) {
                sink.answer(io.grpc.Status.UNAVAILABLE);
            }
            ExportResult result = export(to(sink));
            assertThat(result.status()).isEqualTo(Status.RETRYABLE_FAILED);
            assertThat(result.message()).contains("UNAVAILABLE");
            assertThat(sink.calls).hasSize(5);
        }
    }

    @Test
    void waitsAsLongAsTheServerAsks() throws Exception {
        try (GrpcSink sink = new GrpcSink()) {
            sink.answer(GrpcSink.withRetryInfo(Code.RESOURCE_EXHAUSTED, 7_250))
                    .answer(GrpcSink.withRetryInfo(Code.UNAVAILABLE, 2_000));
            assertThat(export(to(sink)).status()).isEqualTo(Status.SUCCESS);
            assertThat(waits).containsExactly(7_250_000_000L, 2_000_000_000L);
        }
    }

    @Test
    void aWaitBeyondTheDeadlineHoldsForTheNextRequests() throws Exception {
        try (GrpcSink sink = new GrpcSink()) {
            sink.answer(GrpcSink.withRetryInfo(Code.RESOURCE_EXHAUSTED, 70_000));
            OtlpExporter exporter = exporter(to(sink));
            assertThat(send(exporter, Signal.TRACES, REQUEST).status()).isEqualTo(Status.RETRYABLE_FAILED);
            assertThat(send(exporter, Signal.TRACES, REQUEST).status()).isEqualTo(Status.RETRYABLE_FAILED);
            assertThat(sink.calls).hasSize(1);
            clock.advanceMillis(60_001);
            assertThat(send(exporter, Signal.TRACES, REQUEST).status()).isEqualTo(Status.SUCCESS);
            exporter.close();
        }
    }

    @Test
    void aServerSlowerThanTheTimeOutIsGivenUp() throws Exception {
        try (GrpcSink sink = new GrpcSink()) {
            for (int i = 0; i < 5; i++) {
                sink.answer(GrpcSink.SILENCE);
            }
            // Time stands still here, so each attempt has its 200 ms on the socket.
            ExportResult result = export(to(sink).timeoutMillis(null, 200));
            assertThat(result.accepted()).isFalse();
            assertThat(waits).hasSize(4);
        }
    }

    @Test
    void aServerThatSaysGoodByeBetweenCallsIsLeftAndFoundAgain() throws Exception {
        int port;
        OtlpExporter exporter;
        try (GrpcSink sink = new GrpcSink()) {
            port = sink.port();
            exporter = exporter(to(sink));
            assertThat(send(exporter, Signal.TRACES, REQUEST).status()).isEqualTo(Status.SUCCESS);
            sink.beginShutdown();
        }
        try (GrpcSink again = new GrpcSink(port, false, builder -> builder)) {
            assertThat(send(exporter, Signal.TRACES, REQUEST).status()).isEqualTo(Status.SUCCESS);
            assertThat(again.calls).hasSize(1);
            assertThat(waits).isEmpty();
        }
        exporter.close();
    }

    @Test
    void aServerThatWantsClientsToComeAnewIsObeyed() throws Exception {
        try (GrpcSink sink = new GrpcSink(
                0,
                false,
                builder -> builder.maxConnectionAge(10, TimeUnit.MILLISECONDS)
                        .maxConnectionAgeGrace(10, TimeUnit.SECONDS))) {
            OtlpExporter exporter = exporter(to(sink));
            for (int i = 0; i < 200; i++) {
                assertThat(send(exporter, Signal.TRACES, REQUEST)).isSameAs(ExportResult.SUCCESS);
            }
            exporter.close();
            assertThat(sink.calls).hasSize(200);
        }
    }

    @Test
    void aServerKilledWithinACallIsTriedAgainWhenItIsBack() throws Exception {
        GrpcSink first = new GrpcSink();
        first.answer(GrpcSink.SILENCE);
        int port = first.port();
        Thread killer = new Thread(() -> {
            try {
                first.silenced.await();
                first.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        killer.start();
        GrpcSink[] second = new GrpcSink[1];
        OtlpExporter exporter = new OtlpExporter(to(first).build(), "1", Clock.SYSTEM, nanos -> {
            try {
                killer.join(); // the port is free again
                second[0] = second[0] == null ? new GrpcSink(port, false, builder -> builder) : second[0];
            } catch (InterruptedException | IOException e) {
                throw new AssertionError(e);
            }
            return true;
        });
        assertThat(exporter.export(Signal.TRACES, REQUEST, REQUEST.length, 1, System.nanoTime() + 60_000_000_000L)
                        .status())
                .isEqualTo(Status.SUCCESS);
        exporter.close();
        assertThat(second[0].calls).hasSize(1);
        second[0].close();
    }

    @Test
    void requestsBeyondEveryWindowArriveWhole() throws Exception {
        long seed = 20_261_121;
        Random random = new Random(seed);
        try (GrpcSink sink = new GrpcSink(0, false, builder -> builder.flowControlWindow(65_535))) {
            OtlpExporter exporter = exporter(to(sink));
            int[] sizes = {16_379, 16_380, 65_530, 65_531, 200_000, 5_000_000, 10};
            for (int size : sizes) {
                StringBuilder text = new StringBuilder(size);
                while (text.length() < size) {
                    text.append((char) ('a' + random.nextInt(26)));
                }
                byte[] request = Requests.span(text.toString());
                assertThat(send(exporter, Signal.TRACES, request).status())
                        .as("%s bytes, seed %s", size, seed)
                        .isEqualTo(Status.SUCCESS);
                assertThat(sink.calls.get(sink.calls.size() - 1).message())
                        .isEqualTo(ExportTraceServiceRequest.parseFrom(request));
            }
            exporter.close();
            assertThat(sink.connections).hasValue(1);
        }
    }

    @Test
    void longHeadersAndTrailersAreTaken() throws Exception {
        try (GrpcSink sink = new GrpcSink()) {
            OtlpSettings.Builder settings = to(sink);
            for (int i = 0; i < 5; i++) {
                settings.header(null, "long-" + i, "x".repeat(10_000)); // more than one frame
            }
            sink.answer(io.grpc.Status.INVALID_ARGUMENT.withDescription("y".repeat(40_000)));
            ExportResult result = export(settings);
            assertThat(result.status()).isEqualTo(Status.REJECTED);
            assertThat(result.message()).contains("INVALID_ARGUMENT", "yyyy").hasSize(ExportResult.MAX_MESSAGE_CHARS);
            assertThat(sink.calls.get(0).header("long-4")).hasSize(10_000);
        }
    }

    @Test
    void anAnswerOfAnySizeIsBounded() throws Exception {
        try (GrpcSink sink = new GrpcSink()) {
            sink.answer(ExportTraceServiceResponse.newBuilder()
                    .setPartialSuccess(ExportTracePartialSuccess.newBuilder().setErrorMessage("z".repeat(50_000)))
                    .build());
            sink.answer(ExportTraceServiceResponse.newBuilder()
                    .setPartialSuccess(ExportTracePartialSuccess.newBuilder().setErrorMessage("z".repeat(5_000_000)))
                    .build());
            OtlpExporter exporter = exporter(to(sink));
            assertThat(send(exporter, Signal.TRACES, REQUEST).status()).isEqualTo(Status.PARTIAL);
            ExportResult result = send(exporter, Signal.TRACES, REQUEST);
            assertThat(result.status()).isEqualTo(Status.REJECTED);
            assertThat(result.message()).contains("too long");
            assertThat(send(exporter, Signal.TRACES, REQUEST).status()).isEqualTo(Status.SUCCESS);
            assertThat(sink.calls).hasSize(3);
            exporter.close();
        }
    }

    @Test
    void manyAnswersDoNotUseUpTheWindow() throws Exception {
        try (GrpcSink sink = new GrpcSink()) {
            OtlpExporter exporter = exporter(to(sink));
            for (int i = 0; i < 20; i++) {
                sink.answer(ExportTraceServiceResponse.newBuilder()
                        .setPartialSuccess(
                                ExportTracePartialSuccess.newBuilder().setErrorMessage("z".repeat(30_000)))
                        .build());
                assertThat(send(exporter, Signal.TRACES, REQUEST).status()).isEqualTo(Status.PARTIAL);
            }
            exporter.close();
            assertThat(sink.connections).hasValue(1);
        }
    }

    @Test
    void abortEndsACallUnderWay() throws Exception {
        try (GrpcSink sink = new GrpcSink()) {
            sink.answer(GrpcSink.SILENCE);
            OtlpExporter exporter = new OtlpExporter(to(sink).build(), "1", Clock.SYSTEM, nanos -> true);
            ExportResult[] result = new ExportResult[1];
            Thread caller = new Thread(() -> result[0] =
                    exporter.export(Signal.TRACES, REQUEST, REQUEST.length, 1, System.nanoTime() + 60_000_000_000L));
            caller.start();
            sink.silenced.await();
            exporter.abort();
            caller.join(20_000);
            assertThat(caller.isAlive()).isFalse();
            assertThat(result[0].status()).isEqualTo(Status.UNREACHABLE);
        }
    }

    @Test
    void whatIsNoGrpcServerIsSaidToBeNone() throws Exception {
        try (HttpSink http = new HttpSink()) {
            ExportResult result =
                    export(OtlpSettings.builder().endpoint(null, http.url()).protocol(null, Protocol.GRPC));
            assertThat(result.status()).isEqualTo(Status.UNREACHABLE);
            assertThat(result.message()).startsWith(http.url()).containsAnyOf("HTTP/1", "closed", "reset");
        }
        assertThat(export(OtlpSettings.builder().endpoint(null, "no server").protocol(null, Protocol.GRPC))
                        .status())
                .isEqualTo(Status.REJECTED);
    }
}
