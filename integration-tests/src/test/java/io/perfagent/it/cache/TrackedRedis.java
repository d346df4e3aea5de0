package io.perfagent.it.cache;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Readers here, and writers elsewhere: over sockets that no client library has opened, as another process would. Each value
 * is a version that grows. A read at t is wrong if its version is below the newest whose write had returned before t less
 * the bound, or below what its thread has seen.
 */
final class TrackedRedis {
    /** The first eight are written all the time, the others every few seconds. */
    static final int KEYS = 32;

    private static final int BUSY_KEYS = 8;
    private static final double QUIET_SHARE = 0.02;

    /** B of promise P3. */
    static final long BOUND_NANOS = 4_000_000_000L;

    private static final long WRITE_PAUSE_NANOS = 4_000_000;

    /** A reader of one thread. */
    interface Reader extends AutoCloseable {
        /** The value of a key; null if it has none. */
        String get(String key);

        @Override
        void close();
    }

    /** Makes a reader, again after each failure. */
    interface Opens {
        Reader open() throws IOException;
    }

    private final int port;
    private final String password;
    private final String prefix;
    private final Opens readers;
    private final boolean orderly;

    /** By key: when a write of a version had returned. */
    private final List<ConcurrentSkipListMap<Long, Long>> written = new ArrayList<>();

    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong writes = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong worstNanos = new AtomicLong();
    private final AtomicInteger violations = new AtomicInteger();
    private volatile String first = "none";

    /** @param orderly whether a thread that sees an older value than before has found a violation, too */
    TrackedRedis(int port, String password, String prefix, boolean orderly, Opens readers) {
        this.port = port;
        this.password = password;
        this.prefix = prefix;
        this.readers = readers;
        this.orderly = orderly;
        for (int i = 0; i < KEYS; i++) {
            written.add(new ConcurrentSkipListMap<>());
        }
    }

    /** One connection that no agent sees. */
    static final class Wire implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Wire(int port, String password) throws IOException {
            socket = new Socket("127.0.0.1", port);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            say("AUTH " + password);
        }

        String say(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            String answer = in.readLine();
            if (answer == null || answer.startsWith("-")) {
                throw new IOException(line + ": " + answer);
            }
            return answer;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** @param trouble whether connections are killed and the server stands still now and then, longer than a channel bears, too */
    String run(int threads, long millis, long seed, boolean trouble) throws Exception {
        long end = System.nanoTime() + millis * 1_000_000;
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Random random = new Random(seed + i);
            all.add(new Thread(() -> read(random, end), "reader-" + i));
        }
        Random random = new Random(seed - 1);
        all.add(new Thread(() -> write(random, end), "writer"));
        if (trouble) {
            all.add(new Thread(() -> trouble(random, end), "trouble"));
        }
        all.forEach(Thread::start);
        for (Thread thread : all) {
            thread.join();
        }
        return "violations=" + violations + " reads=" + reads + " writes=" + writes + " failures=" + failures
                + " worst_ms=" + worstNanos.get() / 1_000_000 + " seed=" + seed + " first=" + first;
    }

    private String key(int number) {
        return prefix + number;
    }

    private void read(Random random, long end) {
        long[] seen = new long[KEYS];
        Reader reader = null;
        while (System.nanoTime() < end) {
            int number = (int) Math.floor(KEYS * Math.pow(random.nextDouble(), 2));
            try {
                reader = reader == null ? readers.open() : reader;
                long asked = System.nanoTime();
                String value = reader.get(key(number));
                reads.incrementAndGet();
                check(number, asked, value == null ? 0 : Long.parseLong(value), seen);
            } catch (RuntimeException | IOException e) {
                failures.incrementAndGet();
                reader = close(reader);
            }
        }
        close(reader);
    }

    private static Reader close(Reader reader) {
        try {
            if (reader != null) {
                reader.close();
            }
        } catch (RuntimeException e) {
            return null; // it was lost before
        }
        return null;
    }

    private void check(int number, long asked, long version, long[] seen) {
        ConcurrentSkipListMap<Long, Long> returned = written.get(number);
        var newest = returned.floorEntry(asked - BOUND_NANOS);
        long least = newest == null ? 0 : newest.getValue();
        if ((version < least || (orderly && version < seen[number])) && violations.incrementAndGet() == 1) {
            first = key(number) + " gave " + version + ", " + least + " was written before the bound, " + seen[number]
                    + " was seen";
        }
        // How long the oldest write that it does not show had returned before.
        for (var write : returned.headMap(asked).entrySet()) {
            if (write.getValue() > version) {
                worstNanos.accumulateAndGet(asked - write.getKey(), Math::max);
                break;
            }
        }
        seen[number] = Math.max(seen[number], version);
    }

    private void write(Random random, long end) {
        long version = 0;
        Wire wire = null;
        while (System.nanoTime() < end) {
            int number = random.nextDouble() < QUIET_SHARE
                    ? BUSY_KEYS + random.nextInt(KEYS - BUSY_KEYS)
                    : random.nextInt(BUSY_KEYS);
            version++;
            try {
                wire = wire == null ? new Wire(port, password) : wire;
                wire.say("SET " + key(number) + " " + version);
                written.get(number).put(System.nanoTime(), version);
                writes.incrementAndGet();
            } catch (IOException e) {
                failures.incrementAndGet();
                wire = null; // it may have been carried out: a version above what must be seen is no violation
            }
            LockSupport.parkNanos(WRITE_PAUSE_NANOS);
        }
    }

    private void trouble(Random random, long end) {
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(300_000_000L + random.nextInt(300_000_000));
            try (Wire wire = new Wire(port, password)) {
                switch (random.nextInt(8)) {
                    case 0 -> wire.say("DEBUG SLEEP 0.4");
                    case 1 -> wire.say("CLIENT PAUSE 50");
                    default -> wire.say("CLIENT KILL TYPE normal");
                }
            } catch (IOException e) {
                failures.incrementAndGet();
            }
        }
    }
}
