package io.perfagent.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.cache.CacheOptions;
import io.perfagent.cache.Caches;
import io.perfagent.cache.Family;
import io.perfagent.cache.ReadKind;
import io.perfagent.cache.Source;
import io.perfagent.cache.policy.CacheRules;
import io.perfagent.cache.policy.DataClasses;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RedisReadTest {
    private static final long SECOND = 1_000_000_000;

    private final List<String> problems = new ArrayList<>();
    private final Caches caches = new Caches(new CacheOptions(
            0.001,
            1 << 20,
            1 << 16,
            new DataClasses("X", Map.of("user:card:*", "sensitive", "user:mail:", "user"), problems)));
    private final Source source = Objects.requireNonNull(caches.source(Family.REDIS, "redis", "redis"));
    private final RedisSource redis = new RedisSource(caches, source);
    private final RedisServer server = Objects.requireNonNull(redis.server("10.0.0.1:6379"));
    private final Idle session = new Idle();
    private final RedisCommand get = RedisCommands.of("GET");

    /** A connection that has nothing on its way. */
    private final class Idle implements ReadSession {
        @Override
        public boolean isPlain() {
            return true;
        }

        @Override
        public boolean isBusy() {
            return false;
        }

        @Override
        public boolean isInTransaction() {
            return false;
        }

        @Override
        public boolean isBlind() {
            return false;
        }

        @Override
        public RedisServer server() {
            return server;
        }

        @Override
        public int database() {
            return 0;
        }

        @Override
        public String user() {
            return "";
        }

        @Override
        public int protocol() {
            return 2;
        }

        @Override
        public void reading() {
            // It need not be told.
        }
    }

    private static byte[][] keys(String... keys) {
        byte[][] arguments = new byte[keys.length][];
        for (int i = 0; i < keys.length; i++) {
            arguments[i] = keys[i].getBytes(StandardCharsets.UTF_8);
        }
        return arguments;
    }

    private void inForce(String rule, String key) {
        caches.rules(CacheRules.ofSetting("R", rule, problems));
        assertThat(problems).isEmpty();
        source.trust();
        ReadKind kind = redis.kind(get, keys(key)[0]);
        kind.putInForce(Objects.requireNonNull(kind.rule()));
    }

    private @Nullable RedisRead read(long nowNanos, String... keys) {
        return RedisRead.of(redis, session, get, keys(keys), 0, true, false, nowNanos);
    }

    /** Reads the server, which always says the same. */
    private static void answer(RedisRead read) {
        read.answered("x".getBytes(StandardCharsets.UTF_8));
        read.returned(System.nanoTime());
    }

    /** Whether one of some looks is answered from memory: a few ask again, by chance. */
    private boolean isServed(String key, long nowNanos) {
        for (int i = 0; i < 20; i++) {
            RedisRead read = Objects.requireNonNull(read(nowNanos, key));
            if (read.reply != null) {
                return true;
            }
            answer(read);
        }
        return false;
    }

    @Test
    void of_a_read_that_is_too_long_the_other_keys_are_not_looked_at() {
        RedisCommand mget = RedisCommands.of("MGET");
        RedisRead.of(redis, session, mget, keys("a:1", "b:" + "x".repeat(5_000)), 0, true, false, System.nanoTime());
        assertThat(caches.kinds()).hasSize(1);
    }

    @Test
    void data_classes_cap_each_key_whatever_the_prefix_of_its_rule() {
        inForce("redis:user:*=static,ttl=1h", "user:1");
        for (String key : List.of("user:card:1", "user:mail:1", "user:name:1")) {
            answer(Objects.requireNonNull(read(System.nanoTime(), key)));
        }
        long now = System.nanoTime();

        assertThat(isServed("user:name:1", now + 600 * SECOND)).isTrue();
        assertThat(isServed("user:mail:1", now + 3 * SECOND)).isTrue();
        assertThat(isServed("user:mail:1", now + 70 * SECOND)).isFalse();
        assertThat(isServed("user:card:1", now + 10 * SECOND)).isFalse();
    }
}
