package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Jdk;
import io.perfagent.it.ReceivedSpan;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApacheHttpAsyncClient5IT extends HttpLibraryKit {
    ApacheHttpAsyncClient5IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    String prefix() {
        return "apache5async-";
    }

    @Override
    String refused() {
        return "org.apache.hc.client5.http.HttpHostConnectException";
    }

    @Override
    String aborted() {
        return "org.apache.hc.core5.http.ConnectionClosedException";
    }

    /** An asynchronous call is over when its future completes, and that is after the body. */
    @Override
    @Test
    void aResponseThatBreaksOffHadItsHead() {
        assertFails("aborted", aborted());
    }

    @Override
    @Test
    void aCallIsOverWhenTheHeadOfItsResponseIsThere() {
        assertThat(answer("late")).describedAs("no case of this client").contains("UnsupportedOperationException");
    }

    /** What this client sends again by itself is what was answered with 503. */
    @Override
    @Test
    void aRetryIsPartOfItsCall() {
        Trace trace = call("unavailable");

        assertFailed(trace.made(), "503");
        assertThat(trace.children(trace.made())).hasSize(2);
    }

    @Test
    void aCallbackRunsInTheContextOfTheCaller() {
        Trace trace = call("callback");

        assertThat(trace.children(trace.server()))
                .extracting(HttpClientKit::path)
                .containsExactlyInAnyOrder("/plain", "/items/then");
    }

    @Test
    void aCancelledCallHasNoResponseAndNoFailure() {
        Trace trace = call("cancelled");
        ReceivedSpan cancelled = trace.children(trace.server()).stream()
                .filter(span -> path(span).startsWith("/async/"))
                .findFirst()
                .orElseThrow();

        assertThat(trace.children(trace.server())).hasSize(2);
        assertThat(cancelled.status()).isEqualTo("UNSET");
        assertAttributes(cancelled, Map.of("error.type", "_OTHER"));
        assertThat(cancelled.attributes()).doesNotContainKey("http.response.status_code");
    }

    @Test
    void aMinimalClientSendsTheContextToo() {
        Trace trace = call("minimal");

        assertAttributes(trace.made(), Map.of("http.response.status_code", 200L, "url.full", url("/plain")));
        assertThat(trace.children(trace.made())).hasSize(1);
    }

    @Test
    void theApplicationsRequestIsLeftAsItWas() {
        assertThat(answer("unchanged")).endsWith("\r\n0");
    }

    /** The server speaks HTTP/1.1 only. */
    @Test
    void aCallOverHttp2IsOne() {
        ReceivedSpan failed = call("http2").made();

        assertThat(failed.status()).isEqualTo("ERROR");
        assertAttributes(failed, Map.of("url.full", url("/plain")));
    }

    @Test
    void whatFailsBeforeAnythingIsSentIsRecorded() {
        ReceivedSpan nowhere = assertFails("no-host", "org.apache.hc.core5.http.ProtocolException");
        assertAttributes(nowhere, Map.of("url.full", "/plain"));
        assertFails("closed", "java.lang.IllegalStateException");
    }

    /** There is no request then, and so no span; the application's exception goes where it went. */
    @Test
    void aProducerThatFailsIsNoCall() {
        Trace trace = call("producer-throws");

        assertThat(trace.children(trace.server())).isEmpty();
        assertThat(answer("producer-throws")).endsWith("java.lang.IllegalStateException");
    }
}
