package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Jdk;
import io.perfagent.it.ReceivedSpan;
import org.junit.jupiter.api.Test;

class JdkHttpClientIT extends HttpClientKit {
    JdkHttpClientIT(Jdk jdk) {
        super(jdk);
    }

    @Override
    String prefix() {
        return "jdk-";
    }

    @Test
    void anAsynchronousCallIsSeenAsASynchronousOne() {
        Trace trace = call("async");

        assertThat(trace.made().name()).isEqualTo("GET");
        assertThat(trace.children(trace.made())).hasSize(1);
    }

    @Test
    void aCallFromAContinuationHasTheSameParent() {
        Trace trace = call("async-then");

        assertThat(trace.children(trace.server()))
                .extracting(span -> (String) span.attribute("url.full"))
                .satisfiesExactlyInAnyOrder(
                        url -> assertThat(url).endsWith("/plain"),
                        url -> assertThat(url).endsWith("/items/then"));
    }

    @Test
    void theTypeOfAnAsynchronousFailureIsItsCause() {
        ReceivedSpan failed = call("async-refused").made();

        assertFailed(failed, "java.net.ConnectException");
    }

    @Test
    void aTimeoutIsAFailure() {
        assertFailed(call("timeout").made(), "java.net.http.HttpTimeoutException");
    }
}
