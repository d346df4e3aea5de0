package io.perfagent.it;

import io.perfagent.it.fixture.JettyFixture;
import io.perfagent.it.fixture.TomcatFixture;
import java.io.File;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * An application made of cases of one or several libraries: its main class prints {@code listening on <port>}.
 *
 * @param name of the fixture; no two have the same
 * @param main its main class
 * @param classPath null for that of the tests; otherwise usually of {@link Libraries}
 * @param shared whether all kits share one process of it; otherwise each test class starts its own
 * @param servers whether it is told where PostgreSQL, Redis and a closed port are
 * @param warmUp what to request so that everything to be woven is loaded and called once
 */
public record Fixture(
        String name,
        String main,
        @Nullable Supplier<String> classPath,
        boolean shared,
        boolean servers,
        List<String> warmUp) {

    /** Tomcat 10.1 with every client library: most kits run in it. */
    public static final Fixture TOMCAT = new Fixture(
            "tomcat",
            TomcatFixture.class.getName(),
            null,
            true,
            true,
            List.of(
                    "/plain",
                    "/items/1",
                    "/async/complete",
                    "/h2/literal",
                    "/h2/prepared",
                    "/h2/batch-statement",
                    "/h2/call",
                    "/h2/error",
                    "/h2/pooled",
                    "/postgres/literal",
                    "/postgres/prepared",
                    "/redis/get",
                    "/redis/pipeline",
                    "/redis/multi",
                    "/redis/pooled",
                    "/client/jdk-get",
                    "/client/jdk-async",
                    "/client/url-get",
                    "/client/url-post",
                    "/executor/execute",
                    "/executor/submit-callable",
                    "/executor/schedule",
                    "/executor/supply-async",
                    "/executor/fork-join"));

    private static final String[] SERVLETS = {
        "/plain", "/items/1", "/fail/exception", "/forward", "/calling", "/async/complete", "/async/dispatch"
    };

    /** What Jetty's servlets do without. */
    public static final String[] WITHOUT_JETTY = {
        "tomcat-", "netty-", "reactor-", "spring-", "undertow-", "h2-", "HikariCP-"
    };

    /** The servlets alone on Jetty 9.4, of the time before Jakarta. */
    public static final Fixture JETTY_9 = server("jetty-9.4", JettyFixture.class, SERVLETS)
            .on(() -> JavaxClasses.directory() + File.pathSeparator + Libraries.server("jetty-9.4", WITHOUT_JETTY));

    /** The servlets alone on Jetty 12.0 with Jakarta EE 10. */
    public static final Fixture JETTY_12 =
            server("jetty-12.0", JettyFixture.class, SERVLETS).on(() -> Libraries.server("jetty-12.0", WITHOUT_JETTY));

    /** Tomcat 10.1, warm for HTTP client libraries: in their newest versions, or those of another class path. */
    public static final Fixture HTTP_CLIENTS = new Fixture(
            "http-clients",
            TomcatFixture.class.getName(),
            null,
            true,
            true,
            List.of(
                    "/plain",
                    "/client/apache4-get",
                    "/client/apache4-minimal",
                    "/client/apache5-get",
                    "/client/apache5-minimal",
                    "/client/apache5async-get",
                    "/client/apache5async-minimal",
                    "/client/apache5async-http2",
                    "/client/okhttp-get",
                    "/client/okhttp-enqueue"));

    /** A server of its own, without databases, on the class path of the tests. */
    public static Fixture server(String name, Class<?> main, String... warmUp) {
        return new Fixture(name, main.getName(), null, false, false, List.of(warmUp));
    }

    /** The same on another class path, which is asked for when the fixture is first started. */
    public Fixture on(Supplier<String> otherClassPath) {
        return new Fixture(name, main, otherClassPath, shared, servers, warmUp);
    }

    /** The same under another name on another class path. */
    public Fixture as(String otherName, Supplier<String> otherClassPath) {
        return new Fixture(otherName, main, otherClassPath, shared, servers, warmUp);
    }

    /** The same, told where PostgreSQL, Redis and a closed port are. */
    public Fixture withServers() {
        return new Fixture(name, main, classPath, shared, true, warmUp);
    }

    /** How it is started. A server that cannot run on this machine is left out, with a line. */
    public AppLaunch launch(int closedPort) {
        AppLaunch launch = AppProcess.launch(main);
        if (classPath != null) {
            launch.classPath(classPath.get());
        }
        if (servers) {
            launch.property("fixture.closed", closedPort);
            ifThere(launch, "fixture.postgres", Servers::postgresUrl);
            ifThere(launch, "fixture.redis", Servers::redisPort);
        }
        return launch;
    }

    private static void ifThere(AppLaunch launch, String property, Supplier<Object> server) {
        try {
            launch.property(property, server.get());
        } catch (TestAbortedException absent) {
            System.err.println(absent.getMessage());
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
