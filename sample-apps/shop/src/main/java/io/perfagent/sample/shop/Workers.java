package io.perfagent.sample.shop;

import io.perfagent.sample.lean.NamedThreads;
import java.io.Closeable;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads for what a page does aside. */
final class Workers implements Closeable {
    private static final int THREADS = 8;
    private static final int MAX_WAITING = 1000;

    private final ExecutorService executor = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            new NamedThreads("shop-worker"));

    ExecutorService executor() {
        return executor;
    }

    @Override
    public String toString() {
        return THREADS + " threads";
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
