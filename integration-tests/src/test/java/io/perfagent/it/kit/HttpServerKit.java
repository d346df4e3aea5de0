package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.perfagent.it.Jdk;
import io.perfagent.it.RawHttp;
import io.perfagent.it.ReceivedMetric;
import io.perfagent.it.ReceivedSpan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every HTTP server must do: one SERVER span and one point of {@code http.server.request.duration} a request. */
abstract class HttpServerKit extends LibraryKit {
    private static final String DURATION = "http.server.request.duration";
    private static final Double[] BOUNDS = {
        0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0
    };

    HttpServerKit(Jdk jdk) {
        super(jdk);
    }

    /** The route of {@code /items/42}: {@code /items/*} for a servlet mapping, {@code /items/{id}} for a framework. */
    abstract String itemRoute();

    /** The route of everything below {@code prefix}: {@code /fail/*} for a servlet mapping. */
    String routeBelow(String prefix) {
        return prefix + "/*";
    }

    /** Whether a handler's exception becomes an answer with status 500; otherwise the connection is closed. */
    boolean answersExceptions() {
        return true;
    }

    /** Whether the server is told of a handler's exception; otherwise handlers answer for themselves. */
    boolean seesExceptions() {
        return true;
    }

    /** Whether the server knows routes; if not, spans are named by the method alone. */
    boolean hasRoutes() {
        return true;
    }

    private String name(String method, String route) {
        return hasRoutes() ? method + " " + route : method;
    }

    /** The attributes, and the route if there are routes. */
    private Map<String, Object> routed(String route, Map<String, ?> attributes) {
        Map<String, Object> all = new HashMap<>(attributes);
        if (hasRoutes()) {
            all.put("http.route", route);
        }
        return all;
    }

    /** Whether one handler can forward to another. */
    boolean forwards() {
        return true;
    }

    @Test
    void aRequestIsAServerSpanOfItsCaller() {
        ReceivedSpan span = app().call("/plain").server();

        assertThat(span.name()).isEqualTo(name("GET", "/plain"));
        assertThat(span.kind()).isEqualTo("SERVER");
        assertNotFailed(span);
        assertAttributes(
                span,
                routed(
                        "/plain",
                        Map.of(
                                "http.request.method", "GET",
                                "http.response.status_code", 200L,
                                "url.path", "/plain",
                                "url.scheme", "http",
                                "server.address", "localhost",
                                "server.port", (long) app().port(),
                                "client.address", "127.0.0.1",
                                "network.peer.address", "127.0.0.1",
                                "network.protocol.version", "1.1")));
        assertThat(span.attributes()).doesNotContainKey("url.query");
        assertThat(span.span().getEndTimeUnixNano()).isGreaterThan(span.span().getStartTimeUnixNano());
    }

    @Test
    void theRouteIsThePatternNeverThePath() {
        ReceivedSpan span = app().call("/items/42").server();

        assertThat(span.name()).isEqualTo(name("GET", itemRoute()));
        assertAttributes(span, routed(itemRoute(), Map.of("url.path", "/items/42")));
    }

    @Test
    void aQueryIsKeptAndItsCredentialsAreNot() {
        assertAttributes(app().call("/plain?a=1&b=x%20y").server(), Map.of("url.query", "a=1&b=x%20y"));
        assertAttributes(
                app().call("/plain?sig=hidden&Signature=hidden&a=1").server(),
                Map.of("url.query", "sig=REDACTED&Signature=REDACTED&a=1"));
    }

    @Test
    void headersGiveAgentClientAndScheme() {
        ReceivedSpan span = app().call(RawHttp.get(
                        "/plain", "User-Agent: kit/1", "X-Forwarded-For: 203.0.113.7", "X-Forwarded-Proto: https"))
                .server();

        assertAttributes(
                span, Map.of("user_agent.original", "kit/1", "client.address", "203.0.113.7", "url.scheme", "https"));
    }

    @Test
    void methodsAreKnownOrOther() {
        ReceivedSpan head =
                app().call(new RawHttp("HEAD", "/plain", List.of(), List.of())).server();
        ReceivedSpan brew =
                app().call(new RawHttp("BREW", "/plain", List.of(), List.of())).server();

        assertThat(head.name()).isEqualTo(name("HEAD", "/plain"));
        assertThat(brew.name()).isEqualTo(name("HTTP", "/plain"));
        assertAttributes(brew, Map.of("http.request.method", "_OTHER", "http.request.method_original", "BREW"));
    }

    @Test
    void clientErrorsAreNoFailures() {
        ReceivedSpan notFound = app().call("/fail/send-error-404").server();

        assertNotFailed(notFound);
        assertAttributes(notFound, Map.of("http.response.status_code", 404L));
    }

    @Test
    void serverErrorsAreFailures() {
        ReceivedSpan unavailable = app().call("/fail/send-error-503").server();

        assertFailed(unavailable, "503");
        assertThat(unavailable.span().getEventsList()).isEmpty();
    }

    @Test
    void anExceptionIsRecorded() {
        ReceivedSpan failed = app().call("/fail/exception").server();

        if (seesExceptions()) {
            assertException(failed, "java.lang.IllegalStateException");
        }
        if (answersExceptions()) {
            assertFailed(failed, "500");
            assertAttributes(failed, Map.of("http.response.status_code", 500L));
        } else {
            assertFailed(failed, "java.lang.IllegalStateException");
            assertThat(failed.attributes()).doesNotContainKey("http.response.status_code");
        }
    }

    @Test
    void aRequestAnsweredOnAnotherThreadIsOneSpan() {
        Trace completed = app().call("/async/complete");
        Trace failed = app().call("/async/status-500");

        assertThat(completed.spans()).hasSize(1);
        assertAttributes(completed.server(), routed(routeBelow("/async"), Map.of("http.response.status_code", 200L)));
        assertFailed(failed.server(), "500");
    }

    @Test
    void aForwardIsPartOfItsRequest() {
        assumeTrue(forwards(), "it has no forward");
        Trace forwarded = app().call("/forward");

        assertThat(forwarded.spans()).hasSize(1);
        assertAttributes(forwarded.server(), Map.of("http.route", "/forward", "url.path", "/forward"));
    }

    @Test
    void traceStateGoesOn() {
        ReceivedSpan span =
                app().call(RawHttp.get("/plain", "tracestate: a=1,b=2")).server();

        assertThat(span.span().getTraceState()).isEqualTo("a=1,b=2");
    }

    @Test
    void aTraceContextThatIsNoneBeginsATrace() {
        ReceivedSpan span = app().callRoot("/items/no-context", "traceparent: 00-ABC-def-01");

        assertThat(span.traceId()).hasSize(32).isNotEqualTo("0".repeat(32));
    }

    @Test
    void notSampledMeansNoSpanButAPoint() {
        assertThat(app().callNotSampled("/redirect")).isEmpty();

        app().awaitPoint(DURATION, routed("/redirect", Map.of("http.response.status_code", 302L)));
    }

    @Test
    void aRequestIsAPointOfTheDuration() {
        app().call("/plain");
        app().call("/fail/status-500");

        ReceivedMetric metric = app().awaitPoint(
                        DURATION,
                        routed(
                                "/plain",
                                Map.of(
                                        "http.request.method", "GET",
                                        "http.response.status_code", 200L,
                                        "network.protocol.version", "1.1",
                                        "url.scheme", "http")));
        assertThat(metric.metric().getUnit()).isEqualTo("s");
        assertThat(metric.histogramPoints())
                .allSatisfy(point -> assertThat(point.getExplicitBoundsList()).containsExactly(BOUNDS));
        app().awaitPoint(DURATION, routed(routeBelow("/fail"), Map.of("error.type", "500")));
    }
}
