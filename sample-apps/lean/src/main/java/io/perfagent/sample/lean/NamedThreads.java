package io.perfagent.sample.lean;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads called {@code <prefix>-1}, {@code <prefix>-2} and so on. Thread-safe. */
public final class NamedThreads implements ThreadFactory {
    private final String prefix;
    private final AtomicInteger count = new AtomicInteger();

    public NamedThreads(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task, prefix + "-" + count.incrementAndGet());
        thread.setDaemon(true);
        // Not the loader of the web application whose request happened to need the thread.
        thread.setContextClassLoader(NamedThreads.class.getClassLoader());
        return thread;
    }
}
