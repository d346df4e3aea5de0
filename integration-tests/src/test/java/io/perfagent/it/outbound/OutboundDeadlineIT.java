package io.perfagent.it.outbound;

import static io.perfagent.it.Polling.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.RawHttp;
import io.perfagent.it.ReceivedSpan;
import java.io.IOException;
import java.util.List;

/** Requests that say for how long their caller waits, in a service that asks others to answer them. */
class OutboundDeadlineIT {
    private static final List<String> PATHS =
            List.of("/client/jdk-get", "/client/url-post", "/client/apache4-get", "/h2/pooled", "/redis/pooled");

    private static AppProcess launch(Jdk jdk, OtlpSink sink, String mode) throws IOException {
        return Fixture.TOMCAT
                .launch(1)
                .jdk(jdk)
                .agent(AgentJar.perfAgent())
                .env("PERF_AGENT_WEAVE", "eager")
                .env("PERF_AGENT_OUTBOUND", mode)
                .env("PERF_AGENT_OUTBOUND_DEADLINE_HEADER", "X-Expected-Timeout")
                .exportTo(sink)
                .start();
    }

    private static void assertStatuses(AppProcess app, String header, int status) throws IOException {
        for (String path : PATHS) {
            assertThat(RawHttp.get(path).with(header).status(app.awaitPort()))
                    .as(path + " with " + header)
                    .isEqualTo(status);
        }
    }

    @OnEachJdk
    void nothingIsAskedForOnceNobodyWaits(Jdk jdk) throws IOException {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(jdk, sink, "observe")) {
            assertStatuses(app, "X-Other: 1n", 200);
            app.awaitWeaving();
            assertStatuses(app, "X-Expected-Timeout: 60000", 200);
            assertStatuses(app, "X-Expected-Timeout: 1n", 500);
            assertStatuses(app, "X-Expected-Timeout: soon", 200);
            assertThat(RawHttp.get("/plain").with("X-Expected-Timeout: 1n").status(app.awaitPort()))
                    .as("asks nobody")
                    .isEqualTo(200);

            List<ReceivedSpan> spans = sink.awaitSpans(
                    span -> "deadline".equals(span.attributes().get("perf_agent.limit.reason")), 3, SOON);
            assertThat(spans.get(0).attributes()).containsEntry("error.type", "java.net.ConnectException");
            assertThat(app.status()).doesNotContain("problem:");
        }
    }

    @OnEachJdk
    void deadlinesAreNotHeededWhereOutboundCallsAreNotWatched(Jdk jdk) throws IOException {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(jdk, sink, "off")) {
            assertStatuses(app, "X-Other: 1n", 200);
            app.awaitWeaving();
            assertStatuses(app, "X-Other: 1n", 200);
            assertStatuses(app, "X-Expected-Timeout: 1n", 200);
        }
    }
}
