package io.perfagent.it.cache;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Readers and writers at once, each value carrying a version that grows with each write of its key. A read is wrong if its
 * version is below the newest whose write had returned before the read was invoked, or below what its thread has seen.
 */
final class RedisChecker {
    private static final int KEYS = 8;
    private static final int TIMEOUT_MILLIS = 300;

    /** A key's name and the newest version known to be written; a new name after a write whose outcome is not known. */
    private record Known(int generation, long version) {}

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
     * @param trouble whether connections are lost and the server is slow now and then
     * @param foreignWrites whether some writes go past the client, where nobody sees them: the fault to be found
     */
    RedisChecker(int port, String prefix, long seed, boolean trouble, boolean foreignWrites) {
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
        return "violations=" + violations + " reads=" + reads + " writes=" + writes + " failures=" + failures + " seed="
                + seed + " first=" + firstViolation;
    }

    private final class User {
        final Random random;
        final Known[] seen = new Known[KEYS];

        User(Random random) {
            this.random = random;
        }

        void read(Jedis jedis, int number) {
            Known before = known.get(number);
            String value =
                    random.nextInt(4) == 0 ? jedis.mget(key(number, before)).get(0) : jedis.get(key(number, before));
            reads.incrementAndGet();
            check(number, before, value);
        }

        void check(int number, Known before, String value) {
            if (known.get(number).generation() != before.generation()) {
                return;
            }
            long version = value == null ? 0 : Long.parseLong(value);
            Known last = seen[number];
            boolean back = last != null && last.generation() == before.generation() && version < last.version();
            if (version < before.version() || back) {
                if (violations.incrementAndGet() == 1) {
                    firstViolation = key(number, before) + " gave " + version + " after " + before.version()
                            + (back ? ", seen " + last.version() : "");
                }
            }
            seen[number] = new Known(before.generation(), version);
        }

        void write(Jedis jedis, int number) {
            synchronized (writing[number]) {
                Known before = known.get(number);
                long version = before.version() + 1;
                String key = key(number, before);
                String value = Long.toString(version);
                try {
                    write(jedis, key, value);
                    known.set(number, new Known(before.generation(), version));
                    writes.incrementAndGet();
                } catch (RuntimeException | IOException e) {
                    known.set(number, new Known(before.generation() + 1, 0));
                    throw e instanceof RuntimeException runtime ? runtime : new JedisConnectionException(e);
                }
            }
        }

        private void write(Jedis jedis, String key, String value) throws IOException {
            if (foreignWrites && random.nextInt(100) == 0) {
                past("SET " + key + " " + value);
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
                int number = (int) Math.floor(KEYS * Math.pow(random.nextDouble(), 2));
                if (random.nextInt(20) == 0) {
                    user.write(jedis, number);
                } else {
                    user.read(jedis, number);
                }
            } catch (RuntimeException | IOException e) {
                failures.incrementAndGet();
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
            case 2 -> past("CLIENT KILL TYPE normal");
            case 3 -> past("CLIENT PAUSE 20");
            default -> past("DEBUG SLEEP 0.4");
        }
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
