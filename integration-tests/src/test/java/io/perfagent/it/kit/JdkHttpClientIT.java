package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Jdk;
import io.perfagent.it.ReceivedSpan;
import java.util.Comparator;
import java.util.List;
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

    /** What the application does with the answer is no part of the call. */
    @Test
    void aCallIsOverBeforeItsContinuationBegins() {
        List<ReceivedSpan> calls = call("async-then").spans().stream()
                .filter(span -> span.kind().equals("CLIENT"))
                .sorted(Comparator.comparingLong(span -> span.span().getStartTimeUnixNano()))
                .toList();

        assertThat(calls).hasSize(2);
        assertThat(calls.get(0).span().getEndTimeUnixNano())
                .isLessThanOrEqualTo(calls.get(1).span().getStartTimeUnixNano());
    }

    @Test
    void theTypeOfAnAsynchronousFailureIsItsCause() {
        ReceivedSpan failed = call("async-refused").made();

        assertFailed(failed, "java.net.ConnectException");
    }

    /** The application completes the future that it was given itself. */
    @Test
    void aCallThatIsLeftAloneEndsAsWell() {
        assertFailed(call("async-or-timeout").made(), "java.util.concurrent.TimeoutException");
        assertFailed(call("async-cancel").made(), "java.util.concurrent.CancellationException");
    }

    @Test
    void aTimeoutIsAFailure() {
        assertFailed(call("timeout").made(), "java.net.http.HttpTimeoutException");
    }
}
