package io.perfagent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.export.Signal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "http://collector:4318, http://collector:4318/v1/traces",
        "http://collector:4318/, http://collector:4318/v1/traces",
        "https://example.com/otlp, https://example.com/otlp/v1/traces",
        "https://example.com/otlp/, https://example.com/otlp/v1/traces",
        "https://example.com/otlp?key=1, https://example.com/otlp/v1/traces?key=1",
    })
    void aBaseEndpointGetsThePathOfTheSignal(String base, String expected) {
        OtlpSettings settings = OtlpSettings.builder().endpoint(null, base).build();
        assertThat(settings.url(Signal.TRACES)).isEqualTo(expected);
    }

    @Test
    void anEndpointOfASignalIsUsedAsItIs() {
        OtlpSettings settings = OtlpSettings.builder()
                .endpoint(null, "http://base:1")
                .endpoint(Signal.METRICS, "http://own:2")
                .build();
        assertThat(settings.url(Signal.METRICS)).isEqualTo("http://own:2");
        assertThat(settings.url(Signal.LOGS)).isEqualTo("http://base:1/v1/logs");
        assertThat(OtlpSettings.builder().build().url(Signal.PROFILES))
                .isEqualTo("http://localhost:4318/v1development/profiles");
    }

    @Test
    void settingsOfASignalReplaceThoseOfAll() {
        OtlpSettings settings = OtlpSettings.builder()
                .header(null, "a", "1")
                .header(Signal.LOGS, "b", "2")
                .timeoutMillis(null, 7)
                .timeoutMillis(Signal.LOGS, 8)
                .compression(Signal.LOGS, Compression.GZIP)
                .protocol(null, Protocol.JSON)
                .protocol(Signal.LOGS, Protocol.PROTOBUF)
                .certificateFile(null, "ca")
                .clientKeyFile(Signal.LOGS, "key")
                .build();
        assertThat(settings.headers(Signal.TRACES)).containsExactly("a", "1");
        assertThat(settings.headers(Signal.LOGS)).containsExactly("b", "2");
        assertThat(settings.timeoutMillis(Signal.TRACES)).isEqualTo(7);
        assertThat(settings.timeoutMillis(Signal.LOGS)).isEqualTo(8);
        assertThat(settings.compression(Signal.TRACES)).isEqualTo(Compression.AUTO);
        assertThat(settings.compression(Signal.LOGS)).isEqualTo(Compression.GZIP);
        assertThat(settings.protocol(Signal.TRACES)).isEqualTo(Protocol.JSON);
        assertThat(settings.protocol(Signal.LOGS)).isEqualTo(Protocol.PROTOBUF);
        assertThat(settings.tlsFiles(Signal.TRACES)).isEqualTo(new TlsFiles("ca", null, null));
        assertThat(settings.tlsFiles(Signal.LOGS)).isEqualTo(new TlsFiles("ca", "key", null));
        assertThat(OtlpSettings.builder().build().timeoutMillis(Signal.TRACES)).isEqualTo(10_000);
    }

    @Test
    void headersOfAllSignalsAreForNoSignalThatHasItsOwnEvenIfTheseAreRefused() {
        OtlpSettings settings = OtlpSettings.builder()
                .header(null, "api-key", "A")
                .header(Signal.TRACES, "host", "x")
                .ownHeaders(Signal.LOGS)
                .build();
        assertThat(settings.headers(Signal.TRACES)).isEmpty();
        assertThat(settings.headers(Signal.LOGS)).isEmpty();
        assertThat(settings.headers(Signal.METRICS)).containsExactly("api-key", "A");
    }

    @Test
    void headersThatWouldBreakTheRequestAreRefusedWithoutTheirValues() {
        OtlpSettings settings = OtlpSettings.builder()
                .header(null, "good", "value with blanks")
                .header(null, "Content-Length", "5")
                .header(null, "bad name", "secret")
                .header(null, "inject", "a\r\nx: y")
                .header(null, "", "secret")
                .build();
        assertThat(settings.headers(Signal.TRACES)).containsExactly("good", "value with blanks");
        assertThat(settings.refusedHeaders()).containsExactly("Content-Length", "bad", "inject", "");
        assertThat(settings.toString()).doesNotContain("value");
    }

    @ParameterizedTest
    @CsvSource({
        "http://h, h, 80, /, h, http://h",
        "https://h, h, 443, /, h, https://h",
        "HTTPS://h:4318/x/y?z=1, h, 4318, /x/y?z=1, h:4318, https://h:4318",
        "http://[::1]:4318/v1/traces, ::1, 4318, /v1/traces, [::1]:4318, http://[::1]:4318",
        "http://user:pass@h:1/p, h, 1, /p, h:1, http://h:1",
        "http://otel_collector:4318/p?q, otel_collector, 4318, /p?q, otel_collector:4318, http://otel_collector:4318",
        "https://otel_collector, otel_collector, 443, /, otel_collector, https://otel_collector",
        "http://a.b_c.d-1:, a.b_c.d-1, 80, /, a.b_c.d-1, http://a.b_c.d-1",
        "http://me@corp:pass@my_h:65535, my_h, 65535, /, my_h:65535, http://my_h:65535",
    })
    void endpointsAreParsed(String url, String host, int port, String target, String authority, String shown) {
        Endpoint endpoint = Endpoint.parse(url);
        assertThat(endpoint).isNotNull();
        assertThat(endpoint.host).isEqualTo(host);
        assertThat(endpoint.port).isEqualTo(port);
        assertThat(endpoint.requestTarget).isEqualTo(target);
        assertThat(endpoint.authority).isEqualTo(authority);
        assertThat(endpoint.shown()).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "collector:4318",
                "localhost",
                "ftp://h/",
                "http://",
                "http:///path",
                "http://h:99999",
                "http://h_x:99999",
                "http://h_x:0",
                "http://h_x:99999999999",
                "http://h_x:port",
                "http://h_x:-1",
                "http://h:1:2",
                "http://user_info@",
                "http://h_x..y",
                "http://.h_x",
                "http://h%5Fx",
                "http://10.0.0.300",
                "http://b\u00fccher_h",
                "http://a b",
                "%"
            })
    void whatIsNoHttpUrlIsNoEndpoint(String url) {
        assertThat(Endpoint.parse(url)).isNull();
    }

    @Test
    void userInfoIsTakenWhateverTheHostLooksLike() {
        String expected = "Basic " + Base64.getEncoder().encodeToString("u:p@ss".getBytes(StandardCharsets.UTF_8));
        for (String host : new String[] {"h", "h_x", "h_x:4318"}) {
            assertThat(Endpoint.parse("http://u:p%40ss@" + host).authorization)
                    .as(host)
                    .isEqualTo(expected);
            assertThat(Endpoint.parse("http://" + host).authorization).as(host).isNull();
        }
    }

    @Test
    void loopbackIsRecognisedByNameAndAddress() {
        for (String host : new String[] {"localhost", "127.0.0.1", "127.1.2.3", "[::1]"}) {
            assertThat(Endpoint.parse("http://" + host).loopback()).as(host).isTrue();
        }
        for (String host : new String[] {"collector", "10.0.0.1", "[fe80::1]"}) {
            assertThat(Endpoint.parse("http://" + host).loopback()).as(host).isFalse();
        }
    }

    @Test
    void jsonFieldsAreFoundWhereverTheyStand() {
        String json = "{\"x\": \"errorMessage\", \"partialSuccess\" : {\"rejectedSpans\" : \"12\","
                + "\"errorMessage\":\"a \\\"b\\\" \\u0041\\n\", \"n\":-3}";
        assertThat(JsonField.find(json, "rejectedSpans")).isEqualTo("12");
        assertThat(JsonField.find(json, "errorMessage")).isEqualTo("a \"b\" A ");
        assertThat(JsonField.find(json, "n")).isEqualTo("-3");
        assertThat(JsonField.find(json, "absent")).isEmpty();
        for (int i = 0; i < json.length(); i++) {
            assertThat(JsonField.find(json.substring(0, i), "n")).hasSizeLessThan(3);
        }
    }
}
