package io.perfagent.sample.slowstart;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/** {@link Cause#LOCK}: a thread that refreshes the registry has the lock before the main thread wants to read. */
@Component
class LockedRegistry {
    private final ReentrantLock lock = new ReentrantLock();
    private int entries;

    LockedRegistry() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        Thread refresher = new Thread(() -> refresh(held), "registry-refresher");
        refresher.start();
        held.await();
        lock.lock();
        try {
            entries++;
        } finally {
            lock.unlock();
        }
    }

    private void refresh(CountDownLatch held) {
        lock.lock();
        try {
            held.countDown();
            Cause.LOCK.sleep();
            entries++;
        } finally {
            lock.unlock();
        }
    }
}
