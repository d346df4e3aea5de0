package io.perfagent.it.outbound;

import static io.perfagent.it.Polling.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.Servers;
import io.perfagent.it.boot.InTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A database and a Redis that cannot be reached, can, and cannot again: their pools are not asked meanwhile. */
class OutboundPoolsIT {
    private static final String DATABASE =
            " java.sql.SQLTransientConnectionException: perf-agent: pool shop is not asked";
    private static final String REDIS =
            " redis.clients.jedis.exceptions.JedisConnectionException: perf-agent: localhost:";

    @TempDir(factory = InTarget.class)
    Path directory;

    private AppLaunch launch(Jdk jdk, String... arguments) {
        return AppProcess.launch(OutboundPoolsApp.class)
                .jdk(jdk)
                .arguments(arguments)
                .agent(AgentJar.perfAgent())
                .dataDir(directory)
                .env("PERF_AGENT_OUTBOUND", "on")
                .env("PERF_AGENT_WEAVE", "eager")
                .env("OTEL_METRICS_EXPORTER", "none")
                .env("OTEL_TRACES_EXPORTER", "none")
                .allowAgentLine("perf-agent: outbound-.* \\(outbound:(localhost:\\d+|jdbc:shop)\\) is .*")
                .allowAgentLine("perf-agent: .*adapt\\.off.*");
    }

    private static int port(String url) {
        String after = url.substring(url.indexOf("localhost:") + "localhost:".length());
        return Integer.parseInt(after.substring(0, after.indexOf('/')));
    }

    @OnEachJdk
    void poolsAreNotAskedWhileTheyCannotConnectAndAreOnceTheyCan(Jdk jdk) throws IOException {
        int database = Servers.unusedPort();
        int redis = Servers.unusedPort();
        String url = Servers.postgresUrl();
        try (AppProcess app = launch(
                        jdk,
                        "database",
                        url.replace("localhost:" + port(url), "localhost:" + database),
                        "redis",
                        Integer.toString(redis))
                .start()) {
            Spoken.awaitAll(app, List.of("database"), 0, DATABASE + " for a connection at the moment (circuit_open)");
            Spoken.awaitAll(app, List.of("redis"), 0, REDIS + redis + " is not asked at the moment (circuit_open)");
            assertThat(app.status())
                    .contains("  outbound jdbc:shop: circuit ")
                    .contains("  outbound localhost:" + redis + ": circuit ");

            try (Relay toDatabase = new Relay(database, port(url));
                    Relay toRedis = new Relay(redis, Servers.redisPort())) {
                Spoken.awaitAll(app, List.of("database"), 0, " 1");
                Spoken.awaitAll(app, List.of("redis"), 0, " PONG");
            }
            int gone = app.lines().size();
            Spoken.awaitAll(app, List.of("database"), gone, DATABASE);
            Spoken.awaitAll(app, List.of("redis"), gone, REDIS);

            Files.createFile(directory.resolve("adapt.off"));
            app.awaitLine(line -> line.contains("adaptations are switched off by the file"), SOON);
            app.awaitLine(
                    line -> line.equals("tick") && Spoken.areMade(app.lines(), List.of("database", "redis"), gone),
                    SOON);
            assertThat(app.status().lines().filter(line -> line.startsWith("problem:")))
                    .isEmpty();
        }
    }

    private void versionOfJedis(Jdk jdk, String library) throws IOException {
        int redis = Servers.unusedPort();
        try (AppProcess app = launch(jdk, "redis", Integer.toString(redis))
                .classPath(Libraries.classPath(library))
                .start()) {
            Spoken.awaitAll(app, List.of("redis"), 0, REDIS + redis + " is not asked at the moment (circuit_open)");
            try (Relay toRedis = new Relay(redis, Servers.redisPort())) {
                Spoken.awaitAll(app, List.of("redis"), 0, " PONG");
            }
        }
    }

    @OnEachJdk
    void jedis30(Jdk jdk) throws IOException {
        versionOfJedis(jdk, "jedis-3.0");
    }

    @OnEachJdk
    void jedis3(Jdk jdk) throws IOException {
        versionOfJedis(jdk, "jedis-3");
    }

    @OnEachJdk
    void jedis4(Jdk jdk) throws IOException {
        versionOfJedis(jdk, "jedis-4");
    }

    @OnEachJdk
    void jedis8(Jdk jdk) throws IOException {
        versionOfJedis(jdk, "jedis-8");
    }
}
