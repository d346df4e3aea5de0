package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.ReceivedSpan;
import io.perfagent.it.boot.Ask;
import io.perfagent.it.boot.InTarget;
import io.perfagent.it.fixture.Http2CallApp;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's client with a server that accepts the upgrade to HTTP/2: the upgrading call and one that begins in it. */
class JdkHttp2ClientIT {
    @TempDir(factory = InTarget.class)
    Path directory;

    @OnEachJdk
    void callsInHttp2HaveSpansAndCarryTheContext(Jdk jdk) throws LifecycleException {
        List<String> received = new CopyOnWriteArrayList<>();
        Tomcat server = server(received);
        server.start();
        String url = "http://localhost:" + server.getConnector().getLocalPort();
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = AppProcess.launch(Http2CallApp.class)
                        .jdk(jdk)
                        .agent(AgentJar.perfAgent())
                        .exportTo(sink)
                        .env("OTEL_INSTRUMENTATION_JAVA_HTTP_SERVER_ENABLED", "false") // which serves the commands
                        .env("PERF_AGENT_WEAVE", "eager")
                        .start()) {
            app.awaitWeaving();
            assertThat(Ask.ask(app, "call", url + "/plain")).isEqualTo("HTTP_2 200");
            assertThat(Ask.ask(app, "call", url + "/teapot")).isEqualTo("HTTP_2 418");
            assertThat(Ask.exit(app)).isZero();

            List<ReceivedSpan> spans = sink.awaitSpans(span -> true, 2, Duration.ofSeconds(20));
            assertThat(spans).hasSize(2).allSatisfy(span -> {
                assertThat(span.kind()).isEqualTo("CLIENT");
                assertThat(span.name()).isEqualTo("GET");
                assertThat(span.attribute("network.protocol.version")).isEqualTo("2");
            });
            assertThat(spans)
                    .extracting(span -> span.attribute("url.full") + " " + span.attribute("http.response.status_code"))
                    .containsExactly(url + "/plain 200", url + "/teapot 418");
            assertThat(received)
                    .containsExactlyElementsOf(spans.stream()
                            .map(span -> "00-" + span.traceId() + "-" + span.spanId() + "-03")
                            .toList());
        } finally {
            server.stop();
            server.destroy();
        }
    }

    /** Takes note of the {@code traceparent} of each request. */
    private Tomcat server(List<String> received) {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(0);
        tomcat.getConnector().addUpgradeProtocol(new Http2Protocol());
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "all", new HttpServlet() {
            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                received.add(request.getHeader("traceparent"));
                response.setStatus(request.getRequestURI().equals("/teapot") ? 418 : 200);
                response.getWriter().write("answer");
            }
        });
        context.addServletMappingDecoded("/*", "all");
        return tomcat;
    }
}
