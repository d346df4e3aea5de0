package io.perfagent.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RedisReplyTest {
    private static final int MAX = 10_000;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] encoded(@Nullable Object reply) {
        byte[] encoded = RedisReply.encode(reply, MAX);
        assertThat(encoded).isNotNull();
        return encoded;
    }

    private static @Nullable Object decoded(byte[] encoded) {
        return RedisReply.decode(encoded, SimpleImmutableEntry::new);
    }

    @Test
    void a_reply_comes_back_as_it_was() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Object reply = reply(random, 0);

            assertThat(text(decoded(encoded(reply))))
                    .as("seed %d, reply %d", seed, i)
                    .isEqualTo(text(reply));
        }
    }

    private static String text(@Nullable Object reply) {
        if (reply instanceof byte[]) {
            return "bytes " + Arrays.toString((byte[]) reply);
        }
        if (reply instanceof List) {
            StringBuilder all = new StringBuilder("list");
            ((List<?>) reply).forEach(each -> all.append(", ").append(text(each)));
            return all.append(';').toString();
        }
        if (reply instanceof SimpleImmutableEntry) {
            SimpleImmutableEntry<?, ?> pair = (SimpleImmutableEntry<?, ?>) reply;
            return "pair (" + text(pair.getKey()) + "; " + text(pair.getValue()) + ")";
        }
        return String.valueOf(reply);
    }

    private static @Nullable Object reply(Random random, int depth) {
        switch (random.nextInt(depth > 2 ? 3 : 5)) {
            case 0:
                return null;
            case 1:
                return random.nextLong();
            case 2:
                byte[] value = new byte[random.nextInt(20)];
                random.nextBytes(value);
                return value;
            case 3:
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(reply(random, depth + 1));
                }
                return list;
            default:
                return new SimpleImmutableEntry<>(reply(random, depth + 1), reply(random, depth + 1));
        }
    }

    @Test
    void each_reader_has_objects_of_its_own() {
        byte[] encoded = encoded(new ArrayList<>(List.of(bytes("value"))));
        List<?> first = (List<?>) decoded(encoded);
        ((byte[]) first.get(0))[0] = 'X';
        first.clear();

        assertThat((List<?>) decoded(encoded)).singleElement().isEqualTo(bytes("value"));
    }

    @Test
    void what_is_too_large_or_of_another_type_is_not_kept() {
        assertThat(RedisReply.encode(new byte[MAX], MAX)).isNull();
        assertThat(RedisReply.encode(Collections.nCopies(MAX, 1L), MAX)).isNull();
        assertThat(RedisReply.encode(1.5, MAX)).isNull();
        assertThat(RedisReply.encode(List.of("text"), MAX)).isNull();
    }

    @Test
    void a_digest_tells_replies_apart() {
        assertThat(RedisReply.digest(encoded(bytes("a")), false))
                .isEqualTo(RedisReply.digest(encoded(bytes("a")), false))
                .isNotEqualTo(RedisReply.digest(encoded(bytes("b")), false))
                .isNotEqualTo(RedisReply.digest(encoded(null), false));
        assertThat(RedisReply.digest(encoded(0L), false)).isNotEqualTo(RedisReply.digest(encoded(1L), false));
    }

    @Test
    void the_order_of_a_hash_s_fields_is_no_difference() {
        byte[] one = encoded(Arrays.asList(bytes("a"), bytes("1"), bytes("b"), bytes("2")));
        byte[] turned = encoded(Arrays.asList(bytes("b"), bytes("2"), bytes("a"), bytes("1")));
        byte[] other = encoded(Arrays.asList(bytes("a"), bytes("2"), bytes("b"), bytes("1")));
        byte[] pairs = encoded(List.of(
                new SimpleImmutableEntry<>(bytes("a"), bytes("1")),
                new SimpleImmutableEntry<>(bytes("b"), bytes("2"))));
        byte[] turnedPairs = encoded(List.of(
                new SimpleImmutableEntry<>(bytes("b"), bytes("2")),
                new SimpleImmutableEntry<>(bytes("a"), bytes("1"))));

        assertThat(RedisReply.digest(one, true))
                .isEqualTo(RedisReply.digest(turned, true))
                .isNotEqualTo(RedisReply.digest(other, true));
        assertThat(RedisReply.digest(one, false)).isNotEqualTo(RedisReply.digest(turned, false));
        assertThat(RedisReply.digest(pairs, true)).isEqualTo(RedisReply.digest(turnedPairs, true));
    }

    @Test
    void nothing_is_empty() {
        assertThat(RedisReply.isEmpty(encoded(null))).isTrue();
        assertThat(RedisReply.isEmpty(encoded(List.of()))).isTrue();
        assertThat(RedisReply.isEmpty(encoded(Arrays.asList(null, null)))).isTrue();
        assertThat(RedisReply.isEmpty(encoded(Arrays.asList(null, bytes("a"))))).isFalse();
        assertThat(RedisReply.isEmpty(encoded(bytes("")))).isFalse();
        assertThat(RedisReply.isEmpty(encoded(0L))).isFalse();
    }
}
