package io.perfagent.it.boot;

import static io.perfagent.it.Polling.SOON;
import static io.perfagent.it.boot.Ask.agentLines;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.fixture.TalkingFixture;
import io.perfagent.it.fixture.TomcatFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attaching to a JVM that runs, and asking it for its status. */
@OnEachJdk
class AttachIT {
    private final Jdk jdk;

    @TempDir(factory = InTarget.class)
    Path directory;

    AttachIT(Jdk jdk) {
        this.jdk = jdk;
    }

    @Test
    void aRunningTomcatIsSeenFromThenOn() {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = AppProcess.launch(TomcatFixture.class)
                        .classPath(Libraries.serverOfTests("netty-", "reactor-", "spring-", "undertow-"))
                        .jdk(jdk)
                        .dataDir(directory)
                        .exportTo(sink)
                        .start()) {
            int port = app.awaitPort();
            assertThat(Ask.get(port, "/plain")).isEqualTo("hello GET");
            assertThat(Ask.get(port, "/h2/literal")).isNotEmpty();

            ToolRun attach = tool("attach", Long.toString(app.pid()));
            assertThat(attach.exit()).describedAs(attach.output()).isZero();
            assertThat(attach.output()).contains("running in " + app.pid(), "print a warning of their own");
            app.awaitWeaving();

            assertThat(Ask.get(port, "/items/7")).endsWith("GET");
            assertThat(Ask.get(port, "/h2/literal")).isNotEmpty();
            sink.awaitSpans(
                    span -> span.kind().equals("SERVER") && "/items/7".equals(span.attribute("url.path")), 1, SOON);
            sink.awaitSpans(span -> span.kind().equals("CLIENT") && span.name().startsWith("SELECT"), 1, SOON);

            ToolRun again = tool("attach", Long.toString(app.pid()));
            assertThat(again.exit()).describedAs(again.output()).isZero();
            assertThat(again.output()).contains("already running");
            assertThat(agentLines(app)).isEmpty();
            int before = sink.spans().size();
            Ask.get(port, "/items/8");
            sink.awaitSpans(span -> "/items/8".equals(span.attribute("url.path")), 1, SOON);
            assertThat(sink.spans()).hasSize(before + 1); // woven once

            ToolRun status = tool("status", Long.toString(app.pid()));
            assertThat(status.exit()).describedAs(status.output()).isZero();
            assertThat(status.output())
                    .contains(
                            ", recording",
                            "CoyoteAdapter",
                            "JdbcStatement",
                            "weave cache: ",
                            "sent: ",
                            "cpu of our threads");

            assertThat(app.stop()).isEqualTo(143);
            ToolRun gone = tool("status", Long.toString(app.pid()));
            assertThat(gone.exit()).isEqualTo(1);
            assertThat(gone.output()).contains("no agent answers for process " + app.pid());
        }
    }

    @Test
    void jmxShowsTheSameReport() {
        try (AppProcess app = AppProcess.launch(CommandApp.class)
                .classPath(Jars.ofCommandApp())
                .jdk(jdk)
                .agent(AgentJar.perfAgent())
                .dataDir(directory)
                .env("PERF_AGENT_WEAVE", "eager")
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none")
                .start()) {
            Ask.ask(app, "query");
            Ask.status(app, "JdbcStatement");

            ToolRun status = tool("status", Long.toString(app.pid()));
            assertThat(status.exit()).describedAs(status.output()).isZero();
            assertThat(jdbcLine(Ask.ask(app, "status")))
                    .contains("JdbcStatement")
                    .startsWith(jdbcLine(status.output())); // a moment later it may list more
        }
    }

    @Test
    void whatCannotBeAttachedToIsAReasonAndStatusOne() throws IOException {
        Process sleeping = new ProcessBuilder("sleep", "60").start();
        try (AppProcess closed = AppProcess.launch(TalkingFixture.class)
                        .jdk(jdk)
                        .jvm("-XX:+DisableAttachMechanism")
                        .start();
                AppProcess off = AppProcess.launch(TalkingFixture.class)
                        .jdk(jdk)
                        .env("OTEL_JAVAAGENT_ENABLED", "false")
                        .start()) {
            closed.awaitPort();
            off.awaitPort();
            assertRefused("attach", Long.toString(off.pid()), "loaded in " + off.pid() + ", but stays out");
            assertRefused("attach", Long.toString(off.pid()), "loaded in " + off.pid() + ", but stays out");
            assertRefused("attach", Long.toString(sleeping.pid()), "cannot attach to " + sleeping.pid());
            assertRefused("attach", Long.toString(closed.pid()), "cannot attach to " + closed.pid());
            assertRefused("attach", "4194303", "cannot attach to 4194303");
            assertRefused("attach", "mine", "'mine' is no process id");
            assertRefused("status", Long.toString(sleeping.pid()), "no agent answers");
            assertThat(sleeping.isAlive()).isTrue();
            assertThat(closed.stop()).isEqualTo(143);
        } finally {
            sleeping.destroyForcibly();
        }
    }

    private static String jdbcLine(String status) {
        return status.lines()
                .filter(line -> line.startsWith("  jdbc:"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(status));
    }

    private void assertRefused(String command, String pid, String reason) {
        ToolRun run = tool(command, pid);

        assertThat(run.exit()).describedAs(run.output()).isEqualTo(1);
        assertThat(run.output()).contains(reason).doesNotContain("\tat ");
    }

    private ToolRun tool(String... arguments) {
        return ToolRun.agentCommand(jdk, Map.of("PERF_AGENT_DATA_DIR", directory.toString()), arguments);
    }
}
