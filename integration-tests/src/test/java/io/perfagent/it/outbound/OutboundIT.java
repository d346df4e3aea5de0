package io.perfagent.it.outbound;

import static io.perfagent.it.Polling.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.perfagent.it.AgentJar;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.ReceivedSpan;
import io.perfagent.it.boot.InTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A server that goes, comes back, and goes again, called by each client that can be held back. */
class OutboundIT {
    private static final List<String> WAYS = List.of("send", "sendAsync", "connection", "apache");
    private static final String HELD_BACK = " java.net.ConnectException: perf-agent: localhost:";

    @TempDir(factory = InTarget.class)
    Path directory;

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static HttpServer serve(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    @OnEachJdk
    void callsAreHeldBackWhileTheHostFailsAndNoLongerOnceItIsBack(Jdk jdk) throws IOException {
        int port = freePort();
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = AppProcess.launch(OutboundApp.class)
                        .jdk(jdk)
                        .arguments(Integer.toString(port))
                        .agent(AgentJar.perfAgent())
                        .dataDir(directory)
                        .env("PERF_AGENT_OUTBOUND", "on")
                        .env("PERF_AGENT_WEAVE", "eager")
                        .env("OTEL_METRICS_EXPORTER", "none")
                        .exportTo(sink)
                        .allowAgentLine("perf-agent: outbound-.* \\(outbound:localhost:" + port + "\\) is .*")
                        .allowAgentLine("perf-agent: .*adapt\\.off.*")
                        .start()) {
            Spoken.awaitAll(app, WAYS, 0, HELD_BACK + port + " is not asked at the moment (circuit_open), because");
            List<ReceivedSpan> spans = sink.awaitSpans(
                    span -> "circuit_open".equals(span.attributes().get("perf_agent.limit.reason")), WAYS.size(), SOON);
            assertThat(spans.get(0).attributes())
                    .containsEntry("error.type", "java.net.ConnectException")
                    .containsEntry("server.address", "localhost");

            HttpServer server = serve(port);
            try {
                Spoken.awaitAll(app, WAYS, 0, " 200");
            } finally {
                server.stop(0);
            }
            int gone = app.lines().size();
            Spoken.awaitAll(app, WAYS, gone, HELD_BACK);

            Files.createFile(directory.resolve("adapt.off"));
            app.awaitLine(line -> line.contains("adaptations are switched off by the file"), SOON);
            app.awaitLine(line -> line.equals("tick") && Spoken.areMade(app.lines(), WAYS, gone), SOON);
            List<String> after = app.lines();
            assertThat(after).noneMatch(line -> line.startsWith("another failure"));
        }
    }
}
