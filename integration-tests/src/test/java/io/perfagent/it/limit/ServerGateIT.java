package io.perfagent.it.limit;

import static io.perfagent.it.Polling.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Fixture;
import io.perfagent.it.JavaxClasses;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.RawHttp;
import io.perfagent.it.ReceivedMetric;
import io.perfagent.it.ReceivedSpan;
import io.perfagent.it.fixture.JdkServerFixture;
import io.perfagent.it.fixture.JettyFixture;
import io.perfagent.it.fixture.UndertowFixture;
import io.perfagent.it.fixture.UndertowServletFixture;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The gate of each server, shown with static caps of one request at once: the only limit that needs no load to be reached.
 * The adaptive one goes the same way ({@code LimitIT}).
 */
class ServerGateIT {
    private static final String BODY = "try again";

    /** A request whose end is not sent: it is inside, or was answered before. */
    private static final class Held implements AutoCloseable {
        private final Socket socket;

        Held(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(30_000);
            write("POST /slow-read HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\nx");
        }

        private void write(String text) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        boolean isAnswered() throws IOException {
            return socket.getInputStream().available() > 0;
        }

        String finish() throws IOException {
            write("y");
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static RawHttp post() {
        return new RawHttp("POST", "/slow-read", List.of(), List.of("abc"));
    }

    /** Until the agent has woven the server, nobody is held back. */
    private static Held awaitGate(AppProcess app) throws IOException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (true) {
            awaitOk(app, "/slow-read"); // nobody is inside any more
            Held held = new Held(app.awaitPort());
            int rejected = 0;
            for (int i = 0; i < 50; i++) {
                rejected = post().status(app.awaitPort()) == 503 ? rejected + 1 : 0;
                if (rejected == 25 && !held.isAnswered()) {
                    return held;
                }
            }
            held.close(); // it came before the gate, or one of the others was there before it
            assertThat(System.nanoTime() - deadline).describedAs(app.output()).isNegative();
        }
    }

    private static void awaitOk(AppProcess app, String target) throws IOException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (RawHttp.get(target).status(app.awaitPort()) != 200) {
            assertThat(System.nanoTime() - deadline)
                    .describedAs(target + ": a place was lost\n" + app.output())
                    .isNegative();
        }
    }

    /** Of some requests that have a header. */
    private static List<Integer> statuses(int port, String target, String header, int count) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            statuses.add(RawHttp.get(target).with(header).status(port));
        }
        return statuses;
    }

    private static void gate(Fixture fixture, Jdk jdk) throws IOException {
        boolean handlers = fixture.main().equals(UndertowFixture.class.getName());
        boolean servlets = !handlers && !fixture.main().equals(JdkServerFixture.class.getName());
        String blocking = handlers ? "/query" : "/plain"; // what Undertow serves on its IO threads is not held back
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = fixture.launch(1)
                        .jdk(jdk)
                        .agent(AgentJar.perfAgent())
                        .env("PERF_AGENT_WEAVE", "eager")
                        .env("PERF_AGENT_LIMITS_ENDPOINTS", "/slow-read=1,/items/*=1,/forward=1,/async/*=1")
                        .env("PERF_AGENT_LIMITS_KEYS", "address=1000")
                        .env("PERF_AGENT_LIMITS_KEY_RATES", "header:X-Api-Key=0.001:2,cookie:SID=0.001:1")
                        .env("PERF_AGENT_LIMITS_BODY", BODY)
                        .env("PERF_AGENT_LIMITS_HEADERS", "X-Limit=reached")
                        .env("OTEL_METRIC_EXPORT_INTERVAL", "500")
                        .exportTo(sink)
                        .start()) {
            int port = app.awaitPort();
            try (Held held = awaitGate(app)) {
                String answer = post().send(port);
                assertThat(answer)
                        .startsWith("HTTP/1.1 503")
                        .containsPattern("(?i)retry-after: [123]\r\n")
                        .containsIgnoringCase("x-limit: reached\r\n")
                        .endsWith(BODY);
                assertThat(new RawHttp("HEAD", "/slow-read", List.of(), List.of()).send(port))
                        .startsWith("HTTP/1.1 503")
                        .doesNotContain(BODY);
                // Without a body: whether a connection goes on whose body is still on its way is the server's business.
                List<RawHttp> two =
                        List.of(RawHttp.get("/slow-read"), RawHttp.get("/plain").with("Connection: close"));
                assertThat(RawHttp.pipelined(port, two))
                        .describedAs("the connection goes on")
                        .startsWith("HTTP/1.1 503")
                        .contains("HTTP/1.1 200");
                assertThat(held.finish()).startsWith("HTTP/1.1 200").endsWith("2");
            }
            assertThat(statuses(port, blocking, "X-Api-Key: a", 3)).containsExactly(200, 200, 429);
            assertThat(statuses(port, blocking, "X-Api-Key: b", 1)).containsExactly(200);
            assertThat(statuses(port, blocking, "Cookie: theme=dark; SID=1", 2)).containsExactly(200, 429);
            awaitOk(app, "/slow-read");
            for (int i = 0; i < 10; i++) {
                awaitOk(app, "/async/complete");
                awaitOk(app, servlets ? "/forward" : "/items/1");
            }
            if (servlets) {
                awaitOk(app, "/async/dispatch");
            }
            List<ReceivedSpan> spans =
                    sink.awaitSpans(span -> span.attributes().containsKey("perf_agent.limit.reason"), 1, SOON);
            assertThat(spans.get(0).attributes())
                    .containsEntry("perf_agent.limit.reason", "cap")
                    .containsEntry("url.path", "/slow-read");
            assertThat(String.valueOf(spans.get(0).attributes().get("http.response.status_code")))
                    .contains("503");
            List<ReceivedMetric> metrics = sink.awaitMetrics(
                    metric -> metric.name().equals("http.server.request.duration")
                            && metric.pointAttributes().stream()
                                    .anyMatch(point -> "cap".equals(point.get("perf_agent.limit.reason"))),
                    1,
                    SOON);
            assertThat(metrics).isNotEmpty();
            sink.awaitMetrics(metric -> metric.name().equals("perf_agent.limit.rejections"), 1, SOON);
        }
    }

    @OnEachJdk
    void jetty94(Jdk jdk) throws IOException {
        gate(Fixture.JETTY_9, jdk);
    }

    @OnEachJdk
    void jetty11(Jdk jdk) throws IOException {
        gate(
                Fixture.server("jetty-11", JettyFixture.class)
                        .on(() -> Libraries.classPath("jetty-11", "tomcat-embed-core")),
                jdk);
    }

    @OnEachJdk
    void jetty120(Jdk jdk) throws IOException {
        gate(Fixture.JETTY_12, jdk);
    }

    @OnEachJdk
    void jetty121(Jdk jdk) throws IOException {
        gate(
                Fixture.server("jetty-12.1", JettyFixture.class)
                        .on(() -> Libraries.classPath("jetty-12.1", "tomcat-embed-core")),
                jdk);
    }

    @OnEachJdk
    void undertow22(Jdk jdk) throws IOException {
        gate(
                Fixture.server("undertow-2.2", UndertowServletFixture.class)
                        .on(() -> JavaxClasses.directory() + File.pathSeparator + Libraries.classPath("undertow-2.2")),
                jdk);
    }

    @OnEachJdk
    void undertow23(Jdk jdk) throws IOException {
        gate(Fixture.server("undertow", UndertowServletFixture.class), jdk);
    }

    @OnEachJdk
    void undertowHandlers(Jdk jdk) throws IOException {
        gate(Fixture.server("undertow", UndertowFixture.class), jdk);
    }

    @OnEachJdk
    void undertow24Handlers(Jdk jdk) throws IOException {
        gate(
                Fixture.server("undertow-2.4", UndertowFixture.class)
                        .on(() -> Libraries.server("undertow-2.4", "netty-", "reactor-", "spring-")),
                jdk);
    }

    @OnEachJdk
    void jdkServer(Jdk jdk) throws IOException {
        gate(Fixture.server("jdk-server", JdkServerFixture.class), jdk);
    }
}
