package io.perfagent.it.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keys that others write, answered from memory while the server tells of changes: never older than is promised (P3). */
@OnEachJdk
class TrackedRedisIT {
    private static final Duration SOON = Duration.ofSeconds(180);
    private static final long ROUND_MILLIS = 9_000;
    private static final Pattern COUNTS =
            Pattern.compile("\\S+ asked=(\\d+) violations=(\\d+) reads=(\\d+) writes=(\\d+) .*");
    private static final Pattern EXPIRING = Pattern.compile("expiring asked=(\\d+) reads=(\\d+) late_ms=(-?\\d+)");

    private static @Nullable GuardedRedis redis;
    private static int port;

    private final Jdk jdk;

    TrackedRedisIT(Jdk jdk) {
        this.jdk = jdk;
    }

    @BeforeAll
    static void startRedis() {
        redis = GuardedRedis.start();
        port = redis.port();
    }

    @AfterAll
    static void stopRedis() {
        if (redis != null) {
            redis.close();
        }
    }

    private AppLaunch launch(String client) {
        return AppProcess.launch(TrackedRedisApp.class)
                .jdk(jdk)
                .arguments(
                        Integer.toString(port),
                        GuardedRedis.PASSWORD,
                        Long.toString(System.nanoTime()),
                        Long.toString(ROUND_MILLIS),
                        client)
                .agent(AgentJar.perfAgent())
                .jvm("-Xmx256m")
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none")
                .env("PERF_AGENT_WEAVE", "eager")
                .env("PERF_AGENT_CACHE", "on")
                .env("PERF_AGENT_CACHE_RULES", "redis:item:*=tracked,ttl=60s")
                .allowAgentLine("perf-agent: .*cache.*");
    }

    private static Matcher counts(AppProcess app, String round) {
        String line = app.awaitLine(each -> each.startsWith(round + " "), SOON);
        Matcher counts = COUNTS.matcher(line);
        assertThat(counts.matches()).as(line).isTrue();
        return counts;
    }

    private static long number(Matcher counts, int group) {
        return Long.parseLong(counts.group(group));
    }

    @Test
    void whatOthersWriteIsSeenWithinTheBoundByJedis() {
        assertSeenWithinTheBound("jedis");
    }

    @Test
    void whatOthersWriteIsSeenWithinTheBoundByLettuce() {
        assertSeenWithinTheBound("lettuce");
    }

    private void assertSeenWithinTheBound(String client) {
        try (AppProcess app =
                launch(client).warmStart(first -> first.awaitLine(line -> line.equals("started"), SOON))) {
            app.awaitLine(line -> line.endsWith("127.0.0.1:" + port + " is live"), SOON);
            Matcher calm = counts(app, "calm");
            assertThat(number(calm, 2)).as("%s", calm.group()).isZero();
            assertThat(number(calm, 4)).as("%s", calm.group()).isGreaterThan(100);
            assertThat(number(calm, 1)).as("%s", calm.group()).isLessThan(number(calm, 3) / 2);

            Matcher expiring = EXPIRING.matcher(app.awaitLine(line -> line.startsWith("expiring "), SOON));
            assertThat(expiring.matches()).isTrue();
            assertThat(number(expiring, 1)).as(expiring.group()).isLessThan(number(expiring, 2) / 2);
            assertThat(number(expiring, 3)).as(expiring.group()).isLessThan(TrackedRedis.BOUND_NANOS / 1_000_000);

            Matcher troubled = counts(app, "troubled");
            assertThat(number(troubled, 2)).as("%s", troubled.group()).isZero();
            assertThat(number(troubled, 4)).as("%s", troubled.group()).isGreaterThan(20);

            app.awaitExit(SOON);
            assertThat(app.output()).doesNotContain(GuardedRedis.PASSWORD);
        }
    }
}
