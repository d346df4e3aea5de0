package io.perfagent.it.loaders;

import static io.perfagent.it.Polling.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.boot.Ask;
import io.perfagent.it.boot.InTarget;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes of bundles and modules find the seam, woven late and woven from the cache. */
@OnEachJdk
class BootDelegationIT {
    private final Jdk jdk;

    @TempDir(factory = InTarget.class)
    Path directory;

    BootDelegationIT(Jdk jdk) {
        this.jdk = jdk;
    }

    @ParameterizedTest
    @ValueSource(classes = {FelixApp.class, JbossModulesApp.class})
    void queriesOfAHiddenDatabaseAreSeen(Class<?> main) {
        for (int start = 1; start <= 2; start++) {
            try (OtlpSink sink = OtlpSink.start();
                    AppProcess app = launch(main, sink).start()) {
                String text = "select '" + start + "'";
                assertThat(Ask.ask(app, "hidden", text)).isEqualTo(Integer.toString(start));
                if (start == 1) {
                    app.awaitWeaving();
                    String status = Ask.status(app, "JdbcStatement");
                    assertThat(status).doesNotContain("does not delegate", "failed");
                }
                long deadline = System.nanoTime() + SOON.toNanos();
                while (sink.spans().stream().noneMatch(span -> span.kind().equals("CLIENT"))) {
                    assertThat(System.nanoTime() - deadline)
                            .describedAs("%s%s", Ask.ask(app, "status"), app.output())
                            .isNegative();
                    assertThat(Ask.ask(app, "hidden", text)).isEqualTo(Integer.toString(start));
                }
                if (start == 2) {
                    assertThat(Ask.ask(app, "status")).contains(", 0 refused").doesNotContain("does not delegate");
                    assertThat(Ask.ask(app, "status")).containsPattern("weave cache: [1-9]\\d* hits");
                }
                assertThat(Ask.exit(app)).isZero();
            }
        }
    }

    private AppLaunch launch(Class<?> main, OtlpSink sink) {
        return AppProcess.launch(main)
                .jdk(jdk)
                .agent(AgentJar.perfAgent())
                .dataDir(directory)
                .env("PERF_AGENT_WEAVE", "eager")
                .exportTo(sink);
    }
}
