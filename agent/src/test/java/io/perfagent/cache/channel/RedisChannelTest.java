package io.perfagent.cache.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.cache.tier.Epochs;
import io.perfagent.cache.tier.Lease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RedisChannelTest {
    private static final byte[] KEY = bytes("price:1");
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final Epochs epochs = new Epochs();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private final Keys keys = new Keys() {
        @Override
        public void changed(byte[] key) {
            epochs.begin(epochs.keyedWrites(1, 1)).end();
            told.add(new String(key, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void everything() {
            epochs.flush();
            told.add("everything");
        }

        @Override
        public @Nullable Lease lease(byte[] key, long nowNanos) {
            return epochs.lease(epochs.keyedReads(1, 1), nowNanos);
        }
    };

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private RedisChannel live(FakeRedis redis, String... prefixes) {
        List<byte[]> all =
                List.of(prefixes).stream().map(RedisChannelTest::bytes).toList();
        RedisChannel channel = new RedisChannel(redis.address(), all, keys);
        channel.start();
        awaitLive(channel);
        return channel;
    }

    private static void awaitLive(RedisChannel channel) {
        await("live", () -> channel.isLive(KEY, System.nanoTime()));
    }

    /** What was told, without the flushes of beginnings and ends. */
    private String nextTold() throws InterruptedException {
        while (true) {
            String next = told.poll(30, TimeUnit.SECONDS);
            assertThat(next).as("nothing was told").isNotNull();
            if (!"everything".equals(next)) {
                return String.valueOf(next);
            }
        }
    }

    @Test
    void theServerTellsOfKeysByTheirBeginning() throws Exception {
        try (FakeRedis redis = new FakeRedis(FakeRedis::usual)) {
            RedisChannel channel = live(redis, "price:", "stock:");
            assertThat(redis.nextAsked()).isEqualTo("HELLO 3");
            assertThat(redis.nextAsked()).isEqualTo("CLIENT TRACKING ON BCAST PREFIX price: PREFIX stock:");
            assertThat(channel.isLive(bytes("other:1"), System.nanoTime())).isFalse();
            assertThat(channel.fieldsExpire()).isFalse();

            redis.say(">2|$10|invalidate|*2|$7|price:1|$7|price:2|");
            assertThat(nextTold()).isEqualTo("price:1");
            assertThat(nextTold()).isEqualTo("price:2");
            told.clear();
            redis.say(">2|$10|invalidate|_|");
            assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("everything");
            channel.close();
            assertThat(channel.isLive(KEY, System.nanoTime())).isFalse();
        }
    }

    @Test
    void whatWasKeptIsVoidWhenItIsLostAndItComesBack() throws Exception {
        try (FakeRedis redis = new FakeRedis(FakeRedis::usual)) {
            RedisChannel channel = live(redis);
            Lease lease = epochs.lease(epochs.keyedReads(1, 1), 0);
            assertThat(lease).isNotNull();

            redis.hangUp();
            await("lost", () -> !lease.holds());
            awaitLive(channel);
            assertThat(channel.state()).endsWith(" is live");
            channel.close();
        }
    }

    @Test
    void anAnswerThatNobodyAskedForEndsIt() throws Exception {
        try (FakeRedis redis = new FakeRedis(FakeRedis::usual)) {
            RedisChannel channel = live(redis);
            redis.say("+PONG|+PONG|+PONG|+PONG|");

            redis.nextAsked();
            redis.nextAsked();
            assertThat(redis.nextAsked()).as("it is opened again").startsWith("HELLO");
            channel.close();
        }
    }

    @Test
    void itLogsInAsTheApplicationDoesAndTellsNoSecret() throws Exception {
        try (FakeRedis redis = new FakeRedis(command ->
                command.startsWith("AUTH") ? "-WRONGPASS invalid hunter2 of bob|" : FakeRedis.usual(command))) {
            RedisChannel channel = new RedisChannel(redis.address(bytes("bob"), bytes("hunter2")), List.of(), keys);
            channel.start();

            assertThat(redis.nextAsked()).isEqualTo("AUTH bob hunter2");
            await("refused", () -> channel.hasNews());
            assertThat(channel.text())
                    .contains("is lost: the server refuses AUTH with WRONGPASS")
                    .doesNotContain("hunter2")
                    .doesNotContain("bob");
            assertThat(channel.isLive(KEY, System.nanoTime())).isFalse();
            channel.close();
        }
    }

    @Test
    void aServerWithoutTheProtocolIsNeverLive() throws Exception {
        try (FakeRedis redis = new FakeRedis(
                command -> command.startsWith("HELLO") ? "-ERR unknown command|" : FakeRedis.usual(command))) {
            RedisChannel channel = new RedisChannel(redis.address(), List.of(), keys);
            channel.start();

            await("refused", () -> channel.state().endsWith("the server refuses HELLO with ERR"));
            assertThat(channel.isLive(KEY, System.nanoTime())).isFalse();
            channel.close();
        }
    }

    @Test
    void anAnswerLastsAsLongAsItsKey() throws Exception {
        try (FakeRedis redis =
                new FakeRedis(command -> command.equals("PTTL price:1") ? ":5000|" : FakeRedis.usual(command))) {
            RedisChannel channel = live(redis);
            long now = System.nanoTime();
            assertThat(channel.leftNanos(KEY, now)).isNegative();
            channel.ask(KEY, now);
            channel.ask(bytes("price:2"), now);
            await("known", () -> channel.leftNanos(KEY, now) >= 0 && channel.leftNanos(bytes("price:2"), now) >= 0);

            assertThat(channel.leftNanos(KEY, now)).isEqualTo(5_000_000_000L);
            assertThat(channel.leftNanos(KEY, now + 4_000_000_000L)).isEqualTo(1_000_000_000L);
            assertThat(channel.leftNanos(KEY, now + 6_000_000_000L)).isZero();
            assertThat(channel.leftNanos(bytes("price:2"), now)).isEqualTo(Long.MAX_VALUE);

            redis.say(">2|$10|invalidate|*1|$7|price:1|");
            nextTold();
            assertThat(channel.leftNanos(KEY, now))
                    .as("it may last longer or shorter now")
                    .isNegative();
            channel.close();
        }
    }

    @Test
    void nobodyThereIsSaid() throws IOException {
        FakeRedis redis = new FakeRedis(FakeRedis::usual);
        Address gone = redis.address();
        redis.close();
        RedisChannel channel = new RedisChannel(gone, List.of(), keys);
        channel.start();

        await("lost", channel::hasNews);
        assertThat(channel.state()).contains("is lost: ");
        channel.close();
    }
}
