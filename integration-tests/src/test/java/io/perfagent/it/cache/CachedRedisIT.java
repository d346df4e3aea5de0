package io.perfagent.it.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.ReceivedMetric;
import io.perfagent.it.Servers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;
import redis.embedded.RedisServer;

/** Jedis and Lettuce with reads answered from memory: the same lines as without an agent, and never an own write overtaken. */
@OnEachJdk
class CachedRedisIT {
    private static final Duration SOON = Duration.ofSeconds(180);
    private static final Pattern COUNTS =
            Pattern.compile("\\w+ asked=(\\d+) violations=(\\d+) reads=(\\d+) writes=(\\d+) .*");
    private static final long CHECKED_MILLIS = 6_000;

    private static @Nullable RedisServer redis;
    private static int port;

    private final Jdk jdk;

    CachedRedisIT(Jdk jdk) {
        this.jdk = jdk;
    }

    /** One of its own: its connections are killed, and its keys removed. */
    @BeforeAll
    static void startRedis() {
        port = Servers.unusedPort();
        try {
            RedisServer server = RedisServer.newRedisServer()
                    .port(port)
                    .setting("bind 127.0.0.1")
                    .build();
            server.start();
            redis = server;
        } catch (IOException | RuntimeException e) {
            throw new TestAbortedException("embedded Redis does not start here: " + e, e);
        }
    }

    @AfterAll
    static void stopRedis() throws IOException {
        if (redis != null) {
            redis.stop();
        }
    }

    private static List<String> battery(AppProcess app) {
        app.awaitLine(line -> line.equals("done"), SOON);
        List<String> lines =
                app.lines().stream().filter(line -> line.startsWith("battery ")).toList();
        assertThat(lines).hasSizeGreaterThan(200);
        return lines;
    }

    private AppLaunch launch(boolean cached, long seed, long millis) {
        return launch(CachedRedisApp.class, cached, seed, millis);
    }

    private AppLaunch launch(Class<?> application, boolean cached, long seed, long millis) {
        return AppProcess.launch(application)
                .jdk(jdk)
                .arguments(
                        Integer.toString(port), Boolean.toString(cached), Long.toString(seed), Long.toString(millis));
    }

    private static AppLaunch withCache(AppLaunch launch) {
        return launch.agent(AgentJar.perfAgent())
                .jvm("-Xmx256m")
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none")
                .env("PERF_AGENT_WEAVE", "eager")
                .env("PERF_AGENT_CACHE", "on")
                .env("PERF_AGENT_CACHE_RULES", "redis:item:*=static,ttl=1h,negative; redis:odd:*=static,ttl=1h")
                .allowAgentLine("perf-agent: .*cache.*");
    }

    /** Woven from the first: what was on its way before would be waited for. */
    private static AppProcess warm(AppLaunch launch) {
        return launch.warmStart(first -> first.awaitLine(line -> line.equals("started"), SOON));
    }

    private static Matcher counts(AppProcess app, String round) {
        String line = app.awaitLine(each -> each.startsWith(round + " "), SOON);
        Matcher counts = COUNTS.matcher(line);
        assertThat(counts.matches()).as(line).isTrue();
        return counts;
    }

    /** The newest count of GETs in the client's metric. */
    private static long measuredGets(OtlpSink sink) {
        long count = 0;
        for (ReceivedMetric metric : sink.metrics()) {
            if (metric.name().equals("db.client.operation.duration")) {
                count = metric.histogramPoints().stream()
                        .filter(point ->
                                "GET".equals(ReceivedMetric.attributes(point).get("db.operation.name")))
                        .mapToLong(HistogramDataPoint::getCount)
                        .sum();
            }
        }
        return count;
    }

    private static long number(Matcher counts, int group) {
        return Long.parseLong(counts.group(group));
    }

    private static void assertSame(AppLaunch plain, AppLaunch cached) {
        List<String> expected;
        try (AppProcess app = plain.start()) {
            expected = battery(app);
        }
        try (AppProcess app = warm(cached)) {
            assertThat(battery(app)).isEqualTo(expected);
        }
    }

    @Test
    void jedis4GivesTheSame() {
        String classPath = Libraries.classPath("jedis-4");
        assertSame(
                launch(false, 0, 0).classPath(classPath),
                withCache(launch(true, 0, 0).classPath(classPath)));
    }

    @Test
    void jedis8GivesTheSame() {
        String classPath = Libraries.classPath("jedis-8");
        assertSame(
                launch(false, 0, 0).classPath(classPath),
                withCache(launch(true, 0, 0).classPath(classPath)));
    }

    @Test
    void jedis7GivesTheSameAndNoOwnWriteIsOvertaken() {
        assertSameAndNeverOvertaken(CachedRedisApp.class);
    }

    @Test
    void lettuceGivesTheSameAndNoOwnWriteIsOvertaken() {
        assertSameAndNeverOvertaken(CachedLettuceApp.class);
    }

    private void assertSameAndNeverOvertaken(Class<?> application) {
        List<String> expected;
        try (AppProcess app = launch(application, false, 0, 0).start()) {
            expected = battery(app);
        }
        long seed = System.nanoTime();
        AppLaunch cached = withCache(launch(application, true, seed, CHECKED_MILLIS));
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = warm(cached.exportTo(sink).env("OTEL_METRICS_EXPORTER", "otlp"))) {
            assertThat(battery(app)).isEqualTo(expected);
            Matcher faulty = counts(app, "faulty");
            assertThat(number(faulty, 2))
                    .as("writes past the agent: %s", faulty)
                    .isPositive();
            for (String round : List.of("calm", "troubled")) {
                Matcher counts = counts(app, round);
                assertThat(number(counts, 2)).as("%s", counts).isZero();
                assertThat(number(counts, 4)).as("%s", counts).isGreaterThan(100);
            }
            Matcher calm = counts(app, "calm");
            assertThat(number(calm, 1)).as("%s", calm).isLessThan(number(calm, 3) * 4 / 5);

            String failures = app.awaitLine(line -> line.startsWith("troubled "), SOON)
                    .replaceFirst(".* failures=(\\d+) .*", "$1");
            String gets = app.awaitLine(line -> line.startsWith("gets "), SOON);
            app.awaitExit(SOON);
            assertThat(measuredGets(sink))
                    .as("a hit is no call of the client")
                    .isPositive()
                    .isLessThanOrEqualTo(Long.parseLong(gets.substring("gets ".length()))
                            + Long.parseLong(failures)
                            + 1); // on a connection that is closed
        }
    }
}
