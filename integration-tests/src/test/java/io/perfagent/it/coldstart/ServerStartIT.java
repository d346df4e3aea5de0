package io.perfagent.it.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.Polling;
import io.perfagent.it.Servers;
import io.perfagent.it.boot.Ask;
import io.perfagent.it.boot.InTarget;
import io.perfagent.it.boot.Jars;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.h2.Driver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Starts without Spring: a war in Tomcat as it is downloaded, and a plain {@code main}. */
@OnEachJdk
class ServerStartIT {
    private static final Duration START = Duration.ofSeconds(60);

    private static final String SERVLET = """
            package app;
            import com.zaxxer.hikari.HikariDataSource;
            import jakarta.servlet.http.*;
            public class Stock extends HttpServlet {
                private final HikariDataSource pool = new HikariDataSource();
                @Override public void init() throws jakarta.servlet.ServletException {
                    pool.setJdbcUrl("jdbc:h2:mem:war");
                    try (var connection = pool.getConnection()) {
                        connection.createStatement().execute("select 1");
                    } catch (java.sql.SQLException e) {
                        throw new jakarta.servlet.ServletException(e);
                    }
                }
                @Override protected void doGet(HttpServletRequest request, HttpServletResponse response)
                        throws java.io.IOException {
                    response.getWriter().print("in stock");
                }
                @Override public void destroy() {
                    pool.close();
                }
            }
            """;

    private static final String DESCRIPTOR = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
              <servlet><servlet-name>stock</servlet-name><servlet-class>app.Stock</servlet-class><load-on-startup>1</load-on-startup></servlet>
              <servlet-mapping><servlet-name>stock</servlet-name><url-pattern>/</url-pattern></servlet-mapping>
            </web-app>
            """;

    private static final String SERVER = """
            <Server port="-1"><Service name="Catalina">
              <Connector port="%d" address="127.0.0.1"/>
              <Engine name="Catalina" defaultHost="localhost"><Host name="localhost" appBase="webapps"/></Engine>
            </Service></Server>
            """;

    /** Opens a pool, says so, and waits to be ended. */
    private static final String MAIN = """
            package app;
            public class Main {
                public static void main(String[] arguments) throws Exception {
                    var pool = new com.zaxxer.hikari.HikariDataSource();
                    pool.setJdbcUrl("jdbc:h2:mem:main");
                    pool.getConnection().close();
                    System.out.println("opened");
                    while (System.in.read() >= 0) {
                    }
                }
            }
            """;

    private final Jdk jdk;

    @TempDir(factory = InTarget.class, cleanup = CleanupMode.ALWAYS)
    Path directory;

    ServerStartIT(Jdk jdk) {
        this.jdk = jdk;
    }

    private static Path home() throws IOException {
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(Path.of("target", "tomcat"))) {
            return versions.iterator().next().toAbsolutePath();
        }
    }

    private static List<Path> libraries() {
        return List.of(
                Jars.origin(HikariDataSource.class), Jars.origin(Driver.class), Jars.origin(org.slf4j.Logger.class));
    }

    private Path war() throws IOException {
        Path classes = Jars.compile(
                directory.resolve("classes.jar"),
                Map.of("app.Stock", SERVLET),
                Map.of(),
                home().resolve("lib/servlet-api.jar").toString(),
                libraries().get(0).toString());
        Path war = directory.resolve("webapps/ROOT.war");
        Files.createDirectories(war.getParent());
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
            add(zip, "WEB-INF/web.xml", DESCRIPTOR.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            add(zip, "WEB-INF/lib/classes.jar", Files.readAllBytes(classes));
            for (Path library : libraries()) {
                add(zip, "WEB-INF/lib/" + library.getFileName(), Files.readAllBytes(library));
            }
        }
        return war;
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private AppLaunch launch(String main, String classPath) {
        return AppProcess.launch(main)
                .jdk(jdk)
                .classPath(classPath)
                .jvm("-Xmx128m")
                .agent(AgentJar.perfAgent())
                .dataDir(directory.resolve("data"))
                .env("OTEL_SERVICE_NAME", "server")
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none");
    }

    @Test
    void aWarInTomcatAsItIsDownloaded() throws IOException, InterruptedException {
        war();
        Path conf = Files.createDirectories(directory.resolve("conf"));
        for (String file : new String[] {"web.xml", "catalina.properties"}) {
            Files.copy(home().resolve("conf").resolve(file), conf.resolve(file));
        }
        for (int i = 0; i < 2; i++) {
            int port = Servers.unusedPort();
            Files.writeString(conf.resolve("server.xml"), String.format(SERVER, port));
            String classPath = home().resolve("bin/bootstrap.jar") + ":" + home().resolve("bin/tomcat-juli.jar");
            try (AppProcess app = launch("org.apache.catalina.startup.Bootstrap", classPath)
                    .property("catalina.home", home())
                    .property("catalina.base", directory)
                    .property("java.io.tmpdir", directory)
                    .arguments("start")
                    .start()) {
                app.awaitLine(line -> line.contains("Server startup in"), START);
                assertThat(Ask.get(port, "/")).isEqualTo("in stock");
                if (i == 0) {
                    app.awaitWeaving();
                }
                app.stop();
            }
        }
        FrameworkStart report = FrameworkStart.of(jdk, directory.resolve("data"), "server")
                .assertTakenApart(List.of("agent done to main"))
                .assertNames(
                        "phase:Tomcat StandardServer.start",
                        "servlet:StandardContext.loadOnStartup",
                        "servlet:app.Stock",
                        "pool:HikariPool");
        assertThat(report.readySignal()).isEqualTo("Tomcat");
    }

    /** The agent opens a process's folder for requests once it takes the application to be ready. */
    private void awaitEndOfStart(AppProcess app) {
        Path folder = app.requestFolder(directory.resolve("data"));
        long deadline = System.nanoTime() + START.toNanos();
        while (!Files.isDirectory(folder)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("the start does not end\n" + app.output());
            }
            Polling.rest();
        }
    }

    @Test
    void aPlainMain() throws IOException, InterruptedException {
        Path jar = Jars.compile(
                directory.resolve("main.jar"),
                Map.of("app.Main", MAIN),
                Map.of(),
                libraries().get(0).toString());
        StringBuilder classPath = new StringBuilder(jar.toString());
        libraries().forEach(library -> classPath.append(':').append(library));
        for (int i = 0; i < 2; i++) {
            try (AppProcess app = launch("app.Main", classPath.toString())
                    .env("PERF_AGENT_WEAVE_DELAY", "500ms")
                    .start()) {
                app.awaitLine(line -> line.equals("opened"), START);
                if (i == 0) {
                    app.awaitWeaving();
                } else {
                    awaitEndOfStart(app);
                }
                app.stop();
            }
        }
        FrameworkStart report = FrameworkStart.of(jdk, directory.resolve("data"), "server")
                .assertTakenApart(List.of("agent done to main", "main to ready"))
                .assertNames("pool:HikariPool", "pool:connection of ");
        assertThat(report.readySignal()).isEqualTo("hardly loads classes any more");
    }
}
