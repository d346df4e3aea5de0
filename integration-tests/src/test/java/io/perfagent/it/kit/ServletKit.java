package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Jdk;
import io.perfagent.it.RawHttp;
import io.perfagent.it.ReceivedSpan;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every servlet container must do besides: contexts, mappings, dispatches and the ways in which a request fails. */
abstract class ServletKit extends HttpServerKit {
    static final String[] WARM_UP = {
        "/plain", "/items/1", "/fail/exception", "/forward", "/calling", "/async/complete", "/async/dispatch"
    };

    ServletKit(Jdk jdk) {
        super(jdk);
    }

    @Override
    String itemRoute() {
        return "/items/*";
    }

    @ParameterizedTest
    @CsvSource({
        "/shop/items/9, /shop/items/*",
        "/items, /items/*",
        "/order.do, /*.do",
        "/nothing/here, /*",
        "/, /",
        "/include, /include"
    })
    void theRouteIsContextAndMapping(String path, String route) {
        Trace trace = app().call(path);

        assertThat(trace.spans()).hasSize(1);
        assertThat(trace.server().name()).isEqualTo("GET " + route);
        assertAttributes(trace.server(), Map.of("http.route", route, "url.path", path));
    }

    @Test
    void aFilterMayAnswer() {
        Trace trace = app().call("/guarded/thing");

        assertThat(trace.status()).isEqualTo(401);
        assertNotFailed(trace.server());
        assertAttributes(trace.server(), Map.of("http.response.status_code", 401L));
    }

    @ParameterizedTest
    @CsvSource({
        "/fail/servlet-exception, java.lang.IllegalArgumentException",
        "/fail/error, java.lang.AssertionError",
        "/forward-to-fail, java.lang.IllegalStateException"
    })
    void whatWasThrownIsNamedWhereverItWas(String path, String exception) {
        Trace trace = app().call(path);

        assertThat(trace.status()).isEqualTo(500);
        assertThat(trace.spans()).hasSize(1);
        assertFailed(trace.server(), "500");
        assertException(trace.server(), exception);
        assertAttributes(trace.server(), Map.of("url.path", path));
    }

    @Test
    void whatAnAsyncRequestThrowsIsNamed() {
        ReceivedSpan dispatched = app().call("/async/dispatch-to-fail").server();
        ReceivedSpan started = app().call("/async/throws").server();

        assertFailed(dispatched, "500");
        assertException(dispatched, dispatchException());
        assertAttributes(dispatched, Map.of("url.path", "/async/dispatch-to-fail", "http.route", "/async/*"));
        assertFailed(started, "500");
        assertException(started, "java.lang.IllegalStateException");
    }

    /** What the container makes of an {@link IllegalStateException} in an async dispatch. */
    String dispatchException() {
        return "java.lang.IllegalStateException";
    }

    @Test
    void aDispatchedRequestIsOneSpan() {
        Trace trace = app().call("/async/dispatch");

        assertThat(trace.spans()).hasSize(1);
        assertNotFailed(trace.server());
        assertAttributes(
                trace.server(),
                Map.of("http.response.status_code", 200L, "http.route", "/async/*", "url.path", "/async/dispatch"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/calling", "/async/dispatch-to-call", "/async/start-to-call"})
    void whatAServletCallsIsItsChild(String path) {
        Trace trace = app().call(path);

        ReceivedSpan client = trace.made();
        assertThat(client.kind()).isEqualTo("CLIENT");
        assertThat(client.parentId()).isEqualTo(trace.server().spanId());
    }

    @Test
    void aRequestThatCompletesAnotherGoesOn() throws Exception {
        CompletableFuture<Trace> waiting = CompletableFuture.supplyAsync(() -> app().call("/async/park"));
        Trace completing = app().call("/async/complete-parked");
        while (completing.status() == 404) { // it has not come yet
            completing = app().call("/async/complete-parked");
        }
        Trace parked = waiting.get();

        assertThat(parked.status()).isEqualTo(200);
        assertAttributes(parked.server(), Map.of("http.response.status_code", 200L, "url.path", "/async/park"));
        assertAttributes(
                completing.server(), Map.of("http.response.status_code", 200L, "url.path", "/async/complete-parked"));
        assertThat(completing.made().parentId()).isEqualTo(completing.server().spanId());
        assertThat(parked.spans()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"/async/timeout, 504", "/async/timeout-unhandled, 500"})
    void aTimeOutIsWhatIsAnswered(String path, int status) {
        Trace trace = app().call(path);

        assertThat(trace.status()).isEqualTo(status);
        assertThat(trace.spans()).hasSize(1);
        assertFailed(trace.server(), Integer.toString(status));
    }

    @Test
    void aRequestThatIsBrokenOffEnds() {
        ReceivedSpan span = app().breakOff(new RawHttp("POST", "/slow-read", List.of(), List.of("first", "second")));

        assertAttributes(span, Map.of("http.route", "/slow-read", "http.request.method", "POST"));
        assertThat(app().call("/plain").spans()).hasSize(1);
    }

    @Test
    void whatTheServerMakesOfTheClientsFaultIsNotItsOwn() {
        Trace trace = app().call("/fail/parameter?x=%zz");

        assertThat(trace.status()).isEqualTo(400);
        assertNotFailed(trace.server());
        assertThat(trace.server().span().getEventsList()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%zz", "/plain\u0000"})
    void aMalformedRequestIsAnsweredAsWithoutUs(String target) {
        assertThat(app().status(RawHttp.get(target))).isEqualTo(400);

        assertThat(app().call("/plain").spans()).hasSize(1);
    }
}
