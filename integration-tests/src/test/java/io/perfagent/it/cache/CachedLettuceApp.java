package io.perfagent.it.cache;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;

/** Reads and writes a Redis by Lettuce in all ways there are, and prints what it got. */
public final class CachedLettuceApp {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private CachedLettuceApp() {}

    /** @param args port, whether to wait until reads are answered from memory, seed, milliseconds of checking */
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        boolean cached = Boolean.parseBoolean(args[1]);
        long seed = Long.parseLong(args[2]);
        long millis = Long.parseLong(args[3]);
        System.out.println("started");
        RedisClient client = RedisClient.create(RedisURI.builder()
                .withHost("localhost")
                .withPort(port)
                .withTimeout(Duration.ofSeconds(10))
                .build());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            connection.sync().configResetstat();
            if (cached) {
                awaitCached(connection.sync());
            }
            for (String line : new LettuceBattery(client).run()) {
                System.out.println("battery " + line);
            }
            if (millis > 0) {
                RedisCommands<String, String> asked = connection.sync();
                check("faulty", new LettuceChecker(client, port, "odd:", seed, false, true), asked, millis / 3);
                check("calm", new LettuceChecker(client, port, "item:", seed, false, false), asked, millis);
                check("troubled", new LettuceChecker(client, port, "item:", seed + 100, true, false), asked, millis);
            }
            System.out.println("gets " + CommandStats.calls(connection.sync().info("commandstats"), "get"));
        } finally {
            client.shutdown();
        }
        System.out.println("done");
    }

    private static void check(String name, LettuceChecker checker, RedisCommands<String, String> redis, long millis)
            throws Exception {
        long before = calls(redis);
        String found = checker.run(4, millis);
        System.out.println(name + " asked=" + (calls(redis) - before) + " " + found);
    }

    /** Until the rule is in effect. */
    private static void awaitCached(RedisCommands<String, String> redis) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        long asked;
        do {
            redis.set("item:warm", "v");
            redis.get("item:warm");
            long before = calls(redis);
            for (int i = 0; i < 10; i++) {
                redis.get("item:warm");
            }
            asked = calls(redis) - before;
            if (System.nanoTime() > deadline) {
                System.out.println("never cached");
                System.exit(1);
            }
        } while (asked > 5);
    }

    private static long calls(RedisCommands<String, String> redis) {
        return CommandStats.calls(redis.info("commandstats"), "get", "mget");
    }
}
