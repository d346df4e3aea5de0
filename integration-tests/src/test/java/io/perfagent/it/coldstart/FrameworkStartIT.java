package io.perfagent.it.coldstart;

import static io.perfagent.it.Polling.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.Servers;
import io.perfagent.it.boot.InTarget;
import io.perfagent.it.boot.Jars;
import io.perfagent.it.fixture.JettyFixture;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Starts of frameworks and servers other than Spring's and Tomcat: what they are made of, and by whose word they are ready. */
@OnEachJdk
class FrameworkStartIT {
    private static final Path QUARKUS = Path.of("../sample-apps/quarkus/target/quarkus-app/quarkus-run.jar");

    private static final String HELLO = "/hello/world";
    private static final String WORLD = "hello world";

    private static final String MICRONAUT = """
            package app;
            import io.micronaut.http.MediaType;
            import io.micronaut.http.annotation.*;
            import io.micronaut.runtime.Micronaut;
            import io.micronaut.runtime.server.EmbeddedServer;
            import jakarta.inject.Singleton;
            public class Main {
                public static void main(String[] arguments) {
                    var context = Micronaut.run(Main.class, arguments);
                    System.out.println("listening on " + context.getBean(EmbeddedServer.class).getPort());
                }
            }
            @Singleton
            class Greeter {
                String greet(String name) {
                    return "hello " + name;
                }
            }
            @Controller
            class Greetings {
                private final Greeter greeter;
                Greetings(Greeter greeter) {
                    this.greeter = greeter;
                }
                @Get(uri = "/hello/{name}", produces = MediaType.TEXT_PLAIN)
                String hello(String name) {
                    return greeter.greet(name);
                }
            }
            @io.micronaut.context.annotation.Context
            class Eager {
                Eager(Greeter greeter) {}
            }
            """;

    private static final String HELIDON = """
            package app;
            import io.helidon.webserver.WebServer;
            public class Main {
                public static void main(String[] arguments) {
                    WebServer server = WebServer.builder()
                            .host("127.0.0.1")
                            .port(0)
                            .routing(routing -> routing.get("/hello/{name}", (request, response) ->
                                    response.send("hello " + request.path().pathParameters().get("name"))))
                            .build()
                            .start();
                    System.out.println("listening on " + server.port());
                }
            }
            """;

    private final Jdk jdk;
    private final OtlpSink sink = OtlpSink.start();

    @TempDir(factory = InTarget.class, cleanup = CleanupMode.ALWAYS)
    Path directory;

    FrameworkStartIT(Jdk jdk) {
        this.jdk = jdk;
    }

    @AfterEach
    void closeSink() {
        sink.close();
    }

    private AppLaunch launch(Path jar, List<Path> libraries) {
        String classPath = Stream.concat(Stream.of(jar), libraries.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        return AppProcess.launch("app.Main").classPath(classPath);
    }

    /** By a client that knows where an answer ends: Helidon leaves a connection open that it has said it would close. */
    private static String get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(SOON)
                .build();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /**
     * Starts it twice, asks it for something, and returns the report of the second start.
     *
     * @param port that it listens on; 0 if it tells
     * @param path whose answer is {@code answer}
     * @param seen whether its server is one that is woven
     */
    private FrameworkStart startTwice(AppLaunch launch, int port, String path, String answer, boolean seen)
            throws IOException, InterruptedException {
        launch.jdk(jdk)
                .jvm("-Xmx128m", "-XX:TieredStopAtLevel=1")
                .agent(AgentJar.perfAgent())
                .dataDir(directory.resolve("data"))
                .env("OTEL_SERVICE_NAME", "framework")
                .env("PERF_AGENT_WEAVE_DELAY", "500ms")
                .exportTo(sink);
        for (int i = 0; i < 2; i++) {
            try (AppProcess app = launch.start()) {
                int listening = port > 0 ? port : app.awaitPort();
                if (port > 0) {
                    app.awaitLine(line -> line.contains("Listening on: "), SOON);
                }
                assertThat(get(listening, path)).isEqualTo(answer);
                app.status(); // once the agent answers, a start is told of, however soon it ends
                if (i == 0) {
                    app.awaitWeaving();
                    assertThat(get(listening, path)).isEqualTo(answer);
                } else if (seen) {
                    sink.awaitSpans(span -> span.kind().equals("SERVER"), 1, SOON);
                }
                app.stop();
            }
            sink.clear(); // what the first one sends at its end is not the second's
        }
        return FrameworkStart.of(jdk, directory.resolve("data"), "framework");
    }

    @Test
    void micronaut() throws IOException, InterruptedException {
        List<Path> libraries = Libraries.jars("micronaut");
        Path jar = Jars.compile(
                jdk,
                directory.resolve("app.jar"),
                "app.Main",
                MICRONAUT,
                Libraries.jars("micronaut-processor"),
                libraries);
        FrameworkStart report = startTwice(
                launch(jar, libraries).property("micronaut.server.port", -1).env("MICRONAUT_SERVER_HOST", "127.0.0.1"),
                0,
                HELLO,
                WORLD,
                true);

        assertThat(report.readySignal()).isEqualTo("Micronaut");
        report.assertTakenApart(List.of("agent done to main", "main to listening", "listening to ready"))
                .assertReached("listening", "ready")
                .assertReached("ready", "first response")
                .assertNested(
                        "phase:Micronaut.start",
                        "phase:DefaultApplicationContext.start",
                        "bean:app.Eager",
                        "bean:app.Greeter")
                .assertNested("phase:Micronaut.start", "phase:NettyHttpServer.start");
    }

    @Test
    void helidon() throws IOException, InterruptedException {
        assumeTrue(jdk.feature() >= 21, "Helidon 4 needs Java 21");
        List<Path> libraries = Libraries.jars("helidon");
        Path jar = Jars.compile(jdk, directory.resolve("app.jar"), "app.Main", HELIDON, List.of(), libraries);
        FrameworkStart report = startTwice(launch(jar, libraries), 0, HELLO, WORLD, false);

        assertThat(report.readySignal()).isEqualTo("Helidon");
        report.assertTakenApart(List.of("agent done to main", "main to listening", "listening to ready"))
                .assertReached("listening", "ready")
                .assertReached("ready", "first response")
                .assertNested("phase:WebServer", "bean:io.helidon.webserver.")
                .assertNested("phase:WebServer.start")
                .assertNested("phase:ServerListener.start");
    }

    @Test
    void quarkus() throws IOException, InterruptedException {
        assertThat(QUARKUS).as("what the build of sample-apps/quarkus makes").exists();
        int port = Servers.unusedPort();
        FrameworkStart report = startTwice(
                AppProcess.launch(QUARKUS).env("QUARKUS_HTTP_PORT", Integer.toString(port)), port, HELLO, WORLD, true);

        assertThat(report.readySignal()).isEqualTo("Quarkus");
        report.assertTakenApart(List.of("agent done to main", "main to listening", "listening to ready"))
                .assertReached("listening", "first response")
                .assertNested("phase:ArcProcessor.")
                .assertNested("phase:Application.start", "phase:VertxHttpProcessor.openSocket")
                .assertNested("phase:Application.start", "bean:io.perfagent.sample.quarkus.Greeter");
    }

    @Test
    void jetty() throws IOException, InterruptedException {
        AppLaunch launch =
                AppProcess.launch(JettyFixture.class).classPath(Libraries.classPath("jetty-12.0", "tomcat-embed-core"));
        FrameworkStart report = startTwice(launch, 0, "/plain", "hello GET", true);

        assertThat(report.readySignal()).isEqualTo("Jetty");
        report.assertTakenApart(List.of("agent done to main", "main to listening", "listening to ready"))
                .assertReached("listening", "ready")
                .assertNested("phase:Jetty Server.start");
    }
}
