package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Jdk;
import io.perfagent.it.RawHttp;
import io.perfagent.it.ReceivedSpan;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every Netty server must do beyond {@link HttpServerKit}: one event loop serves all its connections. */
abstract class NettyKit extends HttpServerKit {
    static final String[] WARM_UP = {
        "/plain", "/work", "/work-after", "/work-pool", "/work-loop", "/work-elsewhere", "/chunked", "/abort", "/cut"
    };

    NettyKit(Jdk jdk) {
        super(jdk);
    }

    @Override
    String itemRoute() {
        return "";
    }

    @Override
    boolean hasRoutes() {
        return false;
    }

    @Override
    boolean forwards() {
        return false;
    }

    @Override
    boolean seesExceptions() {
        return false;
    }

    private static void assertWorkOf(Trace trace) {
        assertThat(trace.status()).isEqualTo(200);
        assertThat(trace.made().name()).isEqualTo("SELECT item");
        assertThat(trace.spans()).hasSize(2);
    }

    @Test
    void whatAHandlerDoesIsPartOfItsRequest() {
        assertWorkOf(app().call("/work"));
        assertWorkOf(app().awaitSpans(app().call("/work-after"), 2));
    }

    @Test
    void whatIsHandedOverIsPartOfItsRequest() {
        assertWorkOf(app().call("/work-pool"));
        assertWorkOf(app().call("/work-loop"));
        assertWorkOf(app().call("/work-elsewhere"));
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        List<Trace> traces = app().callPipelined(
                        RawHttp.get("/work?1"),
                        RawHttp.get("/fail/send-error-404"),
                        new RawHttp("POST", "/work?3", List.of(), List.of("some ", "body")),
                        RawHttp.get("/chunked"),
                        RawHttp.get("/work-after", "Connection: close"));

        assertThat(traces)
                .extracting(trace -> trace.server().attribute("http.response.status_code"))
                .containsExactly(200L, 404L, 200L, 200L, 200L);
        assertThat(traces)
                .extracting(trace -> trace.server().attribute("url.path"))
                .containsExactly("/work", "/fail/send-error-404", "/work", "/chunked", "/work-after");
        assertThat(app().awaitSpans(traces.get(4), 2).made().name()).isEqualTo("SELECT item");
        assertThat(traces.subList(0, 4))
                .extracting(trace -> trace.spans().size())
                .containsExactly(2, 1, 2, 1);
    }

    @Test
    void aPostIsOneSpanAndItsContinueNone() {
        Trace trace = app().call(
                        new RawHttp("POST", "/work", List.of("Expect: 100-continue"), List.of("one", "two", "three")));

        assertThat(trace.server().attribute("http.response.status_code")).isEqualTo(200L);
        assertThat(trace.spans()).hasSize(2);
    }

    @Test
    void aChunkedResponseEndsWithItsLastPart() {
        Trace trace = app().call("/chunked");

        assertThat(trace.status()).isEqualTo(200);
        assertNotFailed(trace.server());
    }

    @Test
    void aRequestThatIsNotAnsweredHasFailed() {
        ReceivedSpan span = app().call("/abort").server();

        assertFailed(span, "_OTHER");
        assertThat(span.attributes()).doesNotContainKey("http.response.status_code");
    }

    @Test
    void aResponseThatIsCutOffHasFailed() {
        ReceivedSpan span = app().call("/cut").server();

        assertFailed(span, "_OTHER");
        assertAttributes(span, Map.of("http.response.status_code", 200L));
    }

    @Test
    void anUpgradeEndsWithItsAnswer() throws IOException {
        RawHttp upgrade = RawHttp.get("/upgrade", "Upgrade: raw");
        assertThat(upgrade.send(app().port())).startsWith("HTTP/1.1 101").endsWith("raw");

        ReceivedSpan span = app().call(upgrade).server();
        assertNotFailed(span);
        assertAttributes(span, Map.of("http.response.status_code", 101L));
    }

    @Test
    void aResponseNobodyAskedForIsNone() {
        assertThat(app().call("/twice").server().attribute("http.response.status_code"))
                .isEqualTo(200L);
    }

    @Test
    void theRequestIsToldAsItCame() {
        assertAttributes(app().call("/mutate").server(), Map.of("url.path", "/mutate", "server.address", "localhost"));
    }

    @Test
    void aTargetInAbsoluteFormIsTold() {
        ReceivedSpan span =
                app().call(RawHttp.get("http://shop.example/items/7?a=1")).server();

        assertAttributes(span, Map.of("url.path", "/items/7", "url.query", "a=1"));
    }

    @Test
    void aRequestThatCannotBeReadIsNoneThatWasNotSent() throws IOException {
        assertThat(new RawHttp("no", "request at all", List.of(), List.of()).send(app().port()))
                .startsWith("HTTP/1.1 400");

        app().awaitPoint("http.server.request.duration", Map.of("http.request.method", "_OTHER"));
    }

    @Test
    void aHeaderThatIsTooLargeIsAnsweredAsWithoutAnAgent() throws IOException {
        assertThat(RawHttp.get("/plain", "X-Large: " + "x".repeat(100_000)).send(app().port()))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void requestsThatAreNeverAnsweredAreBounded() throws IOException {
        RawHttp silent = RawHttp.get("/silent");
        RawHttp[] many = new RawHttp[5000];
        java.util.Arrays.fill(many, silent);
        many[4999] = RawHttp.get("/abort");

        assertThat(RawHttp.pipelined(app().port(), List.of(many))).isEmpty();
        assertThat(app().call("/plain").spans()).hasSize(1);
    }

    @Test
    void thePipelineIsTheApplicationsOwn() throws IOException {
        assertThat(RawHttp.get("/handlers").send(app().port())).endsWith(pipeline());
    }

    abstract String pipeline();
}
