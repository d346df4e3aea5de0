package io.perfagent.instrument.jdkstart;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.StartHook;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A thread waits for a latch, for another thread to end, or for a lock or semaphore that it did not get at once. */
public final class WaitHook extends StartHook {
    public WaitHook() {
        super(Kind.WAIT);
    }

    @Override
    protected @Nullable String name(@Nullable Object on, @Nullable Object first, @Nullable Object second) {
        if (on instanceof CountDownLatch) {
            return ((CountDownLatch) on).getCount() > 0 ? "CountDownLatch.await" : null;
        }
        if (on instanceof Thread) {
            return ((Thread) on).isAlive() ? "Thread.join ".concat(((Thread) on).getName()) : null;
        }
        return on == null ? null : synchronizer(on.getClass().getName());
    }

    /** {@code ReentrantLock} of {@code java.util.concurrent.locks.ReentrantLock$NonfairSync}; null for a latch's. */
    private static @Nullable String synchronizer(String type) {
        int end = type.indexOf('$');
        String outer = end < 0 ? type : type.substring(0, end);
        String name = outer.substring(outer.lastIndexOf('.') + 1);
        return name.equals("CountDownLatch") ? null : name;
    }

    @Override
    protected int subject(@Nullable Object on) {
        return System.identityHashCode(on);
    }
}
