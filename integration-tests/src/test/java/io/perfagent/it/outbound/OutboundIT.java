package io.perfagent.it.outbound;

import static io.perfagent.it.Polling.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A server that goes, comes back, and goes again, called by each client that can be held back. */
class OutboundIT {
    private static final List<String> REFUSED =
            List.of("send", "sendAsync", "connection", "apache", "apacheAsync", "apache4");

    /** It tries a refused connection again, without end in some versions. */
    private static final List<String> OK_HTTP = List.of("okhttp");

    private static final String REFUSED_WITH = " java.net.ConnectException: perf-agent: localhost:";
    private static final String OK_HTTP_WITH = " java.net.SocketTimeoutException: perf-agent: localhost:";

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

    private AppLaunch launch(Jdk jdk, int port, List<String> ways) {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(port)));
        arguments.addAll(ways);
        return AppProcess.launch(OutboundApp.class)
                .jdk(jdk)
                .arguments(arguments.toArray(new String[0]))
                .agent(AgentJar.perfAgent())
                .dataDir(directory)
                .env("PERF_AGENT_OUTBOUND", "on")
                .env("PERF_AGENT_WEAVE", "eager")
                .env("OTEL_METRICS_EXPORTER", "none")
                .allowAgentLine("perf-agent: outbound-.* \\(outbound:localhost:" + port + "\\) is .*");
    }

    private static void awaitHeldBack(AppProcess app, List<String> refused, List<String> okHttp, int from, int port) {
        String why = port + " is not asked at the moment (circuit_open), because";
        Spoken.awaitAll(app, refused, from, REFUSED_WITH + why);
        Spoken.awaitAll(app, okHttp, from, OK_HTTP_WITH + why);
    }

    @OnEachJdk
    void callsAreHeldBackWhileTheHostFailsAndNoLongerOnceItIsBack(Jdk jdk) throws IOException {
        int port = freePort();
        List<String> ways = new ArrayList<>(REFUSED);
        ways.addAll(OK_HTTP);
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(jdk, port, ways)
                        .exportTo(sink)
                        .allowAgentLine("perf-agent: .*adapt\\.off.*")
                        .start()) {
            awaitHeldBack(app, REFUSED, OK_HTTP, 0, port);
            List<ReceivedSpan> spans = sink.awaitSpans(
                    span -> "circuit_open".equals(span.attributes().get("perf_agent.limit.reason")), ways.size(), SOON);
            assertThat(spans)
                    .allSatisfy(span -> assertThat(span.attributes())
                            .containsEntry("server.address", "localhost")
                            .hasEntrySatisfying(
                                    "error.type",
                                    type -> assertThat(type)
                                            .isIn("java.net.ConnectException", "java.net.SocketTimeoutException")));

            HttpServer server = serve(port);
            try {
                Spoken.awaitAll(app, ways, 0, " 200");
            } finally {
                server.stop(0);
            }
            int gone = app.lines().size();
            awaitHeldBack(app, REFUSED, OK_HTTP, gone, port);

            Files.createFile(directory.resolve("adapt.off"));
            app.awaitLine(line -> line.contains("adaptations are switched off by the file"), SOON);
            app.awaitLine(line -> line.equals("tick") && Spoken.areMade(app.lines(), ways, gone), SOON);
            List<String> after = app.lines();
            assertThat(after).noneMatch(line -> line.startsWith("another failure"));
        }
    }

    /** At the same time: each waits most of the time. They have a connection kept when the server goes for the second time. */
    @OnEachJdk
    void otherVersions(Jdk jdk) throws IOException {
        int port = freePort();
        List<String> older = List.of("apache", "apacheAsync", "apache4");
        List<String> all = new ArrayList<>(older);
        all.addAll(OK_HTTP);
        List<AppProcess> apps = new ArrayList<>();
        try {
            apps.add(launch(jdk, port, all)
                    .env("OTEL_TRACES_EXPORTER", "none")
                    .classPath(Libraries.classPath("http-clients-older", "okhttp-jvm"))
                    .start());
            for (String version : List.of("okhttp-3", "okhttp-3.12")) {
                apps.add(launch(jdk, port, OK_HTTP)
                        .env("OTEL_TRACES_EXPORTER", "none")
                        .classPath(Libraries.classPath(version, "okhttp-jvm", "okio-jvm"))
                        .dataDir(directory.resolve(version))
                        .start());
            }
            for (AppProcess app : apps) {
                awaitHeldBack(app, app == apps.get(0) ? older : List.of(), OK_HTTP, 0, port);
            }
            HttpServer server = serve(port);
            try {
                for (AppProcess app : apps) {
                    Spoken.awaitAll(app, app == apps.get(0) ? all : OK_HTTP, 0, " 200");
                }
            } finally {
                server.stop(0);
            }
            List<Integer> gone = new ArrayList<>();
            for (AppProcess app : apps) {
                gone.add(app.lines().size());
            }
            for (int i = 0; i < apps.size(); i++) {
                awaitHeldBack(apps.get(i), i == 0 ? older : List.of(), OK_HTTP, gone.get(i), port);
            }
        } finally {
            for (AppProcess app : apps) {
                app.close();
            }
        }
    }
}
