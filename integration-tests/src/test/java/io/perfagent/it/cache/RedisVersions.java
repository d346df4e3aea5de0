package io.perfagent.it.cache;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Keys of Redis whose values carry a version that grows with each write, and the judge of reads: one is wrong if its version is
 * below the newest whose write had returned before the read was invoked, or below what its thread has seen. Safe for all
 * threads.
 */
final class RedisVersions {
    private static final int KEYS = 8;

    /** A key's name and the newest version known to be written; a new name after a write whose outcome is not known. */
    record Known(int generation, long version) {
        Known next() {
            return new Known(generation, version + 1);
        }
    }

    /** Writes a version of a key. */
    interface Write {
        void run(String key, Known version) throws Exception;
    }

    private final String prefix;
    private final AtomicReferenceArray<Known> known = new AtomicReferenceArray<>(KEYS);
    private final Object[] writing = new Object[KEYS];
    private final ThreadLocal<Known[]> seen = ThreadLocal.withInitial(() -> new Known[KEYS]);
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong writes = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong violations = new AtomicLong();
    private volatile String firstViolation = "none";

    /** @param prefix of all keys */
    RedisVersions(String prefix) {
        this.prefix = prefix;
        for (int i = 0; i < KEYS; i++) {
            known.set(i, new Known(0, 0));
            writing[i] = new Object();
        }
    }

    /** One of the keys, some more often than others. */
    static int any(Random random) {
        return (int) Math.floor(KEYS * Math.pow(random.nextDouble(), 2));
    }

    /** The name of a key. */
    String key(int number, Known at) {
        return prefix + number + "-" + at.generation();
    }

    /** What a read that is invoked now must not be older than. */
    Known known(int number) {
        return known.get(number);
    }

    /**
     * A read has returned.
     *
     * @param before what it must not be older than
     * @param how for the message
     */
    void read(int number, Known before, String value, String how) {
        reads.incrementAndGet();
        if (known.get(number).generation() != before.generation()) {
            return;
        }
        long version = value == null ? 0 : Long.parseLong(value);
        Known[] mine = seen.get();
        Known last = mine[number];
        boolean back = last != null && last.generation() == before.generation() && version < last.version();
        if (version < before.version() || back) {
            if (violations.incrementAndGet() == 1) {
                firstViolation = how + key(number, before) + " gave " + version + " after " + before.version()
                        + (back ? ", seen " + last.version() : "");
            }
        }
        mine[number] = new Known(before.generation(), version);
    }

    /** Writes the next version of a key, one at a time. */
    void write(int number, Write write) throws Exception {
        synchronized (writing[number]) {
            Known before = known.get(number);
            Known next = before.next();
            try {
                write.run(key(number, before), next);
                known.set(number, next);
                writes.incrementAndGet();
            } catch (Exception e) {
                known.set(number, new Known(before.generation() + 1, 0));
                throw e;
            }
        }
    }

    /** A call has failed. */
    void failed() {
        failures.incrementAndGet();
    }

    /** Says something to the server where no client sees it. */
    static void past(int port, String line) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.getInputStream().read();
        }
    }

    String told(long seed) {
        return "violations=" + violations + " reads=" + reads + " writes=" + writes + " failures=" + failures + " seed="
                + seed + " first=" + firstViolation;
    }
}
