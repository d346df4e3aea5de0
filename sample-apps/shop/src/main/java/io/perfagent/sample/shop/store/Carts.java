package io.perfagent.sample.shop.store;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.Closeable;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** What each customer has put aside: a hash in Redis, through Lettuce. Thread-safe. */
public final class Carts implements Closeable {
    private static final long TTL_SECONDS = 3600;

    private final RedisClient client;
    private final StatefulRedisConnection<String, String> redis;

    public Carts(int redisPort) {
        client = RedisClient.create(RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(redisPort)
                .withTimeout(Duration.ofSeconds(5))
                .build());
        redis = client.connect();
    }

    /** Sets how many of an item a customer wants. */
    public void put(String customer, int itemId, int quantity) {
        redis.sync().hset(key(customer), Integer.toString(itemId), Integer.toString(quantity));
        redis.sync().expire(key(customer), TTL_SECONDS);
    }

    /** How many a customer wants, by item; empty if there is no cart. */
    public Map<Integer, Integer> contents(String customer) {
        return quantities(redis.sync().hgetall(key(customer)));
    }

    /** As {@link #contents}, without waiting. */
    public CompletionStage<Map<Integer, Integer>> contentsLater(String customer) {
        return redis.async().hgetall(key(customer)).thenApply(Carts::quantities);
    }

    /** Empties a cart, without waiting. */
    public CompletionStage<Long> emptyLater(String customer) {
        return redis.async().del(key(customer));
    }

    @Override
    public String toString() {
        return "Lettuce, connected";
    }

    @Override
    public void close() {
        redis.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
    }

    private static String key(String customer) {
        return "cart:" + customer;
    }

    private static Map<Integer, Integer> quantities(Map<String, String> fields) {
        Map<Integer, Integer> quantities = new TreeMap<>();
        fields.forEach((item, quantity) -> quantities.put(Integer.valueOf(item), Integer.valueOf(quantity)));
        return quantities;
    }
}
