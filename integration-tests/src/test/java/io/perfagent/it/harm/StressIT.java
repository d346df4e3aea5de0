package io.perfagent.it.harm;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.boot.Ask;
import io.perfagent.it.boot.Jars;
import java.time.Duration;

/** In a JVM that does little but collect garbage, the agent records less, says so, and goes back afterwards. */
class StressIT {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);

    @OnEachJdk
    void underStressNothingIsRecordedUntilItIsOver(Jdk jdk) {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = AppProcess.launch(StressedApp.class)
                        .classPath(Jars.ofCommandApp())
                        .jdk(jdk)
                        .agent(AgentJar.perfAgent())
                        .woven()
                        .jvm("-XX:+UseSerialGC", "-Xmx64m")
                        .allowAgentLine("perf-agent: (under (heavy )?stress|stress is over).*")
                        .exportTo(sink)
                        .env("PERF_AGENT_WEAVE", "eager")
                        .env("PERF_AGENT_STRESS", "true")
                        .start()) {
            app.awaitWeaving();
            Ask.queryUntilSeen(app, sink);

            assertThat(Ask.ask(app, "collect")).isEqualTo("collecting");
            app.awaitLine(line -> line.startsWith("perf-agent: under heavy stress ("), LONG_ENOUGH);
            assertThat(Ask.ask(app, "query", "select 'paused'")).isEqualTo("paused");

            assertThat(Ask.ask(app, "rest")).isEqualTo("resting");
            app.awaitLine(line -> line.startsWith("perf-agent: stress is over"), LONG_ENOUGH);
            assertThat(Ask.ask(app, "query", "select 'again' from dual")).isEqualTo("again");
            assertThat(Ask.exit(app)).isZero(); // which flushes: no more spans can come

            assertThat(sink.spans())
                    .extracting(span -> span.attribute("db.query.summary"))
                    .contains("select dual");
            assertThat(sink.spans().stream()
                            .filter(span -> span.kind().equals("SERVER"))
                            .map(span -> span.attribute("url.query")))
                    .contains("select+%27again%27+from+dual")
                    .doesNotContain("select+%27paused%27");
        }
    }
}
