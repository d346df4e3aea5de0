package io.perfagent.it.cache;

import static io.perfagent.it.Polling.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.Servers;
import org.junit.jupiter.api.Test;

/** Jedis 3 and Lettuce: their reads are measured and never answered from memory, whatever a rule says. */
@OnEachJdk
class ObservedRedisIT {
    private final Jdk jdk;

    ObservedRedisIT(Jdk jdk) {
        this.jdk = jdk;
    }

    @Test
    void readsAreMeasuredAndNotAnswered() {
        try (AppProcess app = AppProcess.launch(ObservedRedisApp.class)
                .classPath(Libraries.classPath("jedis-3"))
                .jdk(jdk)
                .agent(AgentJar.perfAgent())
                .arguments(Integer.toString(Servers.redisPort()))
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none")
                .env("PERF_AGENT_WEAVE", "eager")
                .env("PERF_AGENT_CACHE", "on")
                .env("PERF_AGENT_CACHE_RULES", "redis:jedis:*=static; redis:lettuce:*=static")
                .allowAgentLine("perf-agent: .*cache.*")
                .warmStart(first -> first.awaitLine(line -> line.equals("started"), SOON))) {
            app.awaitLine(line -> line.equals("done"), SOON);
            String status = app.status();

            assertThat(app.output()).doesNotContain("wrong:");
            assertThat(status)
                    .contains("cache redis:GET jedis:* #")
                    .contains("cache redis:GET lettuce:* #")
                    .contains("cache: 0 hits");
            assertThat(status.lines().filter(line -> line.startsWith("problem:")))
                    .isEmpty();
        }
    }
}
