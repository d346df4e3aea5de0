package io.perfagent.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.limit.policy.SipHash;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeySourceTest {
    private final SipHash hash = new SipHash(1, 2);

    private long key(String source, Map<String, String> request) {
        KeySource parsed = KeySource.of(source);
        assertThat(parsed).as(source).isNotNull();
        return parsed.key(hash, FakeReader.ONE, request, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "header", "header:", "cookie: ", "peer", "x:y", "authorization:x"})
    void what_is_no_source(String text) {
        assertThat(KeySource.of(text)).isNull();
    }

    @Test
    void each_place_is_read() {
        assertThat(key("header:X-User", Map.of("x-user", "ann"))).isEqualTo(hash.of("ann"));
        assertThat(key("Authorization", Map.of("authorization", "Basic x"))).isEqualTo(hash.of("Basic x"));
        assertThat(key("address", Map.of("peer", "192.0.2.1"))).isEqualTo(hash.of("192.0.2.1"));
        assertThat(key("cookie:SID", Map.of("cookie", "a=b; SID=s1; c=d"))).isEqualTo(hash.of("s1"));
        assertThat(key("header:X-User", Map.of())).isZero();
        assertThat(key("header:X-User", Map.of("x-user", ""))).isZero();
    }

    @Test
    void of_a_long_value_the_end_counts() {
        String token = "x".repeat(1000) + "y".repeat(KeySource.MOST_CHARS);
        assertThat(key("authorization", Map.of("authorization", token)))
                .isEqualTo(hash.of("y".repeat(KeySource.MOST_CHARS)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SID=1|1",
                "  SID=1;x=2|1",
                "x=SID=2; SID=1|1",
                "XSID=2; SID=1|1",
                "SIDX=2;SID=1|1",
                "x=2,SID=1|1",
                "sid=1|",
                "SID|",
                "SID=; SID=1|",
                ";;;|",
                "x|"
            })
    void cookies(String header, String value) {
        long key = key("cookie:SID", Map.of("cookie", header));
        assertThat(key).isEqualTo(value == null ? 0 : hash.of(value));
    }
}
