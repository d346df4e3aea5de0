package io.perfagent.instrument.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Spans;
import io.perfagent.trace.ThreadState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpServerTest {
    private static final String METRIC = "http.server.request.duration";

    private final Recorder recorder = new Recorder();
    private final Exchange exchange = new Exchange();

    /** One request, with the fields that a case sets. */
    private static final class Exchange {
        String method = "GET";
        String scheme = "http";
        String path = "/items/7";
        String query;
        String protocol = "HTTP/1.1";
        String peer = "192.0.2.9";
        int peerPort = 40123;
        int status = 200;
        Throwable error;
        final Map<String, String> headers = new HashMap<>();
    }

    private static class Reader extends HttpServerReader {
        @Override
        public String method(Object request) {
            return ((Exchange) request).method;
        }

        @Override
        public String scheme(Object request) {
            return ((Exchange) request).scheme;
        }

        @Override
        public String path(Object request) {
            return ((Exchange) request).path;
        }

        @Override
        public String query(Object request) {
            return ((Exchange) request).query;
        }

        @Override
        public String protocol(Object request) {
            return ((Exchange) request).protocol;
        }

        @Override
        public String header(Object request, String name) {
            return ((Exchange) request).headers.get(name);
        }

        @Override
        public String joined(Object request, String name) {
            return header(request, name);
        }

        @Override
        public String peerAddress(Object request) {
            return ((Exchange) request).peer;
        }

        @Override
        public int peerPort(Object request) {
            return ((Exchange) request).peerPort;
        }

        @Override
        public int status(Object request, Object response) {
            return ((Exchange) request).status;
        }

        @Override
        public Throwable error(Object request) {
            return ((Exchange) request).error;
        }

        @Override
        public String[] requestHeaders(Object request, String name) {
            return new String[] {header(request, name)};
        }

        @Override
        public String[] responseHeaders(Object response, String name) {
            return new String[] {"first", "second"};
        }
    }

    private HttpServer server(List<String> ignored, List<String> captured) {
        HttpSettings settings =
                new HttpSettings(List.of("GET", "POST"), ignored, captured, captured, List.of(), List.of(), "");
        return new HttpServer(recorder.tracing, recorder.metrics, settings);
    }

    private Span served(String route) {
        HttpServer server = server(List.of(), List.of());
        Operation operation = server.begin(new Reader(), exchange);
        HttpServer.route(operation, route);
        server.end(operation, new Reader(), exchange, exchange, Recorder.SCOPE);
        return Spans.one(recorder.ring);
    }

    @AfterEach
    void nothing_is_left_on_this_thread() {
        while (ThreadState.get().current() != null) {
            recorder.tracing.end(ThreadState.get().current());
        }
    }

    @Test
    void a_request_has_exactly_the_attributes_of_the_conventions() {
        exchange.headers.put("host", "shop.example:8080");
        exchange.headers.put("user-agent", "curl/8");
        exchange.query = "q=1";

        Span span = served("/items/{id}");

        assertThat(span.getName()).isEqualTo("GET /items/{id}");
        assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
        assertThat(Spans.attributes(span))
                .containsOnly(
                        Map.entry("http.request.method", "GET"),
                        Map.entry("url.scheme", "http"),
                        Map.entry("url.path", "/items/7"),
                        Map.entry("url.query", "q=1"),
                        Map.entry("http.route", "/items/{id}"),
                        Map.entry("http.response.status_code", 200L),
                        Map.entry("network.protocol.version", "1.1"),
                        Map.entry("client.address", "192.0.2.9"),
                        Map.entry("network.peer.address", "192.0.2.9"),
                        Map.entry("network.peer.port", 40123L),
                        Map.entry("server.address", "shop.example"),
                        Map.entry("server.port", 8080L),
                        Map.entry("user_agent.original", "curl/8"));
        assertThat(recorder.point(METRIC))
                .containsOnly(
                        Map.entry("http.request.method", "GET"),
                        Map.entry("url.scheme", "http"),
                        Map.entry("http.route", "/items/{id}"),
                        Map.entry("http.response.status_code", "200"),
                        Map.entry("network.protocol.version", "1.1"));
    }

    @Test
    void a_request_of_which_little_is_known_has_little() {
        exchange.scheme = null;
        exchange.path = null;
        exchange.protocol = null;
        exchange.peer = null;
        exchange.status = 0;

        Span span = served(null);

        assertThat(span.getName()).isEqualTo("GET");
        assertThat(Spans.attributes(span))
                .containsOnly(Map.entry("http.request.method", "GET"), Map.entry("error.type", "_OTHER"));
        assertThat(recorder.point(METRIC))
                .containsOnly(Map.entry("http.request.method", "GET"), Map.entry("error.type", "_OTHER"));
    }

    @ParameterizedTest
    @CsvSource({
        "200, , false",
        "302, , false",
        "404, , false",
        "499, , false",
        "500, 500, true",
        "503, 503, true",
        "504, 504, true",
        "599, 599, true"
    })
    void only_server_errors_are_errors(int status, String errorType, boolean error) {
        exchange.status = status;

        Span span = served("/r");

        assertThat(Spans.attributes(span).get("error.type")).isEqualTo(errorType);
        assertThat(span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR)
                .isEqualTo(error);
        assertThat(span.getStatus().getMessage()).isEmpty();
        assertThat(recorder.point(METRIC).get("error.type")).isEqualTo(errorType);
    }

    @Test
    void an_exception_is_an_event_and_the_status_stays_the_type() {
        exchange.status = 500;
        exchange.error = new IllegalStateException("planned");

        Span span = served("/r");

        assertThat(Spans.attributes(span)).containsEntry("error.type", "500");
        assertThat(span.getEventsList()).hasSize(1);
        assertThat(Spans.attributes(span.getEvents(0).getAttributesList()))
                .containsEntry("exception.type", "java.lang.IllegalStateException")
                .containsEntry("exception.message", "planned");
    }

    @Test
    void without_a_response_the_exception_is_the_type() {
        exchange.status = 0;
        exchange.error = new IllegalStateException("planned");

        assertThat(Spans.attributes(served("/r"))).containsEntry("error.type", "java.lang.IllegalStateException");
    }

    @ParameterizedTest
    @CsvSource({"BREW, HTTP /r, _OTHER, BREW", "get, HTTP /r, _OTHER, get", "POST, POST /r, POST, "})
    void unknown_methods_are_other(String method, String name, String attribute, String original) {
        exchange.method = method;

        Span span = served("/r");

        assertThat(span.getName()).isEqualTo(name);
        assertThat(Spans.attributes(span)).containsEntry("http.request.method", attribute);
        assertThat(Spans.attributes(span).get("http.request.method_original")).isEqualTo(original);
        assertThat(recorder.point(METRIC)).containsEntry("http.request.method", attribute);
    }

    @Test
    void what_a_proxy_forwards_stands_for_the_client() {
        exchange.headers.put("host", "internal:9000");
        exchange.headers.put("forwarded", "for=198.51.100.3;proto=https;host=shop.example:8443");

        Span span = served("/r");

        assertThat(Spans.attributes(span))
                .containsEntry("client.address", "198.51.100.3")
                .containsEntry("url.scheme", "https")
                .containsEntry("server.address", "shop.example")
                .containsEntry("server.port", 8443L)
                .containsEntry("network.peer.address", "192.0.2.9");
        assertThat(recorder.point(METRIC)).containsEntry("url.scheme", "https");
    }

    @Test
    void signatures_in_the_query_are_redacted() {
        exchange.query = "a=1&sig=SECRET&b=2";

        assertThat(Spans.attributes(served("/r"))).containsEntry("url.query", "a=1&sig=REDACTED&b=2");
    }

    @Test
    void the_callers_context_is_the_parent() {
        exchange.headers.put("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        exchange.headers.put("tracestate", "a=1");

        Span span = served("/r");

        assertThat(java.util.HexFormat.of().formatHex(span.getTraceId().toByteArray()))
                .isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(java.util.HexFormat.of().formatHex(span.getParentSpanId().toByteArray()))
                .isEqualTo("b7ad6b7169203331");
        assertThat(span.getTraceState()).isEqualTo("a=1");
        assertThat(span.getFlags()).isEqualTo(0x301);
    }

    @Test
    void an_unsampled_request_is_counted_all_the_same() {
        exchange.headers.put("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00");
        HttpServer server = server(List.of(), List.of());
        Operation operation = server.begin(new Reader(), exchange);
        server.end(operation, new Reader(), exchange, exchange, Recorder.SCOPE);

        assertThat(Spans.all(recorder.ring)).isEmpty();
        assertThat(recorder.points(METRIC))
                .singleElement()
                .satisfies(point -> assertThat(point.count).isEqualTo(1));
    }

    @ParameterizedTest
    @CsvSource({"/health, true", "/health/live, false", "/static/x.css, true", "/static, false", "/items, false"})
    void ignored_paths_are_left_out(String path, boolean ignored) {
        exchange.path = path;
        Operation operation = server(List.of("/health", "/static/*"), List.of()).begin(new Reader(), exchange);

        assertThat(operation == null).isEqualTo(ignored);
    }

    @Test
    void headers_are_captured_by_name_only() {
        exchange.headers.put("x-tenant", "acme");
        exchange.headers.put("authorization", "Bearer SECRET");
        HttpServer server = server(List.of(), List.of("X-Tenant"));
        Operation operation = server.begin(new Reader(), exchange);
        server.end(operation, new Reader(), exchange, exchange, Recorder.SCOPE);

        Span span = Spans.one(recorder.ring);

        assertThat(Spans.attributes(span))
                .containsEntry("http.request.header.x-tenant", List.of("acme"))
                .containsEntry("http.response.header.x-tenant", List.of("first", "second"));
        assertThat(span.toString()).doesNotContain("SECRET");
    }

    @Test
    void the_first_route_stands() {
        Operation operation = server(List.of(), List.of()).begin(new Reader(), exchange);
        HttpServer.route(operation, null);
        HttpServer.route(operation, "/first");
        HttpServer.route(operation, "/second");

        assertThat(operation.route).isEqualTo("/first");
    }

    @Test
    void more_routes_than_keys_share_one_key() {
        HttpServer server = server(List.of(), List.of());
        for (int i = 0; i < 2100; i++) {
            Operation operation = server.begin(new Reader(), exchange);
            HttpServer.route(operation, "/route/" + i);
            server.end(operation, new Reader(), exchange, exchange, Recorder.SCOPE);
        }

        long count =
                recorder.points(METRIC).stream().mapToLong(point -> point.count).sum();
        assertThat(count).isEqualTo(2100);
        assertThat(recorder.points(METRIC)).hasSizeLessThanOrEqualTo(2049);
    }

    @Test
    void a_reader_that_fails_holds_back_no_other_span() {
        HttpServer server = server(List.of(), List.of("x-tenant"));
        Reader failing = new Reader() {
            @Override
            public String[] requestHeaders(Object request, String name) {
                throw new IllegalStateException("recycled");
            }
        };
        Operation failed = server.begin(failing, exchange);
        assertThatThrownBy(() -> server.end(failed, failing, exchange, exchange, Recorder.SCOPE))
                .hasMessage("recycled");

        Operation next = server.begin(new Reader(), exchange);
        HttpServer.route(next, "/next");
        server.end(next, new Reader(), exchange, exchange, Recorder.SCOPE);

        assertThat(Spans.all(recorder.ring)).extracting(Span::getName).contains("GET /next");
    }
}
