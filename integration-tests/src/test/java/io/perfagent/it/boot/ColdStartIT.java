package io.perfagent.it.boot;

import static io.perfagent.it.boot.Ask.agentLines;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What is seen of a start whose causes are known: that of {@code sample-apps/slow-start}. */
@OnEachJdk
class ColdStartIT {
    private static final Path SLOW_START = Path.of("../sample-apps/slow-start/target/slow-start.jar");
    private static final Duration START = Duration.ofSeconds(90);
    private static final String ANSWER = "100 items from ";

    /** Far away from what any start takes, so that time-outs and order alone are said. */
    private static final String TARGETS =
            "data=3600s of:bean:catalog timeout:100ms;names=3600s of:bean:inventoryClient timeout:3600s;"
                    + "registry=3600s of:bean:lockedRegistry timeout:100ms;"
                    + "settings=3600s of:bean:monitoredSettings timeout:100ms;"
                    + "web=3600s of:bean:homeController after:names timeout:3600s;prices=3600s of:bean:prices timeout:3600s";

    /** Kinds of suggestions that are about what the application does, and not about how it is run. */
    private static final Set<String> OF_THE_APPLICATION =
            Set.of("component", "dns", "lock", "wait", "parallel", "scan", "pool", "service");

    private final Jdk jdk;

    /** The agent's lines of the last start. */
    private List<String> said = List.of();

    @TempDir(factory = InTarget.class, cleanup = CleanupMode.ALWAYS)
    Path directory;

    ColdStartIT(Jdk jdk) {
        this.jdk = jdk;
    }

    /**
     * A start that is not the first. The first start ever, which weaves late and fills the cache, is made once for all tests
     * on a JDK, with nothing to say but that.
     */
    private AppLaunch secondStart() {
        AppLaunch launch = launch();
        launch.warmUp(first -> {
            assertThat(Ask.get(first.awaitPort(), "/")).startsWith(ANSWER);
            assertThat(agentLines(first)).isEmpty();
        });
        return launch;
    }

    @Test
    void theHooksOfAStartAreWovenFromTheSecondStartOn() {
        try (AppProcess second = secondStart()
                .env("PERF_AGENT_SUMMARY", "true")
                .allowAgentLine(".*")
                .arguments("--exit-after-ready")
                .start()) {
            assertThat(second.awaitExit(START)).isZero();
            String said = second.output();
            assertThat(line(said, "spring-start"))
                    .contains("SpringApplication")
                    .contains("SpringApplicationRunListeners")
                    .contains("AbstractApplicationContext")
                    .contains("AbstractAutowireCapableBeanFactory")
                    .contains("ClassPathScanningCandidateComponentProvider");
            assertThat(line(said, "tomcat")).contains("StandardServer").contains("StandardContext");
            assertThat(line(said, "jdk-start"))
                    .contains("InetAddress")
                    .contains("ServiceLoader$ProviderImpl")
                    .contains("Thread")
                    .contains("CountDownLatch")
                    .contains("AbstractQueuedSynchronizer");
            assertThat(line(said, "executors")).contains("FutureTask"); // said of the first that names a class
            assertThat(said).contains(" hits, 0 misses, 0 refused");
            assertThat(said)
                    .doesNotContain("problem:")
                    .doesNotContain("  failed ")
                    .doesNotContain("hook failed");
        }
    }

    /** An ordinary start names each cause but the monitor, whose owner only an analysed start would know. */
    @Test
    void eachPlantedCauseIsFoundRankedAndAttributed() {
        JsonObject report = reportOfSecondStart(true);

        assertThat(report.get("kind").getAsString()).isEqualTo("ordinary");
        assertThat(report.get("ready_signal").getAsString()).isEqualTo("Spring Boot");
        assertThat(critical(report, "bean", "sleepingBean")).isGreaterThanOrEqualTo(250);
        assertThat(critical(report, "bean", "prices"))
                .as("its static initialiser")
                .isGreaterThanOrEqualTo(400);
        assertThat(critical(report, "bean", "searchIndex")).as("sequential").isGreaterThanOrEqualTo(200);
        assertThat(critical(report, "bean", "templateCache")).as("sequential").isGreaterThanOrEqualTo(200);
        assertThat(critical(report, "bean", "monitoredSettings"))
                .as("a monitor")
                .isGreaterThanOrEqualTo(200);
        assertThat(critical(report, "dns", "inventory.slow.example")).isGreaterThanOrEqualTo(250);
        // What another thread did: main waited for it, and it is not main's own time.
        assertThat(waitedFor(report, "registry-refresher")).isGreaterThanOrEqualTo(190);
        assertThat(waitedFor(report, "catalog-loader")).isGreaterThanOrEqualTo(240);
        assertThat(critical(report, "bean", "lockedRegistry")).isLessThan(200);
        assertThat(critical(report, "bean", "catalog")).isLessThan(250);
        assertThat(gain(report, "dns", "inventory.slow.example")).isGreaterThanOrEqualTo(240);
        assertThat(gain(report, "component", "bean sleepingBean")).isGreaterThanOrEqualTo(240);
        assertThat(gain(report, "component", "bean prices"))
                .as("its static initialiser")
                .isGreaterThanOrEqualTo(390);
        assertThat(gain(report, "component", "bean monitoredSettings"))
                .as("a monitor")
                .isGreaterThanOrEqualTo(190);
        assertThat(gain(report, "lock", "bean lockedRegistry")).isGreaterThanOrEqualTo(180);
        assertThat(gain(report, "wait", "bean catalog")).isGreaterThanOrEqualTo(230);
        assertThat(gain(report, "parallel", "bean searchIndex", "bean templateCache"))
                .isGreaterThanOrEqualTo(200);
        assertThat(gain(report, "extract", "java -Djarmode=tools")).isPositive();
        assertThat(gain(report, "archive", "prepare")).isPositive();
        assertThat(report.get("analysed").isJsonNull())
                .as("not measured, and not zero")
                .isTrue();
        assertThat(said)
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "'registry' (essential) still runs",
                                "$NonfairSync that registry-refresher holds at java.lang.Thread")
                        .contains("Cause.sleep"))
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "'settings' (essential) still runs",
                                "it waits for a java.lang.Object that settings-loader holds"));
        assertThat(loaded())
                .as("an ordinary start loads nothing of an analysed one")
                .contains("io.perfagent.start.watch.StartWatch")
                .doesNotContain("AnalysedStart", "LockWatch", "ClassLoadWatch", "perfagent.profile.async");
        // Main waits for a task: it is its thread that is shown.
        assertThat(said)
                .filteredOn(line -> line.contains("'data'"))
                .singleElement()
                .asString()
                .contains("still runs after", "; catalog-loader is in task", "slowstart.Cause.sleep");
        assertThat(said)
                .anySatisfy(line -> assertThat(line).contains("'web' needs 'prices'", "after:prices"))
                .anySatisfy(line -> assertThat(line).contains("'web' is declared to come after 'names'", "had ended"));
    }

    @Test
    void theCleanTwinHasNoneOfTheCauses() {
        JsonObject report = reportOfSecondStart(false);

        // Half of what is planted: a busy machine may make any bean slow, but not that slow.
        assertThat(critical(report, "bean", "sleepingBean")).isLessThan(125);
        assertThat(critical(report, "bean", "prices")).isLessThan(200);
        assertThat(critical(report, "dns", "inventory.slow.example")).isZero();
        assertThat(waitedFor(report, "registry-refresher")).isLessThan(100);
        assertThat(waitedFor(report, "catalog-loader")).isLessThan(125);
        // However busy the machine is: what the application does is not worth a tenth of its start.
        double tenth = report.get("ready_for_request_time").getAsDouble() / 10;
        for (JsonElement one : report.getAsJsonArray("suggestions")) {
            JsonObject suggestion = one.getAsJsonObject();
            if (OF_THE_APPLICATION.contains(suggestion.get("kind").getAsString())) {
                assertThat(suggestion.get("gain").getAsDouble())
                        .as("%s", suggestion)
                        .isLessThan(tenth);
            }
        }
        assertThat(gain(report, "dns", "inventory.slow.example")).isZero();
        assertThat(gain(report, "lock", "")).isZero();
    }

    /** What only an analysed start must find: who held the monitor, which class's initialiser, where it slept; the twin has none. */
    @Test
    void anAnalysedStartNamesOwnersInitialisersAndStacks() throws IOException {
        JsonObject report = analysed(secondStart());

        assertThat(report.get("kind").getAsString()).isEqualTo("analysed");
        JsonObject analysed = report.getAsJsonObject("analysed");
        JsonObject monitor = lockWait(analysed, "settings-loader");
        assertThat(monitor.get("waiter").getAsString()).isEqualTo("main");
        assertThat(monitor.get("time").getAsDouble()).isGreaterThanOrEqualTo(150);
        assertThat(monitor.get("critical").getAsDouble()).isGreaterThanOrEqualTo(150);
        assertThat(monitor.get("waiter_stack").getAsString()).contains("MonitoredSettings.<init>");
        assertThat(monitor.get("owner_stack").getAsString()).contains("Cause.sleep", "MonitoredSettings.load");
        assertThat(lockWait(analysed, "registry-refresher").get("owner_stack").getAsString())
                .contains("Cause.sleep", "LockedRegistry.refresh");
        JsonObject init = named(analysed.getAsJsonArray("static_initialisers"), "class", "PriceTable");
        assertThat(init.get("self").getAsDouble()).isGreaterThanOrEqualTo(300);
        assertThat(init.get("critical").getAsDouble()).isGreaterThanOrEqualTo(300);
        assertThat(waiting(analysed, "bean sleepingBean"))
                .contains("java.lang.Thread.sleep", "Cause.sleep", "SleepingBean.<init>");
        assertThat(waiting(analysed, "bean monitoredSettings")).contains("MonitoredSettings.<init>");
        JsonObject dns = named(analysed.getAsJsonArray("components"), "name", "dns inventory.slow.example");
        assertThat(dns.getAsJsonObject("path_by_samples").get("DNS").getAsDouble())
                .isGreaterThanOrEqualTo(150);
        JsonObject spring = named(analysed.getAsJsonArray("jars"), "name", "spring-core");
        assertThat(spring.get("parsed").getAsInt()).isGreaterThan(100);
        assertThat(spring.get("loading").getAsDouble()).isPositive();
        JsonObject loader = named(analysed.getAsJsonArray("class_loaders"), "name", "springframework.boot.loader");
        assertThat(loader.get("parsed").getAsInt()).isGreaterThan(1000);
        assertThat(gain(report, "static-initialiser", "PriceTable")).isGreaterThanOrEqualTo(300);
        assertThat(gain(report, "lock", "settings-loader", "bean monitoredSettings"))
                .isGreaterThanOrEqualTo(150);
        assertThat(gain(report, "lazy-bean", "sleepingBean"))
                .as("%s %s", analysed.get("beans"), analysed.get("beans_not_measured_because"))
                .isGreaterThanOrEqualTo(240);
        assertThat(gain(report, "lazy-bean", "catalog"))
                .as("given to the controller")
                .isZero();

        JsonObject twin = analysed(launch().property("slow-start.causes", false));

        for (JsonElement one : twin.getAsJsonObject("analysed").getAsJsonArray("lock_waits")) {
            assertThat(one.getAsJsonObject().get("owner").getAsString())
                    .isNotIn("settings-loader", "registry-refresher");
        }
        assertThat(gain(twin, "static-initialiser", "PriceTable")).isZero();
        assertThat(gain(twin, "lock", "")).isZero();
        assertThat(gain(twin, "lazy-bean", "")).isZero();

        for (Path library : libraries()) {
            Files.write(library, new byte[] {1, 2, 3});
        }
        JsonObject without =
                analysed(launch().allowAgentLine("perf-agent: the start is analysed without stacks.*SHA-256.*"));

        JsonObject part = without.getAsJsonObject("analysed");
        assertThat(part.get("not_sampled_because").getAsString()).contains("SHA-256");
        assertThat(part.get("static_initialisers").isJsonNull()).isTrue();
        assertThat(lockWait(part, "settings-loader").get("measured").getAsBoolean())
                .isFalse();
        assertThat(named(part.getAsJsonArray("jars"), "name", "spring-core")
                        .get("loading")
                        .isJsonNull())
                .isTrue();
    }

    /** Where nothing can be written, an analysed start has neither samples nor classes: one line, and the application starts. */
    @Test
    void aDataDirectoryThatCannotBeWrittenIsOneLine() throws IOException {
        Path file = Files.createFile(directory.resolve("no-directory"));
        try (AppProcess app = launch().dataDir(file)
                .env("PERF_AGENT_STARTUP", "analyse")
                .allowAgentLine(".*")
                .property("slow-start.causes", false)
                .start()) {
            assertThat(Ask.get(app.awaitPort(), "/")).startsWith(ANSWER);
            app.stop();
            assertThat(agentLines(app))
                    .filteredOn(line -> line.contains("the start is analysed without"))
                    .singleElement()
                    .asString()
                    .contains("stacks, static initialisers and I/O", "classes by jar and loader", file.toString());
        }
    }

    /** The classes that the last start has loaded, as the JVM has logged them. */
    private String loaded() {
        try {
            return Files.readString(directory.resolve("loaded"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> libraries() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("native"))) {
            List<Path> found = files.toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    private JsonObject analysed(AppLaunch launch) {
        try (AppProcess app = launch.env("PERF_AGENT_STARTUP", "analyse").start()) {
            assertThat(Ask.get(app.awaitPort(), "/")).startsWith(ANSWER);
            app.stop();
            assertThat(app.unexpectedAgentLines()).isEmpty();
        }
        return report();
    }

    private static JsonObject lockWait(JsonObject analysed, String owner) {
        return named(analysed.getAsJsonArray("lock_waits"), "owner", owner);
    }

    /** The stacks on which a component waited. */
    private static String waiting(JsonObject analysed, String component) {
        return named(analysed.getAsJsonArray("components"), "name", component)
                .getAsJsonArray("longest_waiting")
                .toString();
    }

    /** The first whose property holds a text. */
    private static JsonObject named(JsonArray all, String property, String text) {
        for (JsonElement one : all) {
            if (one.getAsJsonObject().get(property).getAsString().contains(text)) {
                return one.getAsJsonObject();
            }
        }
        throw new AssertionError("no " + property + " '" + text + "' in " + all);
    }

    private JsonObject reportOfSecondStart(boolean causes) {
        AppLaunch launch = secondStart()
                .property("slow-start.causes", causes)
                .jvm("-Xlog:class+load:file=" + directory.resolve("loaded") + ":none:filecount=0")
                .env("PERF_AGENT_STARTUP_TARGETS", TARGETS)
                .env("PERF_AGENT_STARTUP_STRICT", "true")
                .allowAgentLine("perf-agent: start phase .*");
        try (AppProcess app = launch.start()) {
            // The twin without causes is the same application: nothing but their absence may make a difference.
            assertThat(Ask.get(app.awaitPort(), "/")).startsWith(ANSWER).endsWith(causes ? "" : " 2");
            app.stop();
            assertThat(app.unexpectedAgentLines()).isEmpty();
            said = agentLines(app);
        }
        return report();
    }

    private JsonObject report() {
        ToolRun json = ToolRun.agentCommand(
                jdk, Map.of("PERF_AGENT_DATA_DIR", directory.toString()), "startup", "report", "--json");
        assertThat(json.exit()).describedAs(json.output()).isZero();
        return JsonParser.parseString(json.output()).getAsJsonObject();
    }

    /** Milliseconds that a suggestion is worth whose advice holds all these words; 0 if there is none. */
    private static double gain(JsonObject report, String kind, String... words) {
        for (JsonElement one : report.getAsJsonArray("suggestions")) {
            JsonObject suggestion = one.getAsJsonObject();
            String advice = suggestion.get("advice").getAsString();
            if (suggestion.get("kind").getAsString().equals(kind)
                    && List.of(words).stream().allMatch(advice::contains)) {
                return suggestion.get("gain").getAsDouble();
            }
        }
        return 0;
    }

    /** Milliseconds of a component's own that lie on the critical path; 0 if there is no such component. */
    private static double critical(JsonObject report, String kind, String name) {
        for (JsonElement one : report.getAsJsonArray("components")) {
            JsonObject component = one.getAsJsonObject();
            if (component.get("kind").getAsString().equals(kind)
                    && component.get("name").getAsString().equals(name)) {
                return component.get("critical").getAsDouble();
            }
        }
        return 0;
    }

    /** Milliseconds of a thread's work that lie on the critical path. */
    private static double waitedFor(JsonObject report, String thread) {
        double sum = 0;
        for (JsonElement one : report.getAsJsonArray("timeline")) {
            JsonObject piece = one.getAsJsonObject();
            sum += piece.get("thread").getAsString().equals(thread)
                    ? piece.get("critical").getAsDouble()
                    : 0;
        }
        return sum;
    }

    private AppLaunch launch() {
        assertThat(SLOW_START)
                .as("what the build of sample-apps/slow-start makes")
                .exists();
        return AppProcess.launch(SLOW_START)
                .jdk(jdk)
                .jvm("-Xmx128m")
                .agent(AgentJar.perfAgent())
                .dataDir(directory)
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none");
    }

    /** What the status says is woven of an instrumentation. */
    private static String line(String said, String instrumentation) {
        return said.lines()
                .filter(line -> line.startsWith("  " + instrumentation + ": "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing of " + instrumentation + " in\n" + said));
    }
}
