package io.perfagent.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.cache.CacheOptions;
import io.perfagent.cache.Caches;
import io.perfagent.cache.Family;
import io.perfagent.cache.Source;
import io.perfagent.cache.policy.DataClasses;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisSessionTest {
    private static final long NOW = 1_000_000;

    private final Caches caches =
            new Caches(new CacheOptions(0.001, 1 << 20, 1 << 16, new DataClasses("test", Map.of(), new ArrayList<>())));
    private final Source source = Objects.requireNonNull(caches.source(Family.REDIS, "redis", "redis"));
    private final RedisSource redis = new RedisSource(caches, source);
    private final RedisServer server = Objects.requireNonNull(redis.server("10.0.0.1:6379"));
    private final RedisSession session = new RedisSession(redis, server, true);

    private void send(RedisSession on, String line) {
        String[] parts = line.split(" ");
        byte[][] arguments = new byte[parts.length - 1][];
        for (int i = 1; i < parts.length; i++) {
            arguments[i - 1] = parts[i].getBytes(StandardCharsets.UTF_8);
        }
        on.sending(RedisCommands.of(parts[0].getBytes(StandardCharsets.UTF_8)), arguments, NOW);
    }

    private void done(String... lines) {
        Arrays.stream(lines).forEach(line -> {
            send(session, line);
            session.replied(false);
        });
    }

    @Test
    void a_connection_that_has_said_nothing_yet_is_not_proven() {
        assertThat(session.isPlain()).isFalse();
        done("PING");
        assertThat(session.isPlain()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "MULTI, false",
        "MULTI|SET a 1, false",
        "MULTI|SET a 1|EXEC, true",
        "MULTI|DISCARD, true",
        "WATCH a, false",
        "WATCH a|UNWATCH, true",
        "WATCH a|MULTI|EXEC, true",
        "READONLY, false",
        "ASKING, false",
        "SUBSCRIBE c, false",
        "MONITOR, false",
        "RESET, false",
        "CLIENT SETNAME x, true",
        "CLIENT SETINFO LIB-NAME x, true",
        "client setname x, true",
        "CLIENT REPLY OFF, false",
        "CLIENT TRACKING ON, false",
        "CLIENT NOSUCH, false",
        "SELECT 3, true",
        "SELECT x, false",
        "AUTH secret, true",
        "AUTH bob secret, true",
        "HELLO 3, true",
        "MULTI|SELECT 3|EXEC, false",
    })
    void where_reads_may_be_answered(String lines, boolean plain) {
        done("PING");
        done(lines.split("\\|"));

        assertThat(session.isPlain()).isEqualTo(plain);
    }

    @Test
    void database_user_and_protocol_are_what_the_server_has_accepted() {
        done("HELLO 3 AUTH bob secret SETNAME x", "SELECT 5");

        assertThat(session.database()).isEqualTo(5);
        assertThat(session.user()).startsWith("bob ");
        assertThat(session.protocol()).isEqualTo(3);

        send(session, "SELECT 99");
        assertThat(session.isPlain()).isFalse();
        session.replied(true);
        send(session, "AUTH eve wrong");
        session.replied(true);

        assertThat(session.isPlain()).isTrue();
        assertThat(session.database()).isEqualTo(5);
        assertThat(session.user()).startsWith("bob ");

        done("AUTH alice secret");
        assertThat(session.user()).startsWith("alice ").doesNotContain("secret");
    }

    /** What is in front of several servers may choose one by the password. */
    @Test
    void who_logs_in_with_another_password_is_somebody_else() {
        done("AUTH bob secret");
        String bob = session.user();
        done("AUTH bob other");
        assertThat(session.user()).isNotEqualTo(bob);
        done("HELLO 3 AUTH bob secret");
        assertThat(session.user()).isEqualTo(bob);
        done("AUTH secret");
        String nobody = session.user();
        done("AUTH other");
        assertThat(session.user()).isNotEqualTo(nobody);
        done("AUTH default secret");
        assertThat(session.user()).isEqualTo(nobody);
    }

    @Test
    void a_write_is_pending_until_every_reply_has_come() {
        send(session, "SET a 1");
        send(session, "GET b");
        assertThat(source.epochs().pending()).isPositive();
        assertThat(session.isBusy()).isTrue();
        session.replied(false);
        assertThat(source.epochs().pending()).isPositive();
        session.replied(true);

        assertThat(source.epochs().pending()).isZero();
        assertThat(session.isPlain()).isTrue();
    }

    @Test
    void writes_of_a_transaction_are_pending_until_it_is_executed() {
        done("MULTI", "SET a 1");
        assertThat(source.epochs().pending()).isPositive();
        send(session, "EXEC");
        assertThat(source.epochs().pending()).isPositive();
        session.replied(true); // EXECABORT

        assertThat(source.epochs().pending()).isZero();
    }

    @Test
    void a_second_transaction_in_the_same_pipeline_keeps_its_own_end() {
        for (String line : new String[] {"MULTI", "SET a 1", "EXEC", "MULTI", "SET b 1"}) {
            send(session, line);
        }
        for (int i = 0; i < 5; i++) {
            session.replied(false);
        }

        assertThat(session.isInTransaction()).isTrue();
        assertThat(source.epochs().pending()).isPositive();
    }

    @Test
    void what_was_sent_on_a_connection_that_ended_stays_pending_for_a_minute() {
        send(session, "SET a 1");
        session.ended(NOW);
        redis.settleLingering(NOW + RedisSource.LINGER_NANOS - 1);
        assertThat(source.epochs().pending()).isPositive();

        redis.settleLingering(NOW + RedisSource.LINGER_NANOS);
        assertThat(source.epochs().pending()).isZero();
    }

    @Test
    void a_connection_that_was_open_before_is_never_answered_but_its_writes_count() {
        RedisSession blind = new RedisSession(redis, server, false);
        send(blind, "PING");
        blind.replied(false);
        assertThat(blind.isPlain()).isFalse();
        send(blind, "SET a 1");
        assertThat(source.epochs().pending()).isPositive();
        blind.replied(false);
        assertThat(source.epochs().pending()).isZero();
        send(blind, "EXEC"); // of a transaction that nobody saw begin: it may write anything
        assertThat(source.epochs().pending()).isPositive();
    }

    @Test
    void a_reply_too_many_means_that_nothing_is_known_any_more() {
        done("PING");
        session.replied(false);

        assertThat(session.isPlain()).isFalse();
        done("PING");
        assertThat(session.isPlain()).isFalse();
    }

    @Test
    void a_server_that_is_only_read_may_be_the_replica_of_one_that_is_written() {
        RedisServer other = Objects.requireNonNull(redis.server("10.0.0.2:6379"));
        assertThat(redis.isServable(other)).isTrue();
        done("SET a 1");

        assertThat(redis.isServable(server)).isTrue();
        assertThat(redis.isServable(other)).isFalse();
        assertThat(redis.isServable(null)).isFalse();
    }

    @Test
    void keys_used_as_locks_and_counters_are_left_alone_for_ten_minutes() {
        RedisCommand get = RedisCommands.of("GET");
        byte[][] key = {"lock:7".getBytes(StandardCharsets.UTF_8)};
        byte[][] other = {"price:7".getBytes(StandardCharsets.UTF_8)};
        done("SET lock:1 me NX PX 1000", "SET price:1 9");

        assertThat(redis.isShared(get, key, NOW + 1)).isTrue();
        assertThat(redis.isShared(get, other, NOW + 1)).isFalse();
        assertThat(redis.isShared(get, key, NOW + RedisSource.SHARED_NANOS + 1)).isFalse();
    }

    @Test
    void a_command_with_very_many_keys_writes_everything() {
        byte[][] keys = new byte[100_000][];
        Arrays.setAll(keys, i -> ("price:" + i).getBytes(StandardCharsets.UTF_8));
        session.sending(RedisCommands.of("DEL"), keys, NOW);

        assertThat(source.epochs().lease(redis.reads(RedisCommands.of("GET"), new byte[][] {{'a'}}), NOW))
                .isNull();
        session.replied(false);
        assertThat(source.epochs().pending()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"price:1, 6", "a:b:c, 4", "user12, 4", "config, 6", "12, 0"})
    void what_of_a_key_names_its_kind(String key, int length) {
        assertThat(RedisSource.prefixLength(key.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(length);
    }

    @Test
    void what_a_connection_writes_that_is_not_in_step_is_pending_for_a_while_and_not_for_all_keys() {
        done("PING", "SUBSCRIBE c");
        for (int i = 0; i < 600; i++) {
            done("SET k" + i + " 1");
        }

        assertThat(source.epochs().pending()).isPositive();
        byte[][] unrelated = {"unrelated".getBytes(StandardCharsets.UTF_8)};
        RedisCommand get = RedisCommands.of("GET".getBytes(StandardCharsets.UTF_8));
        assertThat(source.epochs().lease(redis.reads(get, unrelated), NOW)).isNotNull();
    }
}
