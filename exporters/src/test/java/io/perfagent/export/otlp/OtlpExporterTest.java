package io.perfagent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.perfagent.export.Clock;
import io.perfagent.export.ExportResult;
import io.perfagent.export.ExportResult.Status;
import io.perfagent.export.FakeClock;
import io.perfagent.export.Signal;
import io.perfagent.export.Waiter;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpExporterTest {
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] REQUEST = ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(ResourceSpans.newBuilder()
                    .addScopeSpans(ScopeSpans.newBuilder()
                            .addSpans(
                                    Span.newBuilder().setName("GET /").setTraceId(ByteString.copyFrom(new byte[16])))))
            .build()
            .toByteArray();

    private final FakeClock clock = new FakeClock();
    private final List<Long> waits = new ArrayList<>();
    private final Waiter waiter = nanos -> {
        waits.add(nanos);
        clock.advance(nanos);
        return true;
    };
    private HttpSink sink;

    @BeforeEach
    void open() throws Exception {
        sink = new HttpSink();
    }

    @AfterEach
    void close() {
        sink.close();
    }

    private OtlpSettings.Builder toSink() {
        return OtlpSettings.builder().endpoint(null, sink.url());
    }

    private ExportResult export(OtlpSettings.Builder settings) {
        return export(settings, 30_000);
    }

    private ExportResult export(OtlpSettings.Builder settings, long deadlineMillis) {
        OtlpExporter exporter = new OtlpExporter(settings.build(), "1.0", clock, waiter);
        ExportResult result = send(exporter, Signal.TRACES, deadlineMillis);
        exporter.close();
        return result;
    }

    private ExportResult send(OtlpExporter exporter, Signal signal, long deadlineMillis) {
        byte[] padded = new byte[REQUEST.length + 10];
        System.arraycopy(REQUEST, 0, padded, 0, REQUEST.length);
        return exporter.export(signal, padded, REQUEST.length, 1, clock.nanoTime() + deadlineMillis * 1_000_000L);
    }

    @Test
    void postsProtobufUncompressedToLoopback() throws Exception {
        assertThat(export(toSink().header(null, "api-key", "k")).status()).isEqualTo(Status.SUCCESS);
        HttpSink.Request request = sink.requests.get(0);
        assertThat(request.path()).isEqualTo("/v1/traces");
        assertThat(ExportTraceServiceRequest.parseFrom(request.body()))
                .isEqualTo(ExportTraceServiceRequest.parseFrom(REQUEST));
        assertThat(request.headers())
                .containsEntry("Content-Type", "application/x-protobuf")
                .containsEntry("User-Agent", "perf-agent/1.0")
                .containsEntry("Host", "localhost:" + sink.port())
                .containsEntry("api-key", "k")
                .doesNotContainKeys("Content-Encoding", "Authorization");
    }

    @Test
    void compressesWhenAskedTo() {
        assertThat(export(toSink().compression(null, Compression.GZIP)).status())
                .isEqualTo(Status.SUCCESS);
        assertThat(sink.requests.get(0).headers()).containsEntry("Content-Encoding", "gzip");
        assertThat(sink.requests.get(0).body()).isEqualTo(REQUEST);
    }

    @Test
    void postsJson() {
        assertThat(export(toSink().protocol(null, Protocol.JSON)).status()).isEqualTo(Status.SUCCESS);
        HttpSink.Request request = sink.requests.get(0);
        assertThat(request.headers()).containsEntry("Content-Type", "application/json");
        assertThat(JsonParser.parseString(new String(request.body(), StandardCharsets.UTF_8))
                        .getAsJsonObject()
                        .has("resourceSpans"))
                .isTrue();
    }

    @Test
    void signalsOfOneServerShareAConnectionAndKeepTheirPaths() {
        OtlpExporter exporter = new OtlpExporter(
                toSink().endpoint(Signal.METRICS, sink.url() + "/own?x=1").build(), "1", clock, waiter);
        for (Signal signal : Signal.values()) {
            assertThat(send(exporter, signal, 1_000).status()).isEqualTo(Status.SUCCESS);
        }
        assertThat(sink.requests)
                .extracting(HttpSink.Request::path)
                .containsExactly("/v1/traces", "/own?x=1", "/v1/logs", "/v1development/profiles");
        assertThat(exporter.target(Signal.METRICS)).isEqualTo(sink.url());
        exporter.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void triesAgainWhenTheReceiverIsBusy(int status) {
        sink.answer(status, NOTHING).answer(status, NOTHING);
        assertThat(export(toSink()).status()).isEqualTo(Status.SUCCESS);
        assertThat(sink.requests).hasSize(3);
        assertThat(waits).hasSize(2);
        assertThat(waits.get(0)).isBetween(0L, 1_000_000_000L);
        assertThat(waits.get(1)).isBetween(0L, 1_500_000_000L);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 307, 400, 401, 403, 404, 407, 408, 413, 500, 501, 505})
    void doesNotTryAgainOtherwise(int status) {
        sink.answer(
                status, "why".getBytes(StandardCharsets.UTF_8), "Location", "/elsewhere", "Content-Type", "text/plain");
        ExportResult result = export(toSink());
        assertThat(result.status()).isEqualTo(Status.REJECTED);
        assertThat(result.message()).contains(sink.url()).contains(Integer.toString(status));
        assertThat(sink.requests).hasSize(1);
        assertThat(waits).isEmpty();
    }

    @Test
    void givesUpAfterFiveAttempts() {
        for (int i = 0; i < 9; i++) {
            sink.answer(503, NOTHING);
        }
        ExportResult result = export(toSink());
        assertThat(result.status()).isEqualTo(Status.RETRYABLE_FAILED);
        assertThat(result.message()).contains("503");
        assertThat(sink.requests).hasSize(5);
        assertThat(waits).hasSize(4);
    }

    @Test
    void waitsAsLongAsTheReceiverAsks() {
        sink.answer(429, NOTHING, "Retry-After", "7").answer(503, NOTHING, "Retry-After", "0");
        assertThat(export(toSink()).status()).isEqualTo(Status.SUCCESS);
        assertThat(waits).containsExactly(7_000_000_000L, 0L);
    }

    @Test
    void aWaitBeyondTheDeadlineEndsTheRequestAndHoldsForTheNextOnes() {
        sink.answer(503, NOTHING, "Retry-After", "40");
        OtlpExporter exporter = new OtlpExporter(toSink().build(), "1", clock, waiter);
        assertThat(send(exporter, Signal.TRACES, 30_000).status()).isEqualTo(Status.RETRYABLE_FAILED);
        assertThat(waits).isEmpty();
        clock.advanceMillis(10_000);
        assertThat(send(exporter, Signal.TRACES, 30_000).status()).isEqualTo(Status.RETRYABLE_FAILED);
        assertThat(sink.requests).hasSize(1);
        clock.advanceMillis(1_000);
        assertThat(send(exporter, Signal.TRACES, 30_000).status()).isEqualTo(Status.SUCCESS);
        assertThat(waits).containsExactly(29_000_000_000L);
        exporter.close();
    }

    @Test
    void anEndedWaitEndsTheRequest() {
        sink.answer(503, NOTHING);
        OtlpExporter exporter = new OtlpExporter(toSink().build(), "1", clock, nanos -> false);
        assertThat(send(exporter, Signal.TRACES, 30_000).status()).isEqualTo(Status.RETRYABLE_FAILED);
        assertThat(sink.requests).hasSize(1);
        exporter.close();
    }

    @Test
    void partialSuccessIsReportedAndNotSentAgain() {
        byte[] body = ExportMetricsServiceResponse.newBuilder()
                .setPartialSuccess(ExportMetricsPartialSuccess.newBuilder()
                        .setRejectedDataPoints(3)
                        .setErrorMessage("out of\norder"))
                .build()
                .toByteArray();
        sink.answer(200, body, "Content-Type", "application/x-protobuf");
        ExportResult result = export(toSink());
        assertThat(result.status()).isEqualTo(Status.PARTIAL);
        assertThat(result.rejected()).isEqualTo(3);
        assertThat(result.message()).isEqualTo("out of order");
        assertThat(sink.requests).hasSize(1);
    }

    @Test
    void partialSuccessInJson() {
        String body = "{\"partialSuccess\":{\"rejectedSpans\":\"2\",\"errorMessage\":\"too old\"}}";
        sink.answer(200, body.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
        ExportResult result = export(toSink().protocol(null, Protocol.JSON));
        assertThat(result.toString()).isEqualTo("PARTIAL: too old");
        assertThat(result.rejected()).isEqualTo(2);
    }

    @Test
    void bodiesThatMakeNoSenseOrHaveNoEndDoNotMatter() {
        byte[] garbage = new byte[500_000];
        new java.util.Random(1).nextBytes(garbage);
        sink.answer(200, garbage).answer(200, new byte[] {10, 127});
        OtlpExporter exporter = new OtlpExporter(toSink().build(), "1", clock, waiter);
        for (int i = 0; i < 3; i++) {
            assertThat(send(exporter, Signal.TRACES, 30_000).accepted()).isTrue();
        }
        assertThat(sink.requests).hasSize(3);
        assertThat(waits).isEmpty();
        exporter.close();
    }

    @Test
    void aClosedConnectionIsTriedAgain() {
        sink.answer(-1, NOTHING);
        assertThat(export(toSink()).status()).isEqualTo(Status.SUCCESS);
        assertThat(sink.requests).hasSize(2);
        assertThat(waits).hasSize(1);
    }

    @Test
    void aSilentReceiverIsGivenUpAfterTheTimeout() {
        for (int i = 0; i < 5; i++) {
            sink.answer(0, NOTHING);
        }
        // Time stands still here, so each attempt has its 50 ms on the socket.
        ExportResult result = export(toSink().timeoutMillis(null, 50));
        assertThat(result.status()).isEqualTo(Status.UNREACHABLE);
        assertThat(sink.requests).hasSize(5);
    }

    @Test
    void nobodyListening() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ExportResult result = export(OtlpSettings.builder().endpoint(null, "http://u:pw@localhost:" + port));
        assertThat(result.status()).isEqualTo(Status.UNREACHABLE);
        assertThat(result.message()).startsWith("http://localhost:" + port).doesNotContain("pw");
        assertThat(waits).hasSize(4);
        waits.clear();
        ExportResult late = export(OtlpSettings.builder().endpoint(null, "http://localhost:" + port), 0);
        assertThat(late.message()).contains("out of time");
        assertThat(waits).isEmpty();
    }

    @Test
    void whatIsNoUrlIsRejectedWithoutShowingIt() {
        ExportResult result = export(OtlpSettings.builder().endpoint(null, "collector:4318/secret"));
        assertThat(result.status()).isEqualTo(Status.REJECTED);
        assertThat(result.message()).doesNotContain("secret");
    }

    @Test
    void userInfoBecomesBasicCredentials() {
        String url = "http://user:p%40ss@localhost:" + sink.port();
        assertThat(export(OtlpSettings.builder().endpoint(null, url)).status()).isEqualTo(Status.SUCCESS);
        String expected = Base64.getEncoder().encodeToString("user:p@ss".getBytes(StandardCharsets.UTF_8));
        assertThat(sink.requests.get(0).headers()).containsEntry("Authorization", "Basic " + expected);
    }

    @Test
    void aReceiverThatQuotesCredentialsDoesNotGetThemIntoMessages() {
        String why = "unknown token s3cr3t-token in Bearer s3cr3t-token";
        sink.answer(401, why.getBytes(StandardCharsets.UTF_8), "Content-Type", "text/plain");
        ExportResult result = export(toSink().header(null, "Authorization", "Bearer s3cr3t-token"));
        assertThat(result.message()).contains("unknown token").doesNotContain("s3cr3t");
    }

    @Test
    void theApplicationsCookiesAndPasswordsAreNotUsed() {
        AtomicInteger asked = new AtomicInteger();
        CookieHandler cookies = CookieHandler.getDefault();
        CookieHandler.setDefault(new CookieHandler() {
            @Override
            public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
                asked.incrementAndGet();
                return Map.of("Cookie", List.of("session=secret"));
            }

            @Override
            public void put(URI uri, Map<String, List<String>> headers) {
                asked.incrementAndGet();
            }
        });
        Authenticator.setDefault(new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                asked.incrementAndGet();
                return new PasswordAuthentication("app", "secret".toCharArray());
            }
        });
        try {
            sink.answer(401, NOTHING, "WWW-Authenticate", "Basic realm=x", "Set-Cookie", "a=b");
            assertThat(export(toSink()).status()).isEqualTo(Status.REJECTED);
            assertThat(sink.requests.get(0).headers()).doesNotContainKeys("Cookie", "Authorization");
            assertThat(asked).hasValue(0);
        } finally {
            CookieHandler.setDefault(cookies);
            Authenticator.setDefault(null);
        }
    }

    @Test
    void aKeptConnectionClosedByTheServerIsOpenedAnewWithoutWaiting() throws Exception {
        String ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        try (RawServer server = new RawServer(new String[] {ok}, new String[] {ok, ok})) {
            OtlpExporter exporter = new OtlpExporter(
                    OtlpSettings.builder()
                            .endpoint(null, "http://localhost:" + server.port())
                            .build(),
                    "1",
                    clock,
                    waiter);
            for (int i = 0; i < 3; i++) {
                assertThat(send(exporter, Signal.TRACES, 30_000).status()).isEqualTo(Status.SUCCESS);
            }
            assertThat(waits).isEmpty();
            assertThat(server.requestHeads).hasSize(3);
            exporter.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\n\n\u0000\r\n0\r\nT: v\r\n\r\n",
                "HTTP/1.0 200 OK\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 202 Accepted\nconnection: close\ncontent-length: 1\n\nx",
            })
    void everyFormOfAnAnswerIsUnderstood(String answer) throws Exception {
        try (RawServer server = new RawServer(new String[] {answer})) {
            ExportResult result = export(OtlpSettings.builder().endpoint(null, "http://localhost:" + server.port()));
            assertThat(result.status()).isEqualTo(Status.SUCCESS);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 xx0 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
                "HTTP/1.1 200 OK\r\nX:",
            })
    void whatIsNoAnswerIsAFailureAndNotAnException(String answer) throws Exception {
        try (RawServer server = new RawServer(new String[] {answer})) {
            OtlpExporter exporter = new OtlpExporter(
                    OtlpSettings.builder()
                            .endpoint(null, "http://localhost:" + server.port())
                            .build(),
                    "1",
                    clock,
                    nanos -> false);
            assertThat(send(exporter, Signal.TRACES, 30_000).status()).isEqualTo(Status.UNREACHABLE);
            exporter.close();
        }
    }

    @Test
    void headersWithoutEndAreBounded() throws Exception {
        String endless = "HTTP/1.1 200 OK\r\nX: " + "x".repeat(100_000);
        try (RawServer server = new RawServer(new String[] {endless})) {
            OtlpExporter exporter = new OtlpExporter(
                    OtlpSettings.builder()
                            .endpoint(null, "http://localhost:" + server.port())
                            .build(),
                    "1",
                    clock,
                    nanos -> false);
            assertThat(send(exporter, Signal.TRACES, 30_000).message()).contains("header too long");
            exporter.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"collector.invalid:4318", "otel_collector:4318"})
    void goesThroughTheProxyThatTheJvmIsSetTo(String host) throws Exception {
        ProxySelector before = ProxySelector.getDefault();
        try (RawServer proxy = new RawServer(new String[] {"HTTP/1.1 204 Done\r\n\r\n"}, new String[] {""})) {
            ProxySelector.setDefault(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.port())));
            Waiter none = nanos -> false;
            OtlpExporter plain = new OtlpExporter(
                    OtlpSettings.builder().endpoint(null, "http://" + host).build(), "1", clock, none);
            assertThat(send(plain, Signal.TRACES, 30_000).status()).isEqualTo(Status.SUCCESS);
            plain.close();
            OtlpExporter secure = new OtlpExporter(
                    OtlpSettings.builder().endpoint(null, "https://" + host).build(), "1", clock, none);
            assertThat(send(secure, Signal.TRACES, 30_000).status()).isEqualTo(Status.UNREACHABLE);
            secure.close();
            assertThat(proxy.requestHeads.get(0))
                    .startsWith("POST http://" + host + "/v1/traces HTTP/1.1\r\nHost: " + host + "\r\n")
                    .as("what does not stay on this machine is compressed")
                    .contains("Content-Encoding: gzip");
            assertThat(proxy.requestHeads.get(1)).startsWith("CONNECT " + host + " HTTP/1.1\r\n");
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    /** Without an end of its own the wait for its answer to CONNECT would last for ever. */
    @Test
    void aProxyThatSaysNothingIsWaitedForNoLongerThanACollector() throws Exception {
        ProxySelector before = ProxySelector.getDefault();
        try (RawServer proxy = new RawServer(new String[] {RawServer.SILENCE})) {
            ProxySelector.setDefault(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.port())));
            OtlpExporter secure = new OtlpExporter(
                    OtlpSettings.builder()
                            .endpoint(null, "https://collector.invalid:4318")
                            .build(),
                    "1",
                    clock,
                    nanos -> false);
            assertThat(send(secure, Signal.TRACES, 300).status()).isNotEqualTo(Status.SUCCESS);
            secure.close();
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @Test
    void abortEndsAPostUnderWay() throws Exception {
        try (RawServer server = new RawServer(new String[] {RawServer.SILENCE})) {
            OtlpExporter exporter = new OtlpExporter(
                    OtlpSettings.builder()
                            .endpoint(null, "http://localhost:" + server.port())
                            .build(),
                    "1",
                    Clock.SYSTEM,
                    nanos -> true);
            ExportResult[] result = new ExportResult[1];
            Thread poster = new Thread(() -> result[0] =
                    exporter.export(Signal.TRACES, REQUEST, REQUEST.length, 1, System.nanoTime() + 60_000_000_000L));
            poster.start();
            while (server.requestHeads.isEmpty()) {
                Thread.onSpinWait();
            }
            exporter.abort();
            poster.join(20_000);
            assertThat(poster.isAlive()).isFalse();
            assertThat(result[0].status()).isEqualTo(Status.UNREACHABLE);
        }
    }
}
