package io.perfagent.it.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads of what others write all the time, judged by promise P2: a read is wrong if its version is below the newest whose write
 * had returned before the read was invoked less the bound, or below what its thread has seen.
 */
final class AgedReads {
    /** Reads for one thread. */
    interface Reader extends AutoCloseable {
        long version(int key) throws Exception;

        @Override
        void close() throws Exception;
    }

    /** Makes a reader. */
    interface Opens {
        Reader open() throws Exception;
    }

    private final WriteTimes writes;
    private final long boundNanos;
    private final boolean orderly;
    private final Opens readers;
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong violations = new AtomicLong();
    private final AtomicLong old = new AtomicLong();
    private volatile String first = "none";

    /** @param orderly whether a thread that sees an older value than before has found a violation, too */
    AgedReads(WriteTimes writes, long boundNanos, boolean orderly, Opens readers) {
        this.writes = writes;
        this.boundNanos = boundNanos;
        this.orderly = orderly;
        this.readers = readers;
    }

    /** Runs it; what was seen, as text: {@code old} are the right ones that were not the newest any more. */
    String run(int threads, long millis, long seed) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Random random = new Random(seed + i);
            Thread thread = new Thread(() -> read(random, end), "aged-" + i);
            thread.start();
            all.add(thread);
        }
        for (Thread thread : all) {
            thread.join();
        }
        return "violations=" + violations + " reads=" + reads + " old=" + old + " seed=" + seed + " first=" + first;
    }

    private void read(Random random, long end) {
        long[] seen = new long[writes.keys()];
        try (Reader reader = readers.open()) {
            while (System.nanoTime() - end < 0) {
                int key = (int) Math.floor(seen.length * Math.pow(random.nextDouble(), 2));
                long asked = System.nanoTime();
                long version = reader.version(key);
                reads.incrementAndGet();
                judge(key, asked, version, seen[key]);
                seen[key] = Math.max(seen[key], version);
            }
        } catch (Exception e) {
            wrong("failed: " + e);
        }
    }

    private void judge(int key, long asked, long version, long seen) {
        if (writes.hadReturned(key, version + 1, asked - boundNanos)) {
            wrong("key " + key + " gave " + version + ", which was overwritten before the bound");
        } else if (orderly && version < seen) {
            wrong("key " + key + " gave " + version + ", " + seen + " was seen");
        } else if (writes.hadReturned(key, version + 1, asked)) {
            old.incrementAndGet();
        }
    }

    private void wrong(String what) {
        if (violations.incrementAndGet() == 1) {
            first = what;
        }
    }
}
