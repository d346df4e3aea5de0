package io.perfagent.it.overload;

import static io.perfagent.it.Polling.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.RawHttp;
import io.perfagent.it.ReceivedSpan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** A limit in a running Tomcat: what is turned away, how, and what is not. */
class LimitIT {
    private static final int CLIENTS = 60;

    private static String send(int port, String target) {
        try {
            return RawHttp.get(target).send(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String status(AppProcess app) {
        return send(app.awaitPort(), "/status");
    }

    private static void awaitStatus(AppProcess app, String part) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!status(app).contains(part)) {
            assertThat(System.nanoTime() - deadline)
                    .describedAs(status(app) + app.output())
                    .isNegative();
            Thread.onSpinWait();
        }
    }

    /** Many clients at once, until one of them has an answer that begins so; null if there is none in time. */
    private static String driveUntil(int port, String begin, Duration atMost) {
        AtomicReference<String> found = new AtomicReference<>();
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            Thread thread = new Thread(() -> {
                for (int n = 0; !over.get(); n++) {
                    String answer = send(port, "/health/../db/" + (client * 1000 + n)) /* pretends to be exempt */;
                    if (answer.startsWith(begin)) {
                        found.compareAndSet(null, answer);
                    }
                }
            });
            thread.start();
            clients.add(thread);
        }
        try {
            long deadline = System.nanoTime() + atMost.toNanos();
            while (found.get() == null && System.nanoTime() - deadline < 0) {
                assertThat(send(port, "/static"))
                        .describedAs("what needs no connection")
                        .startsWith("HTTP/1.1 200");
                assertThat(send(port, "/health")).startsWith("HTTP/1.1 200");
            }
        } finally {
            over.set(true);
        }
        try {
            for (Thread thread : clients) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return found.get();
    }

    @OnEachJdk
    void beyondTheLimitRequestsAreTurnedAwayBeforeTheApplicationUntilTheSwitchIsThrown(Jdk jdk) throws IOException {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = AppProcess.launch(PooledService.class)
                        .jdk(jdk)
                        .agent(AgentJar.perfAgent())
                        .property("service.pool", 2)
                        .env("PERF_AGENT_LIMITS", "on")
                        .env("PERF_AGENT_WEAVE", "eager")
                        .exportTo(sink)
                        .allowAgentLine("perf-agent: .*limits.*")
                        .allowAgentLine("perf-agent: adaptations are switched off.*")
                        .start()) {
            int port = app.awaitPort();
            send(port, "/db/1");
            awaitStatus(app, "weave");
            long deadline = System.nanoTime() + SOON.toNanos();
            while (!status(app).contains("1 kept")) {
                send(port, "/db/1");
                assertThat(System.nanoTime() - deadline)
                        .describedAs(status(app))
                        .isNegative();
            }

            String rejected = driveUntil(port, "HTTP/1.1 503", SOON);

            assertThat(rejected).describedAs(status(app)).isNotNull();
            assertThat(rejected)
                    .containsPattern("Retry-After: [123]\r\n")
                    .endsWith("The service is overloaded. Please try again in a moment.\n");
            assertThat(send(port, "/logged").split("\r\n\r\n")[1])
                    .describedAs("the access log")
                    .isNotEqualTo("0");
            List<ReceivedSpan> spans =
                    sink.awaitSpans(span -> span.attributes().containsKey("perf_agent.limit.reason"), 1, SOON);
            assertThat(spans.get(0)
                            .attributes()
                            .get("http.response.status_code")
                            .toString())
                    .contains("503");
            assertThat(status(app)).containsPattern("limit main: \\d+ requests inside, 0 now, 0 wait at the gate");
            assertThat(driveUntil(port, "HTTP/1.1 200", SOON))
                    .describedAs("it still serves")
                    .isNotNull();

            String undone = send(port, "/undo?limits:main");
            assertThat(driveUntil(port, "HTTP/1.1 503", Duration.ofSeconds(3)))
                    .describedAs("after " + undone)
                    .isNull();
            awaitStatus(app, " 0 now, 0 wait at the gate");
        }
    }
}
