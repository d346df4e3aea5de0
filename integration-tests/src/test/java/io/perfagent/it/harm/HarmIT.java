package io.perfagent.it.harm;

import static io.perfagent.it.Polling.SOON;
import static io.perfagent.it.boot.Ask.agentLines;
import static io.perfagent.it.boot.Ask.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.RawHttp;
import io.perfagent.it.ReceivedMetric;
import io.perfagent.it.ReceivedSpan;
import io.perfagent.it.boot.Ask;
import io.perfagent.it.boot.CommandApp;
import io.perfagent.it.boot.InTarget;
import io.perfagent.it.boot.Jars;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input and hard times: the application answers under the agent what it answers without. */
@OnEachJdk
class HarmIT {
    private static final int MAX_SETS = 2000;
    private static final String STUB = "package org.mariadb.jdbc; public class Statement"
            + " implements java.util.function.Consumer<String> {"
            + " public boolean execute(String sql) { return sql.isEmpty(); }"
            + " public void accept(String sql) { execute(sql); } }";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final List<String> MALFORMED = List.of(
            "",
            "00",
            "-",
            "----",
            "00-" + TRACE,
            "00-" + TRACE + "-00f067aa0ba902b7",
            "00-" + TRACE + "-00f067aa0ba902b7-",
            "00-" + TRACE + "-00f067aa0ba902b7-1",
            "00-" + TRACE + "-00f067aa0ba902b7-zz",
            "00-" + TRACE + "-00f067aa0ba902b7-01-more",
            "00-" + TRACE.toUpperCase(java.util.Locale.ROOT) + "-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-" + TRACE + "-0000000000000000-01",
            "ff-" + TRACE + "-00f067aa0ba902b7-01",
            "0g-" + TRACE + "-00f067aa0ba902b7-01",
            "00_" + TRACE + "_00f067aa0ba902b7_01",
            "00-" + TRACE.substring(1) + "\u00e9-00f067aa0ba902b7-01",
            "00-" + TRACE + "-00f067aa0ba902b7-01, 00-" + TRACE + "-00f067aa0ba902b7-01",
            "00-".repeat(30_000));

    /** The same for all starts, so that what one has woven is there for the others. */
    @TempDir(factory = InTarget.class)
    static Path directory;

    private static Path stub = Path.of("");

    private final Jdk jdk;

    HarmIT(Jdk jdk) {
        this.jdk = jdk;
    }

    @BeforeAll
    static void makeStub() {
        stub = Jars.compile(directory.resolve("woven.jar"), Map.of(Trials.WOVEN, STUB), Map.of());
    }

    @Test
    void malformedAndHugeHeaders() throws IOException {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = warm(sink)) {
            int port = Ask.port(app);
            for (int i = 0; i < MALFORMED.size(); i++) {
                String answer = RawHttp.get("/hello/" + i, "traceparent: " + MALFORMED.get(i))
                        .send(port);

                assertThat(answer)
                        .describedAs("%s", i)
                        .startsWith("HTTP/1.1 200")
                        .endsWith("hello");
                String path = "/hello/" + i;
                ReceivedSpan span = sink.awaitSpans(each -> path.equals(each.attribute("url.path")), 1, SOON)
                        .get(0);
                assertThat(span.parentId()).describedAs(MALFORMED.get(i)).isEmpty();
                assertThat(span.traceId()).isNotEqualTo(TRACE);
            }
            String large = "x".repeat(100_000);
            for (String name : List.of(
                    "X-Large", "traceparent", "tracestate", "baggage", "User-Agent", "X-Forwarded-For", "Forwarded")) {
                RawHttp request = RawHttp.get("/hello", name + ": " + large);

                assertThat(request.send(port))
                        .describedAs(name)
                        .startsWith("HTTP/1.1 200")
                        .endsWith("hello");
            }
            String valid = "00-" + TRACE + "-00f067aa0ba902b7-01";
            RawHttp many = RawHttp.get("/hello/many", "traceparent: " + valid, "tracestate: " + "a=b,".repeat(25_000));
            assertThat(many.send(port)).endsWith("hello");
            sink.awaitSpans(each -> each.traceId().equals(TRACE), 1, SOON);
            assertThat(app.stop()).isEqualTo(143);
            assertThat(agentLines(app)).isEmpty();
        }
    }

    @Test
    void badSqlIsAnsweredAsWithoutAnAgent() {
        String garbage;
        String huge;
        try (AppProcess app = launch(AgentJar.none()).start()) {
            garbage = get(Ask.port(app), "/garbage");
            huge = get(Ask.port(app), "/huge?1000000");
        }
        assertThat(huge).startsWith("1000000\n");
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = warm(sink)) {
            assertThat(get(Ask.port(app), "/garbage")).isEqualTo(garbage);
            assertThat(get(Ask.port(app), "/huge?1000000")).isEqualTo(huge);
            sink.awaitSpans(span -> span.kind().equals("CLIENT"), 10, SOON);
            assertThat(sink.spans())
                    .allMatch(span ->
                            String.valueOf(span.attribute("db.query.text")).length() < 100_000);
            assertThat(Ask.status(app, ", recording")).doesNotContain("hook failed");
        }
    }

    @Test
    void manyUrlsAndManyTablesAreBounded() throws IOException {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = warm(sink)) {
            int port = Ask.port(app);
            HttpClient client = HttpClient.newHttpClient();
            for (int i = 0; i < 10_000; i++) {
                assertThat(status(client, port, "/hello/" + Integer.toHexString(i * 7919)))
                        .isEqualTo(200);
            }
            for (int i = 0; i < 100; i++) { // left out by a setting
                assertThat(status(client, port, i % 2 == 0 ? "/left-out/" + i : "/health"))
                        .isEqualTo(200);
            }
            assertThat(get(port, "/distinct?10000")).isEqualTo("10000 failed");

            ReceivedMetric queries = sink.awaitMetrics(
                            metric -> metric.name().equals("db.client.operation.duration") && total(metric) >= 10_000,
                            1,
                            SOON)
                    .get(0);
            assertThat(queries.histogramPoints()).hasSizeLessThanOrEqualTo(MAX_SETS + 1);
            assertThat(total(queries)).isBetween(10_000L, 10_010L);
            assertThat(queries.pointAttributes())
                    .filteredOn(set -> Boolean.TRUE.equals(set.get("otel.metric.overflow")))
                    .hasSize(1);
            ReceivedMetric requests = sink.awaitMetrics(
                            metric -> metric.name().equals("http.server.request.duration") && total(metric) >= 10_000,
                            1,
                            SOON)
                    .get(0);
            assertThat(requests.histogramPoints()).hasSizeLessThan(20);
            assertThat(total(requests)).isBetween(10_000L, 10_010L);
            assertThat(sink.spans())
                    .extracting(span -> String.valueOf(span.attribute("url.path")))
                    .anyMatch(path -> path.startsWith("/hello/"))
                    .noneMatch(path -> path.startsWith("/left-out/") || path.equals("/health"));
        }
    }

    private static int status(HttpClient client, int port, String path) throws IOException {
        try {
            URI uri = URI.create("http://127.0.0.1:" + port + path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Test
    void loadersComeAndGo() {
        AppLaunch launch = launch(AgentJar.perfAgent()).jvm("-XX:MaxMetaspaceSize=96m");
        launch.warmUp(first -> get(Ask.port(first), "/loaders?5"));
        try (AppProcess app = launch.start()) {
            // More than fit in the heap and the metaspace at once.
            assertLeft(get(Ask.port(app), "/loaders?10000"));
            assertThat(Ask.status(app, ", recording")).contains("Statement").doesNotContain("failed ");
            assertThat(get(Ask.port(app), "/query")).isEqualTo("1");
        }
    }

    @Test
    void loadersThatNoCacheKnowsComeAndGo() {
        try (AppProcess app = launch(AgentJar.perfAgent())
                .jvm("-XX:MaxMetaspaceSize=96m")
                .env("PERF_AGENT_WEAVE_CACHE", "false")
                .env("PERF_AGENT_WEAVE", "eager")
                .start()) {
            app.awaitWeaving();
            // Those that wait to be woven, or are just being woven, are a few at any moment.
            assertLeft(get(Ask.port(app), "/loaders?10000"));
            assertLeft(get(Ask.port(app), "/loaders?10000"));
            assertThat(get(Ask.port(app), "/query")).isEqualTo("1");
        }
    }

    private static void assertLeft(String left) {
        assertThat(left).matches("\\d+ left");
        assertThat(Integer.parseInt(left.substring(0, left.indexOf(' ')))).isLessThan(600);
    }

    @Test
    void twoThousandThreads() {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = warm(sink)) {
            assertThat(get(Ask.port(app), "/threads?2000")).isEqualTo("2000 done");

            sink.awaitMetrics(
                    metric -> metric.name().equals("db.client.operation.duration") && total(metric) >= 2000, 1, SOON);
            assertThat(Ask.status(app, ", recording")).doesNotContain("hook failed");
        }
    }

    @Test
    void recursionAndExhaustionAreTheApplicationsOwn() {
        String recursion;
        String exhaustion;
        try (AppProcess app = launch(AgentJar.none()).start()) {
            recursion = get(Ask.port(app), "/recurse");
            exhaustion = get(Ask.port(app), "/exhaust");
        }
        assertThat(recursion).isEqualTo("20 overflows, then executed: true");
        assertThat(exhaustion).isEqualTo("3 times out of memory, then executed: true");
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = warm(sink)) {
            int port = Ask.port(app);
            assertThat(get(port, "/recurse")).isEqualTo(recursion);
            assertThat(get(port, "/query/after-overflow")).isEqualTo("1");
            sink.awaitSpans(span -> "/query/after-overflow".equals(span.attribute("url.path")), 1, SOON);

            assertThat(get(port, "/exhaust")).isEqualTo(exhaustion);
            assertThat(get(port, "/query/after-exhaustion")).isEqualTo("1");
            ReceivedSpan server = sink.awaitSpans(
                            span -> "/query/after-exhaustion".equals(span.attribute("url.path")), 1, SOON)
                    .get(0);
            assertThat(server.kind()).isEqualTo("SERVER");
            sink.awaitSpans(span -> span.parentId().equals(server.spanId()), 1, SOON); // the hooks are still there
            assertThat(app.stop()).isEqualTo(143);
        }
    }

    @Test
    void aLibraryWithoutAMemberIsLeftAlone() {
        Path other = Jars.compile(
                directory.resolve("other-" + jdk.feature() + ".jar"),
                Map.of(
                        "redis.clients.jedis.CommandObject",
                        "package redis.clients.jedis; public class CommandObject<T> {}",
                        "redis.clients.jedis.CommandArguments",
                        "package redis.clients.jedis; public class CommandArguments {}",
                        "redis.clients.jedis.Connection",
                        "package redis.clients.jedis; public class Connection {"
                                + " public Object executeCommand(CommandObject<?> c) { return c; }"
                                + " public Object executeCommand(CommandArguments c) { return c; } }"),
                Map.of());
        for (String start : new String[] {"the one that weaves", "one that takes it from the cache"}) {
            try (AppProcess app = AppProcess.launch(CommandApp.class)
                    .classPath(other + ":" + Jars.ofCommandApp())
                    .jdk(jdk)
                    .agent(AgentJar.perfAgent())
                    .dataDir(directory.resolve("other-data-" + jdk.feature()))
                    .env("PERF_AGENT_WEAVE", "eager")
                    .env("OTEL_TRACES_EXPORTER", "none")
                    .env("OTEL_METRICS_EXPORTER", "none")
                    .start()) {
                assertThat(Ask.ask(app, "load", "redis.clients.jedis.Connection"))
                        .isEqualTo("redis.clients.jedis.Connection");
                assertThat(Ask.status(app, "skipped redis.clients.jedis.Connection"))
                        .as(start)
                        .contains("(jedis): this version has no redis.clients.jedis.");
                assertThat(Ask.exit(app)).isZero();
            }
        }
    }

    /** As beside Lettuce, which uses Netty without its HTTP codec. */
    @Test
    void aPartOfALibraryThatIsNotThereIsNotPresentRatherThanSkipped() {
        String netty = Arrays.stream(System.getProperty("java.class.path").split(":"))
                .filter(each -> each.contains("netty-") && !each.contains("netty-codec-http-"))
                .collect(Collectors.joining(":"));
        try (AppProcess app = AppProcess.launch(CommandApp.class)
                .classPath(Jars.ofCommandApp() + ":" + netty)
                .jdk(jdk)
                .agent(AgentJar.perfAgent())
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none")
                .start()) {
            String decoder = "io.netty.handler.codec.ByteToMessageDecoder";
            assertThat(Ask.ask(app, "load", decoder)).isEqualTo(decoder); // before the first pass, which it is part of
            app.awaitWeaving();
            assertThat(Ask.status(app, "not loaded: "))
                    .containsPattern("not loaded: .*\\bnetty\\b")
                    .doesNotContain("skipped");
            assertThat(Ask.exit(app)).isZero();
        }
    }

    @Test
    void aLoaderThatHidesTheSeamIsLeftAlone() {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = warm(sink)) {
            for (int i = 0; i < 2; i++) {
                assertThat(get(Ask.port(app), "/filtering")).isEqualTo("called");
                assertThat(Ask.status(app, "skipped " + Trials.WOVEN))
                        .contains("its class loader does not delegate to the boot loader");
            }
        }
    }

    private static long total(ReceivedMetric metric) {
        Set<Long> starts = new HashSet<>();
        long total = 0;
        for (HistogramDataPoint point : metric.histogramPoints()) {
            total += point.getCount();
            starts.add(point.getStartTimeUnixNano());
        }
        return starts.isEmpty() ? 0 : total;
    }

    /** A start on which the classes of the trials are woven from the first. */
    private AppProcess warm(OtlpSink sink) {
        return launch(AgentJar.perfAgent()).exportTo(sink).warmStart(first -> {
            get(Ask.port(first), "/hello");
            get(Ask.port(first), "/garbage");
            get(Ask.port(first), "/load?" + Trials.WOVEN);
        });
    }

    private AppLaunch launch(AgentJar agent) {
        return AppProcess.launch(HarmApp.class)
                .classPath(Libraries.serverOfTests("netty-", "reactor-", "spring-", "undertow-") + ":" + stub)
                .jdk(jdk)
                .agent(agent)
                .allowAgentLine("perf-agent: export: .*")
                .env("PERF_AGENT_STRESS", "false")
                .env("PERF_AGENT_IGNORE_URLS", "/health,/left-out/*")
                .jvm("-Xmx96m", "-Xss512k");
    }
}
