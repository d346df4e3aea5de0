package io.perfagent.instrument.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts, forwarding headers, URLs and protocol versions as texts. */
class HttpTextTest {
    @ParameterizedTest
    @CsvSource({
        "shop.example, shop.example, 0",
        "shop.example:8080, shop.example, 8080",
        "shop.example:, shop.example, 0",
        "shop.example:http, shop.example, 0",
        "shop.example:65535, shop.example, 65535",
        "shop.example:65536, shop.example, 0",
        "shop.example:99999999999999999999, shop.example, 0",
        "shop.example:-1, shop.example, 0",
        "192.0.2.1:80, 192.0.2.1, 80",
        "[2001:db8::1], 2001:db8::1, 0",
        "[2001:db8::1]:443, 2001:db8::1, 443",
        "2001:db8::1, 2001:db8::1, 0",
        "[broken, [broken, 0",
        "':80', '', 80"
    })
    void a_host_may_have_a_port(String text, String host, int port) {
        HostPort parsed = HostPort.of(text);

        assertThat(parsed.host).isEqualTo(host);
        assertThat(parsed.port).isEqualTo(port);
        assertThat(HostPort.of(text)).isSameAs(parsed);
    }

    @Test
    void no_host_is_null() {
        assertThat(HostPort.of(null)).isNull();
        assertThat(HostPort.of("")).isNull();
    }

    /** Only its headers are asked for. */
    private static HttpServerReader reader(Map<String, String> headers) {
        return new HttpServerReader() {
            @Override
            public String method(Object request) {
                throw new AssertionError();
            }

            @Override
            public String scheme(Object request) {
                throw new AssertionError();
            }

            @Override
            public String path(Object request) {
                throw new AssertionError();
            }

            @Override
            public String query(Object request) {
                throw new AssertionError();
            }

            @Override
            public String protocol(Object request) {
                throw new AssertionError();
            }

            @Override
            public String header(Object request, String name) {
                return headers.get(name);
            }

            @Override
            public String joined(Object request, String name) {
                throw new AssertionError();
            }

            @Override
            public String peerAddress(Object request) {
                throw new AssertionError();
            }

            @Override
            public int peerPort(Object request) {
                throw new AssertionError();
            }

            @Override
            public int status(Object request, Object response) {
                throw new AssertionError();
            }

            @Override
            public Throwable error(Object request) {
                throw new AssertionError();
            }

            @Override
            public String[] requestHeaders(Object request, String name) {
                throw new AssertionError();
            }

            @Override
            public String[] responseHeaders(Object response, String name) {
                throw new AssertionError();
            }
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "for=198.51.100.3;proto=https;host=shop.example:8443 | 198.51.100.3 | https | shop.example:8443",
                "For=198.51.100.3; Proto=http | 198.51.100.3 | http |",
                "for=198.51.100.3, for=203.0.113.9 | 198.51.100.3 | |",
                "for=\"[2001:db8::17]:4711\" | 2001:db8::17 | |",
                "for=\"198.51.100.3:80\" | 198.51.100.3 | |",
                "for=unknown | unknown | |",
                "host=\"a,b\";proto=https | | https | a,b",
                "by=203.0.113.43 | | |",
                "for= | | |",
                "for | | |",
                "=;=,= | | |",
                "for=\"unterminated | \"unterminated | |",
            })
    void the_forwarded_header_names_client_scheme_and_host(String header, String client, String scheme, String host) {
        HttpServerReader none = reader(Map.of());

        assertThat(Forwarded.client(none, this, header)).isEqualTo(client);
        assertThat(Forwarded.scheme(none, this, header)).isEqualTo(scheme);
        assertThat(Forwarded.host(none, this, header)).isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.7 | 203.0.113.7",
                "203.0.113.7, 10.0.0.1 | 203.0.113.7",
                "203.0.113.7:1234 | 203.0.113.7",
                "[2001:db8::1]:99 | 2001:db8::1",
                "2001:db8::1 | 2001:db8::1",
                "', 10.0.0.1' |",
                "' ' |"
            })
    void the_older_headers_stand_where_there_is_no_forwarded(String header, String client) {
        HttpServerReader reader = reader(
                Map.of("x-forwarded-for", header, "x-forwarded-proto", "https", "x-forwarded-host", "a.example, b"));

        assertThat(Forwarded.client(reader, this, null)).isEqualTo(client);
        assertThat(Forwarded.scheme(reader, this, null)).isEqualTo("https");
        assertThat(Forwarded.host(reader, this, null)).isEqualTo("a.example");
        assertThat(Forwarded.scheme(reader, this, "proto=http")).isEqualTo("http");
    }

    @ParameterizedTest
    @CsvSource({
        "https://shop.example/a?b=c, https://shop.example/a?b=c",
        "https://bob:pw@shop.example/, https://REDACTED:REDACTED@shop.example/",
        "https://bob@shop.example/, https://REDACTED@shop.example/",
        "https://bob:p@w@shop.example/, https://REDACTED:REDACTED@shop.example/",
        "https://:pw@shop.example, https://REDACTED:REDACTED@shop.example",
        "https://shop.example/a@b, https://shop.example/a@b",
        "https://shop.example?mail=a@b, https://shop.example?mail=a@b",
        "https://shop.example/?AWSAccessKeyId=X&Signature=Y, https://shop.example/?AWSAccessKeyId=REDACTED&Signature=REDACTED",
        "https://shop.example/?X-Goog-Signature=X&a=b, https://shop.example/?X-Goog-Signature=REDACTED&a=b",
        "https://shop.example/?sig=, https://shop.example/?sig=REDACTED",
        "https://shop.example/?design=1&sigh=2, https://shop.example/?design=1&sigh=2",
        "https://shop.example/?sig, https://shop.example/?sig",
        "/relative?sig=1, /relative?sig=REDACTED",
        "mailto:a@b, mailto:a@b"
    })
    void urls_lose_credentials_and_signatures(String url, String redacted) {
        assertThat(HttpUrl.redact(url)).isEqualTo(redacted);
    }

    @Test
    void every_occurrence_is_redacted() {
        assertThat(HttpUrl.redactQuery("sig=a&x=1&sig=b")).isEqualTo("sig=REDACTED&x=1&sig=REDACTED");
        assertThat(HttpUrl.redactQuery(null)).isNull();
        assertThat(HttpUrl.redactQuery("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, 1.1",
        "HTTP/1.0, 1.0",
        "HTTP/2.0, 2",
        "HTTP/2, 2",
        "HTTP/3.0, 3",
        "HTTP/0.9, 0.9",
        "SPDY/3, ''",
        ", ''"
    })
    void protocol_versions(String protocol, String version) {
        assertThat(HttpUrl.version(protocol)).isEqualTo(version);
    }
}
