package io.perfagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
    private static final List<String> LIBRARIES =
            List.of("jdbc", "jedis", "okhttp", "apache-httpclient-4", "apache-httpclient-5", "executors");

    @TempDir
    Path directory;

    private static Config environment(String key, String value) {
        return Config.load(Sources.of(null, Map.of(), Map.of(key, value)));
    }

    private static Config empty() {
        return Config.load(Sources.of(null, Map.of(), Map.of()));
    }

    @Test
    void theFirstSourceThatHasAKeyWins() throws IOException {
        Path file = directory.resolve("agent.properties");
        Files.writeString(file, "otel.service.name=file\nPERF_AGENT_FILE=/from/file\notel.propagators=b3\n");
        String fileSetting = file.toString();
        Map<String, String> environment = Map.of(
                "OTEL_SERVICE_NAME", "environment",
                "PERF_AGENT_LOG", "debug",
                "OTEL_PROPAGATORS", "  ",
                "PERF_AGENT_CONFIG_FILE", fileSetting);
        Config all = Config.load(Sources.of(
                "otel.service.name=arguments;perf.agent.summary=true",
                Map.of("otel.service.name", "property", "perf.agent.log", "quiet"),
                environment));

        assertThat(all.text(TelemetrySettings.SERVICE_NAME)).isEqualTo("arguments");
        assertThat(all.origin(TelemetrySettings.SERVICE_NAME)).isEqualTo("agent arguments");
        assertThat(all.bool(AgentSettings.SUMMARY)).isTrue();
        assertThat(all.text(AgentSettings.LOG)).isEqualTo("quiet");
        assertThat(all.origin(AgentSettings.LOG)).isEqualTo("system property");
        assertThat(all.origin(AgentSettings.CONFIG_FILE)).isEqualTo("environment");
        assertThat(all.text(AgentSettings.FILE)).isEqualTo("/from/file");
        assertThat(all.origin(AgentSettings.FILE)).isEqualTo("file " + fileSetting);
        assertThat(all.list(TelemetrySettings.PROPAGATORS))
                .as("an empty variable is not set")
                .containsExactly("b3");
        assertThat(all.origin(AgentSettings.WEAVE)).isEqualTo("default");
        assertThat(all.problems(LIBRARIES)).isEmpty();
    }

    @Test
    void laterChangesOfSystemPropertiesAreNotSeen() {
        java.util.HashMap<String, String> properties = new java.util.HashMap<>(Map.of("perf.agent.summary", "true"));
        Config config = Config.load(Sources.of(null, properties, Map.of()));
        properties.put("perf.agent.summary", "false");
        assertThat(config.bool(AgentSettings.SUMMARY)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "otel.instrumentation.http.server.capture-request-headers",
                "otel.instrumentation.http.server.capture.request.headers",
                "OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_REQUEST_HEADERS"
            })
    void everySpellingOfAKeyIsRead(String name) {
        Map<String, String> set = Map.of(name, "x-tenant, x-user,");
        assertThat(Config.load(Sources.of(null, set, Map.of())).list(InstrumentationSettings.SERVER_REQUEST_HEADERS))
                .containsExactly("x-tenant", "x-user");
        assertThat(Config.load(Sources.of(name + "=a", Map.of(), Map.of()))
                        .list(InstrumentationSettings.SERVER_REQUEST_HEADERS))
                .containsExactly("a");
    }

    @ParameterizedTest
    @CsvSource({
        "7000, 7000",
        "5s, 5000",
        "200ms, 200",
        "2 m, 120000",
        "1h, 3600000",
        "0, 0",
        "'', 5000",
        "-1, 5000",
        "5x, 5000",
        "s, 5000",
        "5.5s, 5000",
        "2h, 5000",
        "9999999999999999999, 5000",
        "9223372036854775807s, 5000",
        "5S, 5000",
        "0x10, 5000",
        "-, 5000",
        "٣, 5000"
    })
    void durations(String text, long millis) {
        Config config = environment("PERF_AGENT_WEAVE_DELAY", text);
        assertThat(config.millis(AgentSettings.WEAVE_DELAY)).isEqualTo(millis);
        assertThat(config.get(AgentSettings.WEAVE_DELAY)).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({
        "1048576, 1048576",
        "1024KiB, 1048576",
        "1m, 1048576",
        "2 MB, 2097152",
        "1GiB, 1073741824",
        "1048576B, 1048576",
        "512K, 524288",
        "1, 8388608",
        "2GiB, 8388608",
        "3MiBs, 8388608",
        "1Tib, 8388608"
    })
    void sizes(String text, long bytes) {
        assertThat(environment("PERF_AGENT_HISTOGRAM_MEMORY", text).bytes(AgentSettings.HISTOGRAM_MEMORY))
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "100, 100", "0, 50", "101, 50", "7.5, 50", "50%, 50", "1 0, 50"})
    void numbersWithinBounds(String text, int percent) {
        assertThat(environment("PERF_AGENT_WEAVE_DUTY", text).number(AgentSettings.WEAVE_DUTY))
                .isEqualTo(percent);
    }

    @ParameterizedTest
    @CsvSource({"0.25, 0.25", "0, 0", "1e-3, 0.001", "1.01, 1", "-0.1, 1", "NaN, 1", "half, 1"})
    void fractions(String text, double fraction) {
        assertThat(environment("OTEL_TRACES_SAMPLER_ARG", text).fraction(TelemetrySettings.SAMPLER_ARG))
                .isEqualTo(fraction);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "TRUE, true", "False, false", "1, false", "yes, false"})
    void booleans(String text, boolean value) {
        assertThat(environment("PERF_AGENT_SUMMARY", text).bool(AgentSettings.SUMMARY))
                .isEqualTo(value);
    }

    @Test
    void choicesComeInTheSpellingThatIsDeclared() {
        assertThat(environment("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "DELTA")
                        .text(TelemetrySettings.TEMPORALITY))
                .isEqualTo("delta");
    }

    @Test
    void mapsAreDecodedAndBadEntriesLeftOut() {
        Config config = environment("OTEL_RESOURCE_ATTRIBUTES", "a=1, b%20c = x%2Cy=z ,broken,=2,d=%zz+%,e=");
        assertThat(config.map(TelemetrySettings.RESOURCE_ATTRIBUTES))
                .containsExactly(
                        Map.entry("a", "1"), Map.entry("b c", "x,y=z"), Map.entry("d", "%zz+%"), Map.entry("e", ""));
        assertThat(config.problems(LIBRARIES))
                .containsExactly(
                        "OTEL_RESOURCE_ATTRIBUTES: entry 3 is not of the form key=value; it is left out",
                        "OTEL_RESOURCE_ATTRIBUTES: entry 4 is not of the form key=value; it is left out");
    }

    @Test
    void aBadValueIsOneLineWithKeyValueAndWhatIsUsed() {
        assertThat(environment("PERF_AGENT_WEAVE_DUTY", "500").problems(LIBRARIES))
                .containsExactly("PERF_AGENT_WEAVE_DUTY=500 is not a whole number from 1 to 100 (% of one core);"
                        + " 50 is used");
        assertThat(environment("PERF_AGENT_WEAVE_DELAY", "soon\nerror").problems(LIBRARIES))
                .containsExactly("PERF_AGENT_WEAVE_DELAY=soon?error is not a duration from 0 ms to 1h; 5s is used");
        assertThat(environment("OTEL_EXPORTER_OTLP_PROTOCOL", "thrift").problems(LIBRARIES))
                .containsExactly("OTEL_EXPORTER_OTLP_PROTOCOL=thrift is not one of http/protobuf, http/json, grpc;"
                        + " http/protobuf is used");
        assertThat(environment("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc").problems(LIBRARIES))
                .isEmpty();
        assertThat(environment("OTEL_PROPAGATORS", "b3,jaeger").problems(LIBRARIES))
                .containsExactly("OTEL_PROPAGATORS: jaeger is not one of tracecontext, baggage, b3, b3multi, none;"
                        + " it is left out");
        assertThat(environment("OTEL_TRACES_EXPORTER", "zipkin").problems(LIBRARIES))
                .containsExactly("OTEL_TRACES_EXPORTER: zipkin is not one of otlp, console, file, none; otlp is used");
        assertThat(environment("OTEL_INSTRUMENTATION_JDBC_ENABLED", "no").problems(LIBRARIES))
                .containsExactly("OTEL_INSTRUMENTATION_JDBC_ENABLED=no is not true or false; it is ignored");
    }

    @Test
    void secretsAreInNoLine() {
        String secret = "s3cr3t";
        List<Config> configs = List.of(
                environment("OTEL_EXPORTER_OTLP_HEADERS", secret + ",authorization=" + secret),
                environment("OTEL_EXPORTER_OTLP_TRACES_HEADERS", secret),
                environment("OTEL_UNKNOWN", secret),
                environment("PERF_AGENT_UNKNOWN", secret),
                Config.load(Sources.of(
                        "otel.exporter.otlp.headers=a=b;" + secret + ";" + secret + "=1", Map.of(), Map.of())));
        for (Config config : configs) {
            assertThat(config.problems(LIBRARIES)).isNotEmpty();
            assertThat(config.problems(LIBRARIES).toString()).doesNotContain(secret);
        }
    }

    @Test
    void unknownKeysAreNamed() {
        assertThat(environment("OTEL_JAVAAGENT_EXTENSIONS", "x.jar").problems(LIBRARIES))
                .containsExactly(
                        "OTEL_JAVAAGENT_EXTENSIONS is set, but perf-agent does not support it; it has no effect");
        assertThat(environment("PERF_AGENT_SUMARY", "true").problems(LIBRARIES))
                .containsExactly("PERF_AGENT_SUMARY is no setting of perf-agent; is PERF_AGENT_SUMMARY meant?"
                        + " It is ignored");
        assertThat(environment("OTEL_INSTRUMENTATION_COMMON_EXPERIMENTAL_VIEW_TELEMETRY_ENABLED", "true")
                        .problems(LIBRARIES))
                .hasSize(1);
        assertThat(environment("OTEL_INSTRUMENTATION_JDBC_ENABLED", "false").problems(LIBRARIES))
                .isEmpty();
        assertThat(environment("OTHER_VARIABLE", "x").problems(LIBRARIES)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "KAFKA, ''",
        "JDBC_DATASOURCE, ''",
        "APACHE_HTTPCLIENT, APACHE_HTTPCLIENT_4 APACHE_HTTPCLIENT_5",
        "APACHE_HTTPCLIENT_5_0, APACHE_HTTPCLIENT_5",
        "OKHTTP_3_0, OKHTTP",
        "JBDC, JDBC"
    })
    void anInstrumentationThatThereIsNotIsNamedWithWhatMayBeMeant(String name, String meant) {
        String key = "OTEL_INSTRUMENTATION_" + name + "_ENABLED";
        String question = meant.isEmpty()
                ? ""
                : ". Is OTEL_INSTRUMENTATION_" + meant.replace(" ", "_ENABLED or OTEL_INSTRUMENTATION_")
                        + "_ENABLED meant?";
        assertThat(environment(key, "false").problems(LIBRARIES))
                .containsExactly(key + " is set, but perf-agent has no instrumentation of that name; it has no effect"
                        + question);
    }

    @Test
    void instrumentationsFollowTheirOwnKeyThenTheDefault() {
        assertThat(empty().instrumentationEnabled("jdbc")).isTrue();
        Config config = Config.load(Sources.of(
                null,
                Map.of("otel.instrumentation.okhttp-3.0.enabled", "true"),
                Map.of("OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED", "false")));
        assertThat(config.instrumentationEnabled("jdbc")).isFalse();
        assertThat(config.instrumentationEnabled("okhttp-3.0")).isTrue();
        assertThat(environment("OTEL_INSTRUMENTATION_JDBC_ENABLED", "no").instrumentationEnabled("jdbc"))
                .isTrue();
    }

    @Test
    void theOlderKeyWorksAndTheNewerWins() {
        String older = "OTEL_INSTRUMENTATION_COMMON_DB_STATEMENT_SANITIZER_ENABLED";
        String newer = "OTEL_INSTRUMENTATION_COMMON_DB_QUERY_SANITIZATION_ENABLED";
        Config old = environment(older, "false");
        assertThat(old.bool(InstrumentationSettings.QUERY_SANITIZATION)).isFalse();
        assertThat(old.problems(LIBRARIES)).isEmpty();
        assertThat(old.origin(InstrumentationSettings.QUERY_SANITIZATION)).isEqualTo("environment");
        assertThat(Config.load(Sources.of(null, Map.of(), Map.of(older, "false", newer, "true")))
                        .bool(InstrumentationSettings.QUERY_SANITIZATION))
                .isTrue();
        assertThat(environment(older, "of").problems(LIBRARIES))
                .containsExactly(older + "=of is not true or false; true is used");
    }

    @Test
    void aFileThatCannotBeReadIsAProblemAndNoMore() throws IOException {
        Path big = directory.resolve("big");
        Files.write(big, new byte[(1 << 20) + 1]);
        Path broken = directory.resolve("broken");
        Files.writeString(broken, "a=\\uXYZW\n");
        assertThat(environment("PERF_AGENT_CONFIG_FILE", "/no/such").problems(LIBRARIES))
                .containsExactly("PERF_AGENT_CONFIG_FILE=/no/such: there is no such file; no file is used");
        assertThat(environment("PERF_AGENT_CONFIG_FILE", big.toString()).problems(LIBRARIES))
                .containsExactly("PERF_AGENT_CONFIG_FILE=" + big + ": larger than 1 MiB; no file is used");
        assertThat(environment("PERF_AGENT_CONFIG_FILE", broken.toString()).problems(LIBRARIES))
                .containsExactly("PERF_AGENT_CONFIG_FILE=" + broken + ": it is not a properties file; no file is used");
        assertThat(environment("PERF_AGENT_CONFIG_FILE", directory.toString()).problems(LIBRARIES))
                .containsExactly("PERF_AGENT_CONFIG_FILE=" + directory + ": it cannot be read; no file is used");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "/x,    Linux,      /h,       /c,  -,      /x",
                "-,     Linux,      /h,       /c,  -,      /c/perf-agent",
                "-,     Linux,      /h,       c,   -,      /h/.cache/perf-agent",
                "-,     Linux,      ?,        -,   /e,     /e/.cache/perf-agent",
                "-,     Linux,      ?,        -,   -,      -",
                "-,     Linux,      /,        -,   /,      -",
                "-,     Mac OS X,   /Users/a, -,   -,      /Users/a/Library/Caches/perf-agent"
            })
    void theDataDirectory(String chosen, String os, String userHome, String xdg, String home, String expected) {
        Map<String, String> environment = new java.util.HashMap<>();
        environment.put("XDG_CACHE_HOME", xdg);
        environment.put("HOME", home);
        environment.put("PERF_AGENT_DATA_DIR", chosen);
        environment.values().removeIf(java.util.Objects::isNull);
        Sources sources = Sources.of(null, Map.of("os.name", os, "user.home", userHome), environment);
        assertThat(Config.load(sources).dataDirectory()).isEqualTo(expected);
    }

    @Test
    void garbageNeverThrows() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "=,;%-+.09aAmMsS \t\n\0ß€🎈GiBtrue\\";
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            List<Setting<?>> all = Catalogue.all();
            Setting<?> setting = all.get(random.nextInt(all.size()));
            Config config = Config.load(Sources.of(
                    setting.property() + "=" + text,
                    Map.of(setting.property(), text.toString()),
                    Map.of(text.toString(), text.toString(), setting.key(), text.toString())));
            Object value = config.get(setting);
            assertThat(value)
                    .as("seed %d: %s=%s", seed, setting, text)
                    .isInstanceOf(
                            setting.defaultValue() instanceof List
                                    ? List.class
                                    : setting.defaultValue() instanceof Map
                                            ? Map.class
                                            : setting.defaultValue().getClass());
            for (String line : new ArrayList<>(config.problems(LIBRARIES))) {
                assertThat(line).as("seed %d", seed).doesNotContain("\n").hasSizeLessThan(500);
            }
        }
    }

    @Test
    void sourcesOfTheProcessGiveItsProperties() {
        Sources sources = Sources.ofProcess("perf.agent.log=quiet");
        assertThat(sources.systemProperty("java.version")).isEqualTo(System.getProperty("java.version"));
        assertThat(Config.load(sources).text(AgentSettings.LOG)).isEqualTo("quiet");
    }
}
