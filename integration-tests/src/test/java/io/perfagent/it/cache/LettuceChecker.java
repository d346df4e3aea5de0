package io.perfagent.it.cache;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Readers and writers at once, on connections that they share, as applications share Lettuce's. Each value carries a version
 * that grows with each write of its key. A read is wrong if its version is below the newest whose write had returned before
 * the read was invoked, or that its own thread had dispatched on the same connection before, or below what its thread has
 * seen.
 */
final class LettuceChecker {
    private static final int KEYS = 8;
    private static final long PATIENCE_MILLIS = 20_000;

    /** A key's name and the newest version known to be written; a new name after a write whose outcome is not known. */
    private record Known(int generation, long version) {}

    private final RedisClient client;
    private final int port;
    private final String prefix;
    private final long seed;
    private final boolean trouble;
    private final boolean foreignWrites;
    private final AtomicReferenceArray<Known> known = new AtomicReferenceArray<>(KEYS);
    private final Object[] writing = new Object[KEYS];
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong writes = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicInteger violations = new AtomicInteger();
    private volatile String firstViolation = "none";

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
        for (int i = 0; i < KEYS; i++) {
            known.set(i, new Known(0, 0));
            writing[i] = new Object();
        }
    }

    private String key(int number, Known at) {
        return prefix + number + "-" + at.generation();
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
        return "violations=" + violations + " reads=" + reads + " writes=" + writes + " failures=" + failures + " seed="
                + seed + " first=" + firstViolation;
    }

    private final class User {
        final Random random;
        final List<StatefulRedisConnection<String, String>> connections;
        final Known[] seen = new Known[KEYS];

        User(Random random, List<StatefulRedisConnection<String, String>> connections) {
            this.random = random;
            this.connections = connections;
        }

        void run(long end) {
            while (System.nanoTime() < end) {
                StatefulRedisConnection<String, String> connection = connections.get(random.nextInt(2));
                try {
                    if (trouble && random.nextInt(5_000) == 0) {
                        past(List.of("CLIENT KILL TYPE normal", "CLIENT PAUSE 20", "DEBUG SLEEP 0.4")
                                .get(random.nextInt(3)));
                    }
                    int number = (int) Math.floor(KEYS * Math.pow(random.nextDouble(), 2));
                    if (random.nextInt(20) == 0) {
                        write(connection, number);
                    } else {
                        read(connection, number, known.get(number));
                    }
                } catch (Exception e) {
                    failures.incrementAndGet();
                }
            }
        }

        private void read(StatefulRedisConnection<String, String> connection, int number, Known before)
                throws Exception {
            check(number, before, value(connection, key(number, before)), "");
        }

        private String value(StatefulRedisConnection<String, String> connection, String key) throws Exception {
            reads.incrementAndGet();
            return switch (random.nextInt(8)) {
                case 0 -> connection.sync().mget(key).get(0).getValueOrElse(null);
                case 1 -> await(connection.async().get(key));
                case 2 -> connection.reactive().get(key).block();
                default -> connection.sync().get(key);
            };
        }

        private void check(int number, Known before, String value, String what) {
            if (known.get(number).generation() != before.generation()) {
                return;
            }
            long version = value == null ? 0 : Long.parseLong(value);
            Known last = seen[number];
            boolean back = last != null && last.generation() == before.generation() && version < last.version();
            if (version < before.version() || back) {
                if (violations.incrementAndGet() == 1) {
                    firstViolation = what + key(number, before) + " gave " + version + " after " + before.version()
                            + (back ? ", seen " + last.version() : "");
                }
            }
            seen[number] = new Known(before.generation(), version);
        }

        private void write(StatefulRedisConnection<String, String> connection, int number) throws Exception {
            synchronized (writing[number]) {
                Known before = known.get(number);
                long version = before.version() + 1;
                try {
                    write(connection, number, before, version);
                    known.set(number, new Known(before.generation(), version));
                    writes.incrementAndGet();
                } catch (Exception e) {
                    known.set(number, new Known(before.generation() + 1, 0));
                    throw e;
                }
            }
        }

        private void write(StatefulRedisConnection<String, String> connection, int number, Known before, long version)
                throws Exception {
            String key = key(number, before);
            String value = Long.toString(version);
            if (foreignWrites && random.nextInt(20) == 0) {
                past("SET " + key + " " + value);
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
                    check(number, new Known(before.generation(), version), read, "not waited for: ");
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

    /** Says something to the server where no client sees it. */
    private void past(String line) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.getInputStream().read();
        }
    }
}
