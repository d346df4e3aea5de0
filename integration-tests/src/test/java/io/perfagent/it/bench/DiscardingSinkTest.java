package io.perfagent.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DiscardingSinkTest {
    private static final byte[] SPANS = request(3, 2).toByteArray();

    @Test
    void spansAreCountedThroughAllScopes() {
        assertThat(SpanCount.of(SPANS, SPANS.length)).isEqualTo(5);
        assertThat(SpanCount.of(new byte[0], 0)).isZero();
        byte[] none = request().toByteArray();
        assertThat(SpanCount.of(none, none.length)).isZero();
    }

    @Test
    void aMessageCutShortIsNoMessage() {
        byte[] cut = Arrays.copyOf(SPANS, SPANS.length - 1);
        assertThatThrownBy(() -> SpanCount.of(cut, cut.length)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whateverComesIsAcceptedAndCountedBySender() throws IOException {
        int port = new DiscardingSink().port();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(send(socket, "/a/v1/traces", "Content-Length: " + SPANS.length, SPANS))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(send(socket, "/a/v1/traces", "Transfer-Encoding: chunked", chunked()))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(send(socket, "/b/v1/metrics", "Content-Length: 3", new byte[3]))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(send(socket, "/c/intake/v2/events", "Content-Length: 1", new byte[1]))
                    .startsWith("HTTP/1.1 202 ");
            String zipped = "Content-Encoding: gzip\r\nContent-Length: 2";
            assertThat(send(socket, "/d/v1/traces", zipped, new byte[2])).startsWith("HTTP/1.1 200 ");
        }
        try (HttpConnection connection = new HttpConnection(port)) {
            assertThat(connection.send(HttpConnection.request("/stats"))).isEqualTo(200);
            assertThat(connection.body()).isEqualTo("a 2 " + 2 * SPANS.length + " 10\nb 1 3 0\nc 1 1 0\nd 1 2 0\n");
        }
    }

    private static byte[] chunked() throws IOException {
        int half = SPANS.length / 2;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write((Integer.toHexString(half) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(SPANS, 0, half);
        out.write(("\r\n" + Integer.toHexString(SPANS.length - half) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(SPANS, half, SPANS.length - half);
        out.write("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private static String send(Socket socket, String path, String headers, byte[] body) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(("POST " + path + " HTTP/1.1\r\n" + headers + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            int c = socket.getInputStream().read();
            assertThat(c).as("the sink answers").isNotNegative();
            answer.append((char) c);
        }
        int length = Integer.parseInt(
                answer.substring(answer.indexOf("Content-Length: ") + 16).strip());
        assertThat(socket.getInputStream().readNBytes(length)).hasSize(length);
        return answer.toString();
    }

    private static ExportTraceServiceRequest request(int... spansPerScope) {
        ResourceSpans.Builder resource = ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder().setDroppedAttributesCount(1))
                .setSchemaUrl("https://example.com/schema");
        for (int spans : spansPerScope) {
            ScopeSpans.Builder scope = ScopeSpans.newBuilder()
                    .setScope(InstrumentationScope.newBuilder().setName("scope"));
            for (int i = 0; i < spans; i++) {
                scope.addSpans(Span.newBuilder()
                        .setName("GET /" + i)
                        .setStartTimeUnixNano(1 + i)
                        .setFlags(257));
            }
            resource.addScopeSpans(scope);
        }
        return ExportTraceServiceRequest.newBuilder().addResourceSpans(resource).build();
    }
}
