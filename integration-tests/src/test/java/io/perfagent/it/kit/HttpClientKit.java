package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Jdk;
import io.perfagent.it.RawHttp;
import io.perfagent.it.ReceivedMetric;
import io.perfagent.it.ReceivedSpan;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every HTTP client must do: one CLIENT span and one point of the duration a call, and the context passed on. */
abstract class HttpClientKit extends LibraryKit {
    private static final int SEVERAL = 15;
    private static final String DURATION = "http.client.request.duration";

    HttpClientKit(Jdk jdk) {
        super(jdk);
    }

    /** What the names of this client's cases begin with: {@code jdk-}. */
    abstract String prefix();

    /** What a refused connection fails with. */
    String refused() {
        return "java.net.ConnectException";
    }

    Trace call(String name) {
        return app().settled(app().call("/client/" + prefix() + name));
    }

    String url(String target) {
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

    /** Threads keep the room that headers are made in: what is left there of one request is not another's. */
    @Test
    void whatOneRequestCarriesIsNotSentWithAnother() {
        for (int i = 0; i < SEVERAL; i++) {
            RawHttp marked = RawHttp.get("/client/" + prefix() + "get", "tracestate: a=1", "baggage: user=7");
            Trace trace = app().settled(app().call(marked));
            assertThat(trace.children(trace.made()))
                    .allSatisfy(
                            server -> assertThat(server.span().getTraceState()).isEqualTo("a=1"));
        }
        for (int i = 0; i < SEVERAL; i++) {
            Trace trace = call("get");
            assertThat(trace.children(trace.made()))
                    .allSatisfy(
                            server -> assertThat(server.span().getTraceState()).isEmpty());
        }
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

        assertFailed(failed, refused());
        assertException(failed, refused());
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

    /** The server closes a connection that was kept, without an answer; the client sends again on another one. */
    @Test
    void aRetryIsPartOfItsCall() {
        Trace trace = call("retry");

        assertThat(trace.children(trace.server()))
                .extracting(span -> path(span) + " " + span.attribute("http.response.status_code"))
                .containsExactlyInAnyOrder("/keep 200", "/close-reused 200");
    }

    @Test
    void aCallIsOverWhenTheHeadOfItsResponseIsThere() {
        Trace trace = call("late");
        List<ReceivedSpan> calls = trace.children(trace.server());

        assertThat(calls).extracting(HttpClientKit::path).containsExactlyInAnyOrder("/late", "/plain");
        calls.forEach(LibraryKit::assertNotFailed);
        ReceivedSpan late = path(calls.get(0)).equals("/late") ? calls.get(0) : calls.get(1);
        ReceivedSpan other = late == calls.get(0) ? calls.get(1) : calls.get(0);
        assertThat(late.span().getEndTimeUnixNano())
                .describedAs("the other call began while the body was not read")
                .isLessThanOrEqualTo(other.span().getStartTimeUnixNano());
    }

    /** The path of a call's URL. */
    static String path(ReceivedSpan span) {
        return URI.create((String) span.attribute("url.full")).getPath();
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
