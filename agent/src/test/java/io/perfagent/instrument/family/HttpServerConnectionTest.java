package io.perfagent.instrument.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Spans;
import io.perfagent.trace.ThreadState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpServerConnectionTest {
    private static final HttpServerReader READER = new Reader();

    private final Recorder recorder = new Recorder();
    private final HttpServer server = new HttpServer(
            recorder.tracing,
            recorder.metrics,
            new HttpSettings(List.of("GET"), List.of("/ignored"), List.of(), List.of(), List.of(), List.of(), ""));
    private HttpServerConnection connection = connect();

    private HttpServerConnection connect() {
        return new HttpServerConnection(recorder.tracing, this, "http", "192.0.2.1", 5);
    }

    private static final class Reader extends HttpServerReader {
        @Override
        public String method(Object request) {
            return ((PipelinedRequest) request).method;
        }

        @Override
        public String scheme(Object request) {
            return ((PipelinedRequest) request).connection.scheme;
        }

        @Override
        public String path(Object request) {
            return ((PipelinedRequest) request).path();
        }

        @Override
        public String query(Object request) {
            return ((PipelinedRequest) request).query();
        }

        @Override
        public String protocol(Object request) {
            return "HTTP/1.1";
        }

        @Override
        public String header(Object request, String name) {
            return null;
        }

        @Override
        public String joined(Object request, String name) {
            return null;
        }

        @Override
        public String peerAddress(Object request) {
            return ((PipelinedRequest) request).connection.peerAddress;
        }

        @Override
        public int peerPort(Object request) {
            return ((PipelinedRequest) request).connection.peerPort;
        }

        @Override
        public int status(Object request, Object response) {
            return ((PipelinedRequest) request).status;
        }

        @Override
        public Throwable error(Object request) {
            return null;
        }

        @Override
        public String errorType(Object request) {
            return ((PipelinedRequest) request).aborted ? "_OTHER" : null;
        }

        @Override
        public String[] requestHeaders(Object request, String name) {
            return new String[0];
        }

        @Override
        public String[] responseHeaders(Object response, String name) {
            return new String[0];
        }
    }

    @AfterEach
    void nothing_is_left_on_this_thread() {
        assertThat(ThreadState.get().current()).isNull();
        assertThat(recorder.tracing.abandoned()).isZero();
    }

    private void request(String target) {
        PipelinedRequest request = connection.add();
        if (request != null) {
            request.method = "GET";
            request.target = target;
            Operation operation = server.begin(READER, request);
            if (operation != null) {
                connection.begun(request, operation);
            }
        }
    }

    private void responseHead(int status) {
        connection.responseBegins(status, "response", server, READER, Recorder.SCOPE);
    }

    private void responseEnd() {
        connection.responseEnds(server, READER, Recorder.SCOPE);
    }

    private void response(int status) {
        responseHead(status);
        responseEnd();
    }

    /** {@code /path status}, or {@code /path error}, of each span that has ended since the last time. */
    private List<String> ended() {
        List<String> ended = new ArrayList<>();
        for (Span span : Spans.all(recorder.ring)) {
            var attributes = Spans.attributes(span);
            Object error = attributes.get("error.type");
            Object status = attributes.get("http.response.status_code");
            ended.add(attributes.get("url.path") + " " + status + (error == null ? "" : " " + error));
        }
        return ended;
    }

    @Test
    void responses_answer_requests_in_their_order() {
        for (int i = 0; i < 10; i++) {
            request("/" + i);
        }
        for (int i = 0; i < 10; i++) {
            response(200 + i);
        }

        assertThat(ended())
                .containsExactly(
                        "/0 200", "/1 201", "/2 202", "/3 203", "/4 204", "/5 205", "/6 206", "/7 207", "/8 208",
                        "/9 209");
    }

    @Test
    void an_interim_response_answers_nothing() {
        request("/a");
        response(100);
        responseHead(103);
        responseEnd();
        assertThat(ended()).isEmpty();

        response(404);
        assertThat(ended()).containsExactly("/a 404");
    }

    @Test
    void a_change_of_protocol_ends_its_request_at_once() {
        request("/a");
        responseHead(101);
        assertThat(ended()).containsExactly("/a 101");

        request("/b");
        responseEnd();
        assertThat(ended()).isEmpty();
        response(200);
        assertThat(ended()).containsExactly("/b 200");
    }

    @Test
    void a_response_that_nobody_asked_for_ends_no_later_request() {
        responseHead(408);
        request("/a");
        responseEnd();
        assertThat(ended()).isEmpty();

        response(200);
        response(500);
        assertThat(ended()).containsExactly("/a 200");
    }

    @Test
    void a_closed_connection_ends_what_waits() {
        request("/a");
        request("/b");
        request("/ignored");
        responseHead(200);
        connection.closed(server, READER, Recorder.SCOPE);

        assertThat(ended()).containsExactly("/a 200 _OTHER", "/b null _OTHER");
        request("/too-late");
        response(200);
        assertThat(ended()).isEmpty();
        assertThat(recorder.tracing.leftOut()).isZero();
    }

    @Test
    void a_request_left_out_keeps_its_place() {
        request("/a");
        request("/ignored");
        request("/c");
        response(200);
        response(201);
        response(202);

        assertThat(ended()).containsExactly("/a 200", "/c 202");
    }

    @Test
    void requests_that_wait_are_bounded_and_the_order_is_kept() {
        int beyond = 5000;
        for (int i = 0; i < HttpServerConnection.MAX_WAITING + beyond; i++) {
            request("/" + i);
        }
        assertThat(recorder.tracing.leftOut()).isEqualTo(beyond);
        for (int i = 0; i < HttpServerConnection.MAX_WAITING + beyond - 1; i++) {
            response(200);
        }
        assertThat(ended())
                .hasSize(HttpServerConnection.MAX_WAITING)
                .last()
                .isEqualTo("/" + (HttpServerConnection.MAX_WAITING - 1) + " 200");

        request("/still-left-out");
        response(200);
        response(200);
        assertThat(ended()).isEmpty();
        request("/seen-again");
        response(204);
        assertThat(ended()).containsExactly("/seen-again 204");
    }

    @Test
    void a_request_is_current_while_its_parts_are_read_and_while_its_handler_goes_on() {
        connection.readBegins();
        request("/a");
        Operation a = ThreadState.get().current();
        long spanId = a.spanId();
        connection.detach();
        assertThat(ThreadState.get().current()).isNull();
        connection.attachArriving();
        assertThat(ThreadState.get().current()).isSameAs(a);

        response(200);
        assertThat(ThreadState.get().current()).isNotNull();
        assertThat(ThreadState.get().current().kind).isEqualTo(Operation.CARRIED);
        assertThat(ThreadState.get().current().spanId()).isEqualTo(spanId);
        connection.readBegins(); // a handler that reads on its own
        connection.readEnds();
        assertThat(ThreadState.get().current()).isNotNull();
        connection.readEnds();
        assertThat(ThreadState.get().current()).isNull();
    }

    @Test
    void the_next_request_is_current_only_when_none_is() {
        connection.readBegins();
        request("/a");
        assertThat(connection.attachNext()).isFalse();
        connection.readEnds();

        assertThat(connection.attachNext()).isTrue();
        assertThat(ThreadState.get().current()).isNotNull();
        connection.detach();
        response(200);
        assertThat(connection.attachNext()).isFalse();
    }

    @Test
    void what_is_forgotten_has_no_record() {
        connection.readBegins();
        request("/a");
        connection.detach();
        request("/b");
        connection.forget();
        connection.readEnds();
        response(200);

        assertThat(ended()).isEmpty();
    }

    @Test
    void any_sequence_ends_each_request_once_and_in_order() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        List<String> waiting = new ArrayList<>();
        List<String> got = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            int dice = random.nextInt(100);
            if (dice < 45 && waiting.size() < HttpServerConnection.MAX_WAITING) {
                connection.readBegins();
                connection.detach();
                request("/" + i);
                waiting.add("/" + i);
                if (random.nextBoolean() && waiting.size() == 1) {
                    response(200);
                    expected.add(waiting.remove(0) + " 200");
                }
                connection.readEnds();
            } else if (dice < 50) {
                response(100 + random.nextInt(2) * 3);
            } else if (dice < 99) {
                int status = 200 + random.nextInt(300);
                response(status);
                if (!waiting.isEmpty()) {
                    expected.add(waiting.remove(0) + " " + status + (status >= 500 ? " " + status : ""));
                }
            } else {
                connection.closed(server, READER, Recorder.SCOPE);
                waiting.forEach(path -> expected.add(path + " null _OTHER"));
                waiting.clear();
                connection = connect();
            }
            got.addAll(ended());
        }
        assertThat(got).describedAs("seed " + seed).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b, /a/b, ",
        "/a?x=1, /a, x=1",
        "/a?, /a, ",
        "/, /, ",
        "/?x, /, x",
        "?x, , x",
        "'', , ",
        "*, *, ",
        "host:443, host:443, ",
        "http://shop, /, ",
        "http://shop?x=1, /, x=1",
        "http://shop/a?u=http://b/c, /a, u=http://b/c",
        "/a?u=http://b/c, /a, u=http://b/c",
        "/a://b, /a://b, "
    })
    void a_target_is_path_and_query(String target, String path, String query) {
        PipelinedRequest request = connection.add();
        request.target = target;

        assertThat(request.path()).isEqualTo(path);
        assertThat(request.query()).isEqualTo(query);
    }
}
