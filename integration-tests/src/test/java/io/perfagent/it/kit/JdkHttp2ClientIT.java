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
import io.perfagent.it.boot.Jars;
import io.perfagent.it.boot.ToolRun;
import io.perfagent.it.fixture.Http2CallApp;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.junit.jupiter.api.io.TempDir;

/**
 * The JDK's client with a server of HTTP/2: the call that upgrades to it, one that begins in it, and one over TLS; and its older one
 * over TLS, which is told to connect first.
 */
class JdkHttp2ClientIT {
    private static final String PASSWORD = "changeit";

    @TempDir(factory = InTarget.class)
    Path directory;

    @OnEachJdk
    void callsInHttp2HaveSpansAndCarryTheContext(Jdk jdk) throws LifecycleException {
        List<String> received = new CopyOnWriteArrayList<>();
        Path keys = keys(jdk);
        Tomcat server = server(received);
        Connector secure = secure(keys);
        server.getService().addConnector(secure);
        server.start();
        String url = "http://localhost:" + server.getConnector().getLocalPort();
        String secureUrl = "https://localhost:" + secure.getLocalPort();
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = AppProcess.launch(Http2CallApp.class)
                        .classPath(Jars.ofCommandApp())
                        .jdk(jdk)
                        .agent(AgentJar.perfAgent())
                        .property("javax.net.ssl.trustStore", keys)
                        .property("javax.net.ssl.trustStorePassword", PASSWORD)
                        .exportTo(sink)
                        .env("OTEL_INSTRUMENTATION_JAVA_HTTP_SERVER_ENABLED", "false") // which serves the commands
                        .env("PERF_AGENT_WEAVE", "eager")
                        .start()) {
            app.awaitWeaving();
            assertThat(Ask.ask(app, "call", url + "/plain")).isEqualTo("HTTP_2 200");
            assertThat(Ask.ask(app, "call", url + "/teapot")).isEqualTo("HTTP_2 418");
            assertThat(Ask.ask(app, "call", secureUrl + "/plain")).isEqualTo("HTTP_2 200");
            assertThat(Ask.ask(app, "connected", secureUrl + "/plain")).isEqualTo("200");
            assertThat(Ask.exit(app)).isZero();

            List<ReceivedSpan> spans = sink.awaitSpans(span -> true, 4, Duration.ofSeconds(20));
            assertThat(spans).hasSize(4).allSatisfy(span -> {
                assertThat(span.kind()).isEqualTo("CLIENT");
                assertThat(span.name()).isEqualTo("GET");
            });
            assertThat(spans)
                    .extracting(span -> span.attribute("url.full") + " " + span.attribute("http.response.status_code")
                            + " " + span.attribute("network.protocol.version"))
                    .containsExactly(
                            url + "/plain 200 2",
                            url + "/teapot 418 2",
                            secureUrl + "/plain 200 2",
                            secureUrl + "/plain 200 1.1");
            assertThat(received)
                    .containsExactlyElementsOf(spans.stream()
                            .map(span -> "00-" + span.traceId() + "-" + span.spanId() + "-03")
                            .toList());
        } finally {
            server.stop();
            server.destroy();
        }
    }

    /** A key and its certificate for {@code localhost}, for the server to show and the client to trust. */
    private Path keys(Jdk jdk) {
        Path keys = directory.resolve("keys-" + jdk.feature() + ".p12");
        List<String> command = List.of(
                jdk.tool("keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD);
        ToolRun made = ToolRun.of(command, directory, Map.of());
        assertThat(made.exit()).describedAs(made.output()).isZero();
        return keys;
    }

    private static Connector secure(Path keys) {
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setSecure(true);
        connector.setScheme("https");
        connector.setProperty("SSLEnabled", "true");
        SSLHostConfig host = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystoreFile(keys.toString());
        certificate.setCertificateKeystorePassword(PASSWORD);
        host.addCertificate(certificate);
        connector.addSslHostConfig(host);
        connector.addUpgradeProtocol(new Http2Protocol());
        return connector;
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
