package io.perfagent.it.cache;

import static io.perfagent.it.Polling.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.Servers;
import io.perfagent.it.boot.InTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A row that is answered from memory is written over a client that is not seen: from its first word on nothing is. */
class UnseenPostgresIT {
    @TempDir(factory = InTarget.class)
    Path directory;

    @OnEachJdk
    void nothingIsServedOnceAnotherClientIsInUse(Jdk jdk) throws IOException {
        Path go = directory.resolve("go");
        String url = Servers.postgresUrl("unseen");
        try (AppProcess app = AppProcess.launch(UnseenPostgresApp.class)
                .jdk(jdk)
                .arguments(url, url.replace("jdbc:postgresql:", "jdbc:pgsql:"), go.toString())
                .classPath(Libraries.classPath("pgjdbc-ng"))
                .agent(AgentJar.perfAgent())
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none")
                .env("PERF_AGENT_WEAVE", "eager")
                .env("PERF_AGENT_CACHE", "on")
                .env("PERF_AGENT_CACHE_RULES", "sql:SELECT unseen=static,key=id")
                .allowAgentLine("perf-agent: cache-.* is .*")
                .allowAgentLine("perf-agent: nothing of postgresql:.* is served from memory any more: .* pgjdbc-ng, .*")
                .warmStart(first -> first.awaitLine(line -> line.equals("read"), SOON))) {
            app.awaitLine(line -> line.equals("read"), SOON);
            Files.createFile(go);
            app.awaitLine(line -> line.equals("done"), SOON);
            String status = app.status();

            assertThat(app.output()).doesNotContain("wrong:");
            assertThat(status)
                    .as("it was served before")
                    .doesNotContain("cache: 0 hits")
                    .contains("also uses pgjdbc-ng, whose writes are not seen")
                    .doesNotContain("problem:");
        }
    }
}
