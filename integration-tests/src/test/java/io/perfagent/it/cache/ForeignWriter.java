package io.perfagent.it.cache;

import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Writes versions of keys, one after the other, until it is closed; whoever reads does not see it at work. */
final class ForeignWriter implements AutoCloseable {
    /** Writes a version of a key; returns when that is done. */
    interface Store {
        void write(int key, long version) throws Exception;
    }

    private final WriteTimes writes;
    private final Store store;
    private final long pauseNanos;
    private final long[] versions;
    private final Thread thread;
    private volatile boolean over;
    private volatile @Nullable Exception failure;

    ForeignWriter(WriteTimes writes, Store store, long pauseNanos, long seed) {
        this.writes = writes;
        this.store = store;
        this.pauseNanos = pauseNanos;
        versions = new long[writes.keys()];
        thread = new Thread(() -> run(new Random(seed)), "foreign-writer");
        thread.start();
    }

    private void run(Random random) {
        try {
            while (!over) {
                int key = random.nextInt(versions.length);
                long version = ++versions[key];
                store.write(key, version);
                writes.returned(key, version, System.nanoTime());
                LockSupport.parkNanos(pauseNanos);
            }
        } catch (Exception e) {
            failure = e;
        }
    }

    /** Fails if a write has failed: what was judged meanwhile was judged by too little. */
    @Override
    public void close() throws Exception {
        over = true;
        thread.join();
        Exception failed = failure;
        if (failed != null) {
            throw failed;
        }
    }
}
