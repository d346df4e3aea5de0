package io.perfagent.it.outbound;

import static io.perfagent.it.Polling.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.Relay;
import io.perfagent.it.Servers;
import io.perfagent.it.boot.InTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** A database and a Redis that cannot be reached, can, and cannot again: their pools are not asked meanwhile. */
class OutboundPoolsIT {
    private static final String DATABASE =
            " java.sql.SQLTransientConnectionException: perf-agent: pool shop is not asked";
    private static final String REDIS =
            " redis.clients.jedis.exceptions.JedisConnectionException: perf-agent: localhost:";

    private static final List<String> CLIENTS = List.of("redis", "pooled", "client");

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
                        Integer.toString(redis),
                        "pooled",
                        Integer.toString(redis),
                        "client",
                        Integer.toString(redis))
                .start()) {
            Spoken.awaitAll(app, List.of("database"), 0, DATABASE + " at the moment (circuit_open)");
            Spoken.awaitAll(app, CLIENTS, 0, REDIS + redis + " is not asked at the moment (circuit_open)");
            assertThat(app.status())
                    .contains("  outbound jdbc:shop: circuit ")
                    .contains("  outbound localhost:" + redis + ": circuit ");

            try (Relay toDatabase = new Relay(database, port(url));
                    Relay toRedis = new Relay(redis, Servers.redisPort())) {
                Spoken.awaitAll(app, List.of("database"), 0, " 1");
                Spoken.awaitAll(app, List.of("redis"), 0, " PONG");
                Spoken.awaitAll(app, List.of("pooled", "client"), 0, " false");
            }
            int gone = app.lines().size();
            Spoken.awaitAll(app, List.of("database"), gone, DATABASE);
            Spoken.awaitAll(app, CLIENTS, gone, REDIS);

            Files.createFile(directory.resolve("adapt.off"));
            app.awaitLine(line -> line.contains("adaptations are switched off by the file"), SOON);
            app.awaitLine(
                    line -> line.equals("tick")
                            && Spoken.areMade(app.lines(), List.of("database", "redis", "pooled", "client"), gone),
                    SOON);
            assertThat(app.status().lines().filter(line -> line.startsWith("problem:")))
                    .isEmpty();
        }
    }

    /** At the same time: each waits most of the time. */
    @OnEachJdk
    void otherVersionsOfJedis(Jdk jdk) throws IOException {
        int redis = Servers.unusedPort();
        List<AppProcess> apps = new ArrayList<>();
        try {
            Map<String, String> second =
                    Map.of("jedis-3.0", "redis", "jedis-3", "redis", "jedis-4", "pooled", "jedis-8", "client");
            String port = Integer.toString(redis);
            for (Map.Entry<String, String> version : second.entrySet()) {
                apps.add(launch(jdk, "redis", port, version.getValue(), port)
                        .dataDir(directory.resolve(version.getKey()))
                        .classPath(Libraries.classPath(version.getKey()))
                        .start());
            }
            List<String> ways = List.copyOf(second.values());
            for (int i = 0; i < apps.size(); i++) {
                Spoken.awaitAll(
                        apps.get(i),
                        List.of("redis", ways.get(i)),
                        0,
                        REDIS + redis + " is not asked at the moment (circuit_open)");
            }
            try (Relay toRedis = new Relay(redis, Servers.redisPort())) {
                for (int i = 0; i < apps.size(); i++) {
                    Spoken.awaitAll(apps.get(i), List.of("redis"), 0, " PONG");
                    String other = ways.get(i);
                    Spoken.awaitAll(apps.get(i), List.of(other), 0, other.equals("redis") ? " PONG" : " false");
                }
            }
        } finally {
            for (AppProcess app : apps) {
                app.close();
            }
        }
    }
}
