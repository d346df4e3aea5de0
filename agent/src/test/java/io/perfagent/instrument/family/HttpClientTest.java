package io.perfagent.instrument.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Spans;
import io.perfagent.trace.ThreadState;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpClientTest {
    private static final String METRIC = "http.client.request.duration";

    private final Recorder recorder = new Recorder();
    private final HttpClient client = new HttpClient(
            recorder.tracing,
            recorder.metrics,
            new HttpSettings(List.of("GET"), List.of(), List.of(), List.of(), List.of("X-A"), List.of("X-B"), ""),
            new Outgoing());

    private static final HttpClient.Reader READER = new HttpClient.Reader() {
        @Override
        public String[] requestHeaders(Object request, String name) {
            return new String[] {"request " + name};
        }

        @Override
        public String[] responseHeaders(Object response, String name) {
            return new String[] {"response " + name};
        }
    };

    @AfterEach
    void nothing_is_left_on_this_thread() {
        while (ThreadState.get().current() != null) {
            recorder.tracing.end(ThreadState.get().current());
        }
    }

    private Span ended(String method, String url, int port, int status, Throwable thrown) {
        Operation operation = client.begin();
        client.end(
                operation,
                Recorder.SCOPE,
                method,
                "shop.example",
                port,
                url,
                status,
                status > 0 ? "1.1" : "",
                thrown,
                READER,
                null,
                null);
        return Spans.one(recorder.ring);
    }

    @Test
    void a_call_has_exactly_the_attributes_of_the_conventions() {
        Span span = ended("GET", "http://shop.example:8080/items?q=1", 8080, 200, null);

        assertThat(span.getName()).isEqualTo("GET");
        assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
        assertThat(Spans.attributes(span))
                .containsOnly(
                        Map.entry("http.request.method", "GET"),
                        Map.entry("url.full", "http://shop.example:8080/items?q=1"),
                        Map.entry("server.address", "shop.example"),
                        Map.entry("server.port", 8080L),
                        Map.entry("http.response.status_code", 200L),
                        Map.entry("network.protocol.version", "1.1"));
        assertThat(recorder.point(METRIC))
                .containsOnly(
                        Map.entry("http.request.method", "GET"),
                        Map.entry("server.address", "shop.example"),
                        Map.entry("server.port", "8080"),
                        Map.entry("http.response.status_code", "200"),
                        Map.entry("network.protocol.version", "1.1"));
    }

    @ParameterizedTest
    @CsvSource({"200, ", "304, ", "399, ", "400, 400", "404, 404", "500, 500", "503, 503"})
    void client_and_server_errors_are_errors(int status, String errorType) {
        Span span = ended("GET", "http://shop.example/", 80, status, null);

        assertThat(Spans.attributes(span).get("error.type")).isEqualTo(errorType);
        assertThat(span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR)
                .isEqualTo(errorType != null);
        assertThat(span.getEventsList()).isEmpty();
        assertThat(recorder.point(METRIC).get("error.type")).isEqualTo(errorType);
    }

    @Test
    void a_call_without_a_response_has_the_type_of_what_was_thrown() {
        Span span = ended("GET", "http://shop.example/", 80, 0, new ConnectException("refused"));

        assertThat(Spans.attributes(span))
                .containsEntry("error.type", "java.net.ConnectException")
                .doesNotContainKeys("http.response.status_code", "network.protocol.version");
        assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(span.getEventsList()).hasSize(1);
    }

    @Test
    void an_unknown_method_is_other() {
        Span span = ended("PURGE", "http://shop.example/", 80, 200, null);

        assertThat(span.getName()).isEqualTo("HTTP");
        assertThat(Spans.attributes(span))
                .containsEntry("http.request.method", "_OTHER")
                .containsEntry("http.request.method_original", "PURGE");
    }

    @Test
    void credentials_do_not_leave() {
        Span span = ended("GET", "https://bob:SECRET@shop.example/?sig=SECRET", 443, 200, null);

        assertThat(span.toString()).doesNotContain("SECRET").doesNotContain("bob");
        assertThat(Spans.attributes(span))
                .containsEntry("url.full", "https://REDACTED:REDACTED@shop.example/?sig=REDACTED");
    }

    @Test
    void resends_and_named_headers_are_told() {
        Operation operation = client.begin();
        operation.resends = 2;
        client.end(operation, Recorder.SCOPE, "GET", "h", 80, "http://h/", 200, "2", null, READER, "in", "out");

        assertThat(Spans.attributes(Spans.one(recorder.ring)))
                .containsEntry("http.request.resend_count", 2L)
                .containsEntry("network.protocol.version", "2")
                .containsEntry("http.request.header.x-a", List.of("request x-a"))
                .containsEntry("http.response.header.x-b", List.of("response x-b"));
    }

    @Test
    void a_call_within_a_call_is_part_of_it() {
        Operation outer = client.begin();
        assertThat(client.begin()).isNull();
        recorder.tracing.end(outer);
        Operation next = client.begin();
        assertThat(next).isNotNull();
    }

    @Test
    void the_context_is_injected() {
        Operation operation = client.begin();
        String[] pairs = new String[16];

        int count = client.inject(operation, pairs);

        assertThat(count).isEqualTo(2);
        assertThat(pairs[0]).isEqualTo("traceparent");
        assertThat(pairs[1])
                .isEqualTo(String.format(
                        "00-%016x%016x-%016x-03", operation.traceIdHi(), operation.traceIdLo(), operation.spanId()));
    }

    @Test
    void more_hosts_than_keys_are_all_counted() {
        for (int i = 0; i < 2100; i++) {
            Operation operation = client.begin();
            client.end(
                    operation,
                    Recorder.SCOPE,
                    "GET",
                    "host" + i,
                    80,
                    "http://host" + i,
                    200,
                    "1.1",
                    null,
                    READER,
                    null,
                    null);
        }

        assertThat(recorder.points(METRIC).stream()
                        .mapToLong(point -> point.count)
                        .sum())
                .isEqualTo(2100);
        assertThat(recorder.metrics.operations().key(OperationKinds.HTTP_CLIENT, "GET host0:80").kind)
                .isEqualTo(OperationKinds.HTTP_CLIENT);
    }

    private Span ended(String host, int status, Throwable thrown, InetSocketAddress peer) {
        Operation operation = client.begin();
        operation.peer = peer;
        client.end(
                operation,
                Recorder.SCOPE,
                "GET",
                host,
                0,
                "/items",
                status,
                status > 0 ? "1.1" : "",
                thrown,
                READER,
                null,
                null);
        return Spans.one(recorder.ring);
    }

    @Test
    void a_request_that_names_no_host_has_no_server() {
        Span span = ended("", 0, new ConnectException("nowhere"), null);

        assertThat(Spans.attributes(span)).doesNotContainKeys("server.address", "server.port");
    }

    @Test
    void a_failure_after_the_head_of_the_response_is_a_failure() {
        Span span = ended("shop.example", 200, new ConnectException("broken off"), null);

        assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(span.getEventsCount()).isEqualTo(1);
        assertThat(Spans.attributes(span))
                .containsEntry("error.type", "java.net.ConnectException")
                .containsEntry("http.response.status_code", 200L);
    }

    @Test
    void the_status_says_more_than_the_exception_made_of_it() {
        Span span = ended("shop.example", 404, new ConnectException("not found"), null);

        assertThat(span.getEventsCount()).isZero();
        assertThat(Spans.attributes(span)).containsEntry("error.type", "404");
    }

    @Test
    void a_cancelled_call_has_a_type_and_is_no_failure() {
        Span span = ended("shop.example", 0, null, null);

        assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
        assertThat(Spans.attributes(span)).containsEntry("error.type", "_OTHER");
    }

    @Test
    void the_peer_is_told_if_its_address_is_known() {
        Span span = ended("shop.example", 200, null, new InetSocketAddress("127.0.0.1", 8081));
        assertThat(Spans.attributes(span))
                .containsEntry("network.peer.address", "127.0.0.1")
                .containsEntry("network.peer.port", 8081L);

        Span unresolved = ended("shop.example", 200, null, InetSocketAddress.createUnresolved("proxy", 3128));
        assertThat(Spans.attributes(unresolved)).doesNotContainKey("network.peer.address");
    }
}
