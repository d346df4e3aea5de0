package io.perfagent.it.cache;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

/** Reads and writes a Redis in all ways there are, and prints what it got. */
public final class CachedRedisApp {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private CachedRedisApp() {}

    /** @param args port, whether to wait until reads are answered from memory, seed, milliseconds of checking */
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        boolean cached = Boolean.parseBoolean(args[1]);
        long seed = Long.parseLong(args[2]);
        long millis = Long.parseLong(args[3]);
        System.out.println("started");
        try (Jedis jedis = new Jedis("localhost", port)) {
            jedis.sendCommand(Protocol.Command.CONFIG, "RESETSTAT");
        }
        if (cached) {
            awaitCached(port);
        }
        for (String line : new RedisBattery(port).run()) {
            System.out.println("battery " + line);
        }
        if (millis > 0) {
            check("faulty", new RedisChecker(port, "odd:", seed, false, true), port, millis / 3);
            check("calm", new RedisChecker(port, "item:", seed, false, false), port, millis);
            check("troubled", new RedisChecker(port, "item:", seed + 100, true, false), port, millis);
        }
        System.out.println("gets " + calls(port, "get"));
        System.out.println("done");
    }

    private static void check(String name, RedisChecker checker, int port, long millis) throws Exception {
        long before = calls(port);
        String found = checker.run(4, millis);
        System.out.println(name + " asked=" + (calls(port) - before) + " " + found);
    }

    /** Until the rule is in effect. */
    private static void awaitCached(int port) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        long asked;
        do {
            try (Jedis jedis = new Jedis("localhost", port)) {
                jedis.ping();
                jedis.set("item:warm", "v");
                jedis.get("item:warm");
                long before = calls(port);
                for (int i = 0; i < 10; i++) {
                    jedis.get("item:warm");
                }
                asked = calls(port) - before;
            }
            if (System.nanoTime() > deadline) {
                System.out.println("never cached");
                System.exit(1);
            }
        } while (asked > 5);
    }

    /** How many of them the server has carried out. */
    private static long calls(int port) {
        return calls(port, "get", "mget");
    }

    private static long calls(int port, String... commands) {
        try (Jedis jedis = new Jedis("localhost", port)) {
            return CommandStats.calls(jedis.info("commandstats"), commands);
        }
    }
}
