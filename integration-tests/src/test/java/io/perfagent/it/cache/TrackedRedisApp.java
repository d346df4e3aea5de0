package io.perfagent.it.cache;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.time.Duration;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** Reads a Redis that others write, and prints how old what it got was at most. */
public final class TrackedRedisApp {
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final int TIMEOUT_MILLIS = 300;
    private static final int READERS = 3;
    private static final int EXPIRING_MILLIS = 1_500;

    private static boolean lettuce;

    private TrackedRedisApp() {}

    /** Also writes, where an agent sees it. */
    private interface Client extends TrackedRedis.Reader {
        void set(String key, String value);
    }

    private static final class OverJedis implements Client {
        private final Jedis jedis;

        OverJedis(int port, String password) {
            jedis = new Jedis(
                    new HostAndPort("127.0.0.1", port),
                    DefaultJedisClientConfig.builder()
                            .password(password)
                            .timeoutMillis(TIMEOUT_MILLIS)
                            .build());
            jedis.ping();
        }

        @Override
        public String get(String key) {
            return jedis.get(key);
        }

        @Override
        public void set(String key, String value) {
            jedis.set(key, value);
        }

        @Override
        public void close() {
            jedis.close();
        }
    }

    private static final class OverLettuce implements Client {
        private static final RedisClient CLIENT = RedisClient.create();

        private final StatefulRedisConnection<String, String> connection;

        OverLettuce(int port, String password) {
            connection = CLIENT.connect(RedisURI.builder()
                    .withHost("127.0.0.1")
                    .withPort(port)
                    .withPassword(password.toCharArray())
                    .build());
            connection.setTimeout(Duration.ofMillis(TIMEOUT_MILLIS));
        }

        @Override
        public String get(String key) {
            return connection.sync().get(key);
        }

        @Override
        public void set(String key, String value) {
            connection.sync().set(key, value);
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    private static Client open(int port, String password) {
        return lettuce ? new OverLettuce(port, password) : new OverJedis(port, password);
    }

    /** @param args port, password, seed, milliseconds of each round, {@code jedis} or {@code lettuce} */
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        String password = args[1];
        long seed = Long.parseLong(args[2]);
        long millis = Long.parseLong(args[3]);
        lettuce = args[4].equals("lettuce");
        System.out.println("started");
        try (TrackedRedis.Wire wire = new TrackedRedis.Wire(port, password)) {
            wire.say("FLUSHALL"); // what an earlier run has left
        }
        awaitKept(port, password, "item:");
        round("calm", "item:calm-", port, password, millis, seed, false);
        awaitKept(port, password, "item:");
        expiring(port, password);
        round("troubled", "item:troubled-", port, password, 2 * millis, seed + 100, true);
        System.out.println("done");
        if (lettuce) {
            OverLettuce.CLIENT.shutdown();
        }
    }

    private static void round(
            String name, String prefix, int port, String password, long millis, long seed, boolean trouble)
            throws Exception {
        long before = gets(port, password);
        TrackedRedis checker = new TrackedRedis(port, password, prefix, true, () -> open(port, password));
        String found = checker.run(READERS, millis, seed, trouble);
        System.out.println(name + " asked=" + (gets(port, password) - before) + " " + found);
    }

    /** Until reads of such keys are answered from memory. */
    private static void awaitKept(int port, String password, String prefix) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        long asked;
        do {
            if (System.nanoTime() > deadline) {
                System.out.println(prefix + " never kept");
                System.exit(1);
            }
            try (Client reader = open(port, password)) {
                reader.set(prefix + "warm", "v");
                for (int i = 0; i < 5; i++) {
                    reader.get(prefix + "warm");
                }
                long before = gets(port, password);
                for (int i = 0; i < 10; i++) {
                    reader.get(prefix + "warm");
                }
                asked = gets(port, password) - before;
            }
        } while (asked > 5);
    }

    /** A key that expires is gone when it is, though the server, which removes it much later, has not told of it. */
    private static void expiring(int port, String password) throws IOException {
        try (TrackedRedis.Wire wire = new TrackedRedis.Wire(port, password);
                Client reader = open(port, password)) {
            wire.say("DEBUG SET-ACTIVE-EXPIRE 0");
            wire.say("SET item:short 1 PX " + EXPIRING_MILLIS);
            long start = System.nanoTime();
            long before = gets(port, password);
            long reads = 0;
            while (reader.get("item:short") != null) {
                reads++;
            }
            long tookMillis = (System.nanoTime() - start) / 1_000_000;
            System.out.println("expiring asked=" + (gets(port, password) - before) + " reads=" + reads + " late_ms="
                    + (tookMillis - EXPIRING_MILLIS));
            wire.say("DEBUG SET-ACTIVE-EXPIRE 1");
        }
    }

    /** How many GETs the server has carried out. */
    private static long gets(int port, String password) {
        try (OverJedis reader = new OverJedis(port, password)) {
            return CommandStats.calls(reader.jedis.info("commandstats"), "get");
        }
    }
}
