package io.perfagent.instrument.family;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "WRONGTYPE Operation against a key, WRONGTYPE",
        "ERR unknown command, ERR",
        "ERR,",
        "Connection lost,",
        "user:7 SECRET,",
        "' leading space',",
        "'',",
        ","
    })
    void the_prefix_is_the_capitals_before_the_first_space(String reply, String prefix) {
        assertThat(RedisErrors.prefix(reply)).isEqualTo(prefix);
    }
}
