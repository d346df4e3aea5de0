package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Jdk;
import io.perfagent.it.ReceivedMetric;
import io.perfagent.it.ReceivedSpan;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every HTTP client must do: one CLIENT span and one point of the duration a call, and the context passed on. */
abstract class HttpClientKit extends LibraryKit {
    private static final String DURATION = "http.client.request.duration";

    HttpClientKit(Jdk jdk) {
        super(jdk);
    }

    /** What the names of this client's cases begin with: {@code jdk-}. */
    abstract String prefix();

    private Trace call(String name) {
        return app().call("/client/" + prefix() + name);
    }

    private String url(String target) {
        return "http://localhost:" + app().port() + target;
    }

    @Test
    void aCallIsAClientSpanAndTheServersParent() {
        Trace trace = call("get");
        ReceivedSpan span = trace.made();

        assertThat(span.kind()).isEqualTo("CLIENT");
        assertThat(span.name()).isEqualTo("GET");
        assertNotFailed(span);
        assertAttributes(
                span,
                Map.of(
                        "http.request.method",
                        "GET",
                        "http.response.status_code",
                        200L,
                        "network.protocol.version",
                        "1.1",
                        "server.address",
                        "localhost",
                        "server.port",
                        (long) app().port(),
                        "url.full",
                        url("/plain?q=1")));
        assertThat(trace.children(span))
                .singleElement()
                .satisfies(server -> assertThat(server.name()).isEqualTo("GET /plain"));
    }

    @Test
    void aPostIsNamedSo() {
        assertThat(call("post").made().name()).isEqualTo("POST");
    }

    @Test
    void clientAndServerErrorsAreFailures() {
        assertFailed(call("404").made(), "404");
        assertFailed(call("500").made(), "500");
    }

    @Test
    void aRefusedConnectionIsRecorded() {
        ReceivedSpan failed = call("refused").made();

        assertFailed(failed, "java.net.ConnectException");
        assertException(failed, "java.net.ConnectException");
        assertAttributes(failed, Map.of("server.port", (long) app().closedPort()));
        assertThat(failed.attributes()).doesNotContainKey("http.response.status_code");
    }

    @Test
    void aRedirectIsFollowedWithinOneSpan() {
        Trace trace = call("redirect");

        assertAttributes(trace.made(), Map.of("http.response.status_code", 200L, "url.full", url("/redirect")));
        assertThat(trace.children(trace.made()))
                .extracting(ReceivedSpan::name)
                .containsExactlyInAnyOrder("GET /redirect", "GET /plain");
    }

    @Test
    void aCallIsAPointOfTheDuration() {
        call("404");

        ReceivedMetric metric = app().awaitPoint(
                        DURATION,
                        Map.of(
                                "http.request.method", "GET",
                                "http.response.status_code", 404L,
                                "error.type", "404",
                                "server.address", "localhost",
                                "server.port", (long) app().port()));
        assertThat(metric.metric().getUnit()).isEqualTo("s");
    }
}
