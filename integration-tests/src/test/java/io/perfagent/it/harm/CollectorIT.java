package io.perfagent.it.harm;

import static io.perfagent.it.Polling.SOON;
import static io.perfagent.it.boot.Ask.agentLines;
import static io.perfagent.it.boot.Ask.ask;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpReply;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.Polling;
import io.perfagent.it.Servers;
import io.perfagent.it.boot.Ask;
import io.perfagent.it.boot.CommandApp;
import io.perfagent.it.boot.Jars;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A collector that is not there, slow, refusing or mad: the application does not notice. */
@OnEachJdk
class CollectorIT {
    private static final Duration SHUTDOWN = Duration.ofSeconds(10);
    private static final String TRACES = "/v1/traces";

    private final Jdk jdk;

    CollectorIT(Jdk jdk) {
        this.jdk = jdk;
    }

    /** How a collector may answer. */
    enum Illness {
        TOO_MANY_REQUESTS(OtlpReply.status(429).retryAfter("1")),
        UNAVAILABLE(OtlpReply.status(503)),
        CLOSING(OtlpReply.close()),
        BROKEN(OtlpReply.status(500));

        private final OtlpReply reply;

        Illness(OtlpReply reply) {
            this.reply = reply;
        }
    }

    @Test
    void oneThatAppearsLaterGetsWhatWaitedAndTheCountOfWhatWasLost() {
        int port = Servers.unusedPort();
        try (AppProcess app = launch("http://127.0.0.1:" + port)
                .env("OTEL_BSP_MAX_QUEUE_SIZE", "16")
                .start()) {
            recording(app);
            app.awaitLine(line -> line.startsWith("perf-agent: export:") && line.contains("failed"), SOON);
            for (int i = 0; i < 100; i++) {
                assertThat(ask(app, "query")).isEqualTo("1");
            }
            assertThat(ask(app, "query", "select 'last before'")).isEqualTo("last before");
            assertThat(agentLines(app)).hasSize(1);

            try (OtlpSink sink = OtlpSink.start(port)) {
                app.awaitLine(line -> line.contains("works again, after"), SOON);
                // Of one request the queue may have had room for one span, and not for the other.
                assertThat(sink.awaitSpans(span -> true, 1, SOON)).isNotEmpty();
                Ask.queryUntilSeen(app, sink);
                assertThat(agentLines(app)).hasSize(2);
                int before = sink.spans().size();
                assertThat(ask(app, "query")).isEqualTo("1");
                sink.awaitSpans(span -> true, before + 1, SOON);

                String status = Ask.status(app, ", recording");
                assertThat(dropped(status)).describedAs(status).isPositive();
                assertThat(dropped(status) + sink.spans().size())
                        .describedAs(status)
                        .isGreaterThanOrEqualTo(100);
                assertThat(Ask.exit(app)).isZero();
                assertThat(agentLines(app)).hasSize(2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneThatIsIllIsTriedAgainAndForgotten(Illness illness) {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(sink.endpoint()).start()) {
            recording(app);
            sink.otherwise(illness.reply);
            for (int i = 0; i < 50; i++) {
                assertThat(ask(app, "query")).isEqualTo("1");
            }
            sink.awaitRequests(
                    request -> request.path().equals(TRACES) && request.status() == illness.reply.status(), 1, SOON);
            sink.otherwise(OtlpReply.ok());
            sink.clear();
            assertThat(ask(app, "query")).isEqualTo("1");
            sink.awaitSpans(span -> span.kind().equals("CLIENT"), 1, SOON);

            assertThat(Ask.status(app, ", recording")).contains("sent: ", "lost: ");
            assertThat(sink.faults()).isEmpty();
            assertThat(Ask.exit(app)).isZero();
            assertThat(agentLines(app)).hasSizeLessThanOrEqualTo(4); // fails and works again, for traces and metrics
        }
    }

    @Test
    void oneThatAnswersGarbageIsTakenAtItsStatus() {
        try (OtlpSink sink = OtlpSink.start().otherwise(OtlpReply.garbage());
                AppProcess app = launch(sink.endpoint()).start()) {
            recording(app);
            for (int i = 0; i < 20; i++) {
                assertThat(ask(app, "query")).isEqualTo("1");
            }
            sink.awaitSpans(span -> span.kind().equals("CLIENT"), 20, SOON);
            assertThat(Ask.exit(app)).isZero();
            assertThat(agentLines(app)).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void refusedSpansAreCounted() {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(sink.endpoint()).start()) {
            recording(app);
            sink.next(TRACES, OtlpReply.status(400));
            assertThat(ask(app, "query")).isEqualTo("1");
            sink.awaitRequests(request -> request.status() == 400, 1, SOON);
            sink.next(TRACES, OtlpReply.partial(1, "not that one"));
            assertThat(ask(app, "query")).isEqualTo("1");
            app.awaitLine(line -> line.contains("rejected 1"), SOON);

            String status = Ask.status(app, "lost: ");
            assertThat(lost(status)).describedAs(status).isGreaterThanOrEqualTo(2);
            assertThat(Ask.exit(app)).isZero();
        }
    }

    /** The collector holds every request: neither calls nor the end of the application wait for it. */
    @Test
    void oneThatHangsHoldsUpNothing() {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(sink.endpoint())
                        .env("OTEL_BSP_MAX_QUEUE_SIZE", "64")
                        .start()) {
            recording(app);
            CountDownLatch never = new CountDownLatch(1);
            sink.otherwise(OtlpReply.ok().held(never));
            for (int i = 0; i < 300; i++) { // more than may wait
                assertThat(ask(app, "query")).isEqualTo("1");
            }
            assertThat(dropped(Ask.status(app, ", recording"))).isPositive();

            long start = System.nanoTime();
            assertThat(app.stop()).isEqualTo(143);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHUTDOWN);
            assertThat(agentLines(app)).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void whatIsLeftIsSentAtTheEnd() {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(sink.endpoint())
                        .env("OTEL_BSP_SCHEDULE_DELAY", "1h")
                        .env("OTEL_METRIC_EXPORT_INTERVAL", "1h")
                        .start()) {
            recording(app);
            assertThat(ask(app, "query")).isEqualTo("1");
            assertThat(app.stop()).isEqualTo(143);

            assertThat(sink.spans()).anyMatch(span -> span.kind().equals("CLIENT"));
            assertThat(sink.metrics()).anyMatch(metric -> metric.name().equals("db.client.operation.duration"));
            assertThat(agentLines(app)).isEmpty();
        }
    }

    /** Queries until one is seen: its span waits, was sent, or was lost. */
    private static void recording(AppProcess app) {
        app.awaitWeaving();
        long deadline = System.nanoTime() + SOON.toNanos();
        String status;
        do {
            assertThat(ask(app, "query")).isEqualTo("1");
            status = Ask.status(app, "sent: ");
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("no query is seen\n" + status);
            }
            Polling.rest();
        } while (number(status, "spans: ") + number(status, "sent: ") + dropped(status) == 0);
    }

    private AppLaunch launch(String endpoint) {
        return AppProcess.launch(CommandApp.class)
                .classPath(Jars.ofCommandApp())
                .jdk(jdk)
                .jvm("-Xmx128m")
                .agent(AgentJar.perfAgent())
                .woven()
                .allowAgentLine(".*")
                .env("PERF_AGENT_WEAVE", "eager")
                .env("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
                .env("OTEL_BSP_SCHEDULE_DELAY", "50")
                .env("OTEL_METRIC_EXPORT_INTERVAL", "500")
                .env("OTEL_LOGS_EXPORTER", "none");
    }

    private static long dropped(String status) {
        return number(status, "dropped: ") + lost(status);
    }

    private static long lost(String status) {
        return number(status, "lost: ");
    }

    private static long number(String text, String after) {
        int at = text.indexOf(after) + after.length();
        int end = at;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return Long.parseLong(text.substring(at, end));
    }
}
