package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Jdk;
import io.perfagent.it.RawHttp;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every server of Reactor Netty must do beyond {@link HttpServerKit}. */
abstract class ReactorNettyKit extends HttpServerKit {
    static final String[] WARM_UP = {
        "/plain", "/work", "/work-body", "/work-pool", "/chunked", "/async/complete", "/abort", "/fail/exception"
    };

    ReactorNettyKit(Jdk jdk) {
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
        assertThat(trace.made().name()).isEqualTo("SELECT item");
        assertThat(trace.spans()).hasSize(2);
        assertAttributes(trace.server(), Map.of("http.response.status_code", 200L));
    }

    @Test
    void whatIsDoneWhileSubscribedIsPartOfItsRequest() {
        assertWorkOf(app().call("/work"));
        assertWorkOf(app().call("/work-pool"));
        assertWorkOf(app().call(new RawHttp("POST", "/work-body", List.of(), List.of("one", "two"))));
    }

    @Test
    void pipelinedRequestsAreHeldBackAndKeepTheirOrder() {
        List<Trace> traces = app().callPipelined(
                        RawHttp.get("/work?1"),
                        RawHttp.get("/fail/send-error-404"),
                        RawHttp.get("/work-pool"),
                        RawHttp.get("/chunked"),
                        RawHttp.get("/work?5"),
                        RawHttp.get("/abort"));

        assertThat(traces)
                .extracting(trace -> trace.server().attribute("http.response.status_code"))
                .containsExactly(200L, 404L, 200L, 200L, 200L, null);
        assertThat(traces).extracting(trace -> trace.spans().size()).containsExactly(2, 1, 2, 1, 2, 1);
    }

    @Test
    void aRequestThatIsNotAnsweredHasFailed() {
        assertFailed(app().call("/abort").server(), "_OTHER");
    }

    @Test
    void aWebSocketIsNoLongRequest() {
        Trace trace = app().call(RawHttp.get(
                "/websocket",
                "Upgrade: websocket",
                "Connection: upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));

        assertThat(trace.status()).isEqualTo(101);
        assertNotFailed(trace.server());
        assertAttributes(trace.server(), Map.of("http.response.status_code", 101L));
    }
}
