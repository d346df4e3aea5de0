package io.perfagent.it.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Readers and writers at once, each with a connection of its own, judged by {@link RedisVersions}.
 */
final class RedisChecker {
    private static final int TIMEOUT_MILLIS = 300;

    private final int port;
    private final String prefix;
    private final long seed;
    private final boolean trouble;
    private final boolean foreignWrites;
    private final RedisVersions versions;

    /**
     * @param prefix of its keys
     * @param trouble whether connections are lost and the server is slow now and then
     * @param foreignWrites whether some writes go past the client, where nobody sees them: the fault to be found
     */
    RedisChecker(int port, String prefix, long seed, boolean trouble, boolean foreignWrites) {
        this.port = port;
        this.prefix = prefix;
        this.seed = seed;
        this.trouble = trouble;
        this.foreignWrites = foreignWrites;
        this.versions = new RedisVersions(prefix);
    }

    String run(int threads, long millis) throws InterruptedException {
        try (Jedis jedis = new Jedis("localhost", port)) {
            jedis.flushAll();
        }
        long end = System.nanoTime() + millis * 1_000_000;
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Random random = new Random(seed + i);
            Thread thread = new Thread(() -> user(random, end), "checker-" + i);
            thread.start();
            all.add(thread);
        }
        for (Thread thread : all) {
            thread.join();
        }
        return versions.told(seed);
    }

    private final class User {
        final Random random;

        User(Random random) {
            this.random = random;
        }

        void read(Jedis jedis, int number) {
            RedisVersions.Known before = versions.known(number);
            String key = versions.key(number, before);
            String value = random.nextInt(4) == 0 ? jedis.mget(key).get(0) : jedis.get(key);
            versions.read(number, before, value, "");
        }

        void write(Jedis jedis, int number) throws Exception {
            versions.write(number, (key, version) -> write(jedis, key, Long.toString(version.version())));
        }

        private void write(Jedis jedis, String key, String value) throws IOException {
            if (foreignWrites && random.nextInt(100) == 0) {
                RedisVersions.past(port, "SET " + key + " " + value);
                return;
            }
            switch (random.nextInt(12)) {
                case 0 -> {
                    Pipeline pipeline = jedis.pipelined();
                    Response<String> old = pipeline.get(key);
                    pipeline.set(key, value);
                    pipeline.set(prefix + "other", value);
                    pipeline.sync();
                    old.get();
                }
                case 1 -> {
                    try (Transaction transaction = jedis.multi()) {
                        transaction.get(key);
                        transaction.set(key, value);
                        if (transaction.exec() == null) {
                            throw new JedisException("not executed");
                        }
                    }
                }
                case 2 -> jedis.eval("return redis.call('set', KEYS[1], ARGV[1])", List.of(key), List.of(value));
                case 3 -> jedis.mset(key, value, prefix + "other", value);
                default -> jedis.set(key, value);
            }
        }
    }

    private void user(Random random, long end) {
        User user = new User(random);
        Jedis jedis = null;
        while (System.nanoTime() < end) {
            try {
                if (jedis == null) {
                    jedis = new Jedis("localhost", port, TIMEOUT_MILLIS);
                    jedis.ping();
                }
                if (trouble && random.nextInt(5_000) == 0) {
                    trouble(jedis, random);
                }
                int number = RedisVersions.any(random);
                if (random.nextInt(20) == 0) {
                    user.write(jedis, number);
                } else {
                    user.read(jedis, number);
                }
            } catch (Exception e) {
                versions.failed();
                close(jedis);
                jedis = null;
            }
        }
        close(jedis);
    }

    /** The connection is lost, is left with a command on its way, or the server is slow: longer than clients wait, too. */
    private void trouble(Jedis jedis, Random random) throws IOException {
        switch (random.nextInt(5)) {
            case 0 -> jedis.getConnection().disconnect();
            case 1 -> {
                jedis.getConnection().sendCommand(Protocol.Command.PING);
                throw new JedisException("left behind");
            }
            case 2 -> RedisVersions.past(port, "CLIENT KILL TYPE normal");
            case 3 -> RedisVersions.past(port, "CLIENT PAUSE 20");
            default -> RedisVersions.past(port, "DEBUG SLEEP 0.4");
        }
    }

    private static void close(Jedis jedis) {
        if (jedis != null) {
            try {
                jedis.close();
            } catch (RuntimeException e) {
                // it was lost before
            }
        }
    }
}
