package io.perfagent.sample.lean.resp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perfagent.sample.lean.resp.Keyspace.Condition;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyspaceTest {
    private long nowMillis = 1_000;
    private final Keyspace keyspace = new Keyspace(() -> nowMillis);

    @Test
    void aKeyIsGoneAtTheMomentItExpires() throws Exception {
        keyspace.set(bytes("k"), bytes("v"), 500L, Condition.ALWAYS);
        nowMillis = 1_499;
        assertThat(keyspace.get(bytes("k"))).isEqualTo(bytes("v"));
        nowMillis = 1_500;
        assertThat(keyspace.get(bytes("k"))).isNull();
    }

    @Test
    void settingAgainForgetsTheExpiry() throws Exception {
        keyspace.set(bytes("k"), bytes("v"), 500L, Condition.ALWAYS);
        keyspace.set(bytes("k"), bytes("w"), null, Condition.ALWAYS);
        nowMillis = 1_000_000;
        assertThat(keyspace.get(bytes("k"))).isEqualTo(bytes("w"));
    }

    @Test
    void incrementingKeepsTheExpiry() throws Exception {
        keyspace.set(bytes("k"), bytes("7"), 500L, Condition.ALWAYS);
        assertThat(keyspace.increment(bytes("k"))).isEqualTo(8);
        nowMillis = 1_500;
        assertThat(keyspace.increment(bytes("k"))).isEqualTo(1);
    }

    @Test
    void anExpiredKeyCountsAsAbsent() {
        keyspace.set(bytes("k"), bytes("v"), 500L, Condition.ALWAYS);
        assertThat(keyspace.set(bytes("k"), bytes("w"), null, Condition.IF_ABSENT))
                .isFalse();
        nowMillis = 1_500;
        assertThat(keyspace.set(bytes("k"), bytes("w"), null, Condition.IF_PRESENT))
                .isFalse();
        assertThat(keyspace.set(bytes("k"), bytes("w"), null, Condition.IF_ABSENT))
                .isTrue();
    }

    @Test
    void expireOfAnyNumberIsSafe() throws Exception {
        keyspace.set(bytes("k"), bytes("v"), null, Condition.ALWAYS);
        assertThat(keyspace.expire(bytes("k"), Long.MAX_VALUE)).isTrue();
        assertThat(keyspace.get(bytes("k"))).isEqualTo(bytes("v"));
        assertThat(keyspace.expire(bytes("k"), -1)).isTrue();
        assertThat(keyspace.get(bytes("k"))).isNull();
        assertThat(keyspace.expire(bytes("k"), 1)).isFalse();
    }

    @Test
    void incrementRefusesTextAndOverflow() {
        keyspace.set(bytes("text"), bytes("abc"), null, Condition.ALWAYS);
        keyspace.set(bytes("max"), bytes(Long.toString(Long.MAX_VALUE)), null, Condition.ALWAYS);
        for (String key : new String[] {"text", "max"}) {
            assertThatThrownBy(() -> keyspace.increment(bytes(key)))
                    .isInstanceOf(CommandException.class)
                    .hasMessageStartingWith("ERR value is not an integer");
        }
    }

    @Test
    void keysAndFieldsMayBeAnyBytes() throws Exception {
        byte[] key = {0, (byte) 0xff, '\r', '\n', (byte) 0x80};
        assertThat(keyspace.hashSet(key, Map.of(key, bytes("v")))).isEqualTo(1);
        assertThat(keyspace.hashGet(key, key)).isEqualTo(bytes("v"));
        assertThat(keyspace.delete(key)).isTrue();
        assertThat(keyspace.delete(key)).isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
