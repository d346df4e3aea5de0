package io.perfagent.it.cache;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Readers and writers at once, on connections that they share, as applications share Lettuce's, judged by {@link
 * RedisVersions}; a read must not be older either than what its own thread has dispatched on the same connection before.
 */
final class LettuceChecker {
    private static final long PATIENCE_MILLIS = 20_000;
    private static final List<String> TROUBLE =
            List.of("CLIENT KILL TYPE normal", "CLIENT PAUSE 20", "DEBUG SLEEP 0.4");

    private final RedisClient client;
    private final int port;
    private final String prefix;
    private final long seed;
    private final boolean trouble;
    private final boolean foreignWrites;
    private final RedisVersions versions;

    /**
     * @param prefix of its keys
     * @param trouble whether connections are killed and the server is slow now and then
     * @param foreignWrites whether some writes go past the client, where nobody sees them: the fault to be found
     */
    LettuceChecker(RedisClient client, int port, String prefix, long seed, boolean trouble, boolean foreignWrites) {
        this.client = client;
        this.port = port;
        this.prefix = prefix;
        this.seed = seed;
        this.trouble = trouble;
        this.foreignWrites = foreignWrites;
        this.versions = new RedisVersions(prefix);
    }

    String run(int threads, long millis) throws InterruptedException {
        try (StatefulRedisConnection<String, String> first = client.connect();
                StatefulRedisConnection<String, String> second = client.connect()) {
            first.sync().flushall();
            long end = System.nanoTime() + millis * 1_000_000;
            List<Thread> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                User user = new User(new Random(seed + i), List.of(first, second));
                Thread thread = new Thread(() -> user.run(end), "checker-" + i);
                thread.start();
                all.add(thread);
            }
            for (Thread thread : all) {
                thread.join();
            }
        }
        return versions.told(seed);
    }

    private final class User {
        final Random random;
        final List<StatefulRedisConnection<String, String>> connections;

        User(Random random, List<StatefulRedisConnection<String, String>> connections) {
            this.random = random;
            this.connections = connections;
        }

        void run(long end) {
            while (System.nanoTime() < end) {
                StatefulRedisConnection<String, String> connection = connections.get(random.nextInt(2));
                try {
                    if (trouble && random.nextInt(5_000) == 0) {
                        RedisVersions.past(port, TROUBLE.get(random.nextInt(3)));
                    }
                    int number = RedisVersions.any(random);
                    if (random.nextInt(20) == 0) {
                        versions.write(number, (key, version) -> write(connection, number, key, version));
                    } else {
                        RedisVersions.Known before = versions.known(number);
                        versions.read(number, before, value(connection, versions.key(number, before)), "");
                    }
                } catch (Exception e) {
                    versions.failed();
                }
            }
        }

        private String value(StatefulRedisConnection<String, String> connection, String key) throws Exception {
            return switch (random.nextInt(8)) {
                case 0 -> connection.sync().mget(key).get(0).getValueOrElse(null);
                case 1 -> await(connection.async().get(key));
                case 2 -> connection.reactive().get(key).block();
                default -> connection.sync().get(key);
            };
        }

        private void write(
                StatefulRedisConnection<String, String> connection, int number, String key, RedisVersions.Known version)
                throws Exception {
            String value = Long.toString(version.version());
            if (foreignWrites && random.nextInt(20) == 0) {
                RedisVersions.past(port, "SET " + key + " " + value);
                return;
            }
            switch (random.nextInt(8)) {
                case 0 -> connection.sync().mset(Map.of(key, value, prefix + "other", value));
                case 1 ->
                    connection
                            .sync()
                            .eval(
                                    "return redis.call('set', KEYS[1], ARGV[1])",
                                    ScriptOutputType.STATUS,
                                    new String[] {key},
                                    value);
                case 2 -> connection.reactive().set(key, value).block();
                case 3, 4 -> {
                    // Not waited for: what is dispatched after it on the same connection comes after it.
                    RedisFuture<String> set = connection.async().set(key, value);
                    String read = value(connection, key);
                    await(set); // one that has failed was in nobody's way
                    versions.read(number, version, read, "not waited for: ");
                }
                default -> connection.sync().set(key, value);
            }
        }
    }

    private static <T> T await(RedisFuture<T> future) throws Exception {
        if (!future.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new RedisException("not answered");
        }
        return future.get();
    }
}
