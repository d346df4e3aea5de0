package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Jdk;
import io.perfagent.it.ReceivedSpan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OkHttp5IT extends HttpLibraryKit {
    OkHttp5IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    String prefix() {
        return "okhttp-";
    }

    @Override
    String aborted() {
        return "java.net.ProtocolException";
    }

    private static String sent(ReceivedSpan span) {
        return path(span) + " " + span.attribute("http.response.status_code") + " "
                + span.attribute("http.request.resend_count");
    }

    @Override
    @Test
    void aRedirectIsFollowedWithinOneSpan() {
        Trace trace = call("redirect");
        List<ReceivedSpan> requests = trace.children(trace.server());

        assertThat(requests)
                .describedAs("each request that is sent is a span")
                .extracting(OkHttp5IT::sent)
                .containsExactlyInAnyOrder("/redirect 302 null", "/plain 200 1");
        requests.forEach(request -> assertThat(trace.children(request)).hasSize(1));
    }

    @Override
    @Test
    void aRetryIsPartOfItsCall() {
        Trace trace = call("retry");

        assertThat(trace.children(trace.server()))
                .describedAs("each request that is sent is a span")
                .extracting(span -> sent(span) + " " + span.attribute("error.type"))
                .containsExactlyInAnyOrder(
                        "/keep 200 null null",
                        "/close-reused null null java.io.IOException",
                        "/close-reused 200 1 null");
    }

    @Test
    void aRequestThatRepeatsAnotherIsCounted() {
        Trace trace = call("interceptor-repeats");

        assertThat(trace.children(trace.server()))
                .extracting(OkHttp5IT::sent)
                .containsExactlyInAnyOrder("/plain 200 null", "/plain 200 1");
    }

    @Test
    void aCallThatAnInterceptorMakesIsItsOwn() {
        Trace trace = call("interceptor-calls");

        assertThat(trace.children(trace.server()))
                .extracting(OkHttp5IT::sent)
                .containsExactlyInAnyOrder("/items/token 200 null", "/plain 200 null");
    }

    @Test
    void whatIsNotSentIsNoRequest() {
        Trace trace = call("interceptor-answers");

        assertThat(trace.children(trace.server())).isEmpty();
    }

    @Test
    void thePeerIsWhomTheRequestWasSentTo() {
        assertAttributes(call("get").made(), Map.of("network.peer.address", "127.0.0.1", "network.peer.port", (long)
                app().port()));
    }

    @Test
    void anAsynchronousCallIsSeenAsASynchronousOne() {
        Trace trace = call("enqueue");
        assertThat(trace.children(trace.made())).hasSize(1);
        assertFails("enqueue-refused", "java.net.ConnectException");
    }

    @Test
    void aCallbackRunsInTheContextOfTheCaller() {
        Trace trace = call("callback");

        assertThat(trace.children(trace.server()))
                .extracting(HttpClientKit::path)
                .containsExactlyInAnyOrder("/plain", "/items/then");
    }

    @Test
    void aCallThatWaitedInTheDispatcherHasTheContextItWasEnqueuedIn() {
        Trace trace = call("queued");

        assertThat(trace.children(trace.server()))
                .extracting(HttpClientKit::path)
                .containsExactlyInAnyOrder("/slow-read", "/items/queued");
    }

    @Test
    void theApplicationFindsNoInterceptorOfOurs() {
        assertThat(answer("interceptors")).endsWith("\r\n0");
    }

    @Test
    void whatFailsBeforeAnythingIsSentIsRecorded() {
        assertFails("interceptor-throws", "java.lang.IllegalStateException");
        assertFails("network-interceptor-throws", "java.lang.IllegalStateException");
        assertFails("cancelled", "java.io.IOException");
    }
}
