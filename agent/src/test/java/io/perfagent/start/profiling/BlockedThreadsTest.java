package io.perfagent.start.profiling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class BlockedThreadsTest {
    private final Object monitor = new Object();
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    private void start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void take() {
        try {
            queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void enter() {
        synchronized (monitor) {
            queue.offer("");
        }
    }

    private void lock() {
        lock.lock();
        lock.unlock();
    }

    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.BLOCKED || LockSupport.getBlocker(thread) != null;
    }

    @Test
    void those_that_wait_for_a_lock_count_and_those_that_wait_for_work_do_not() throws Exception {
        BlockedThreads blocked = new BlockedThreads();
        assertThat(blocked.average()).as("without a look").isNegative();
        blocked.look();
        double others = blocked.average();
        synchronized (monitor) {
            lock.lock();
            try {
                start(this::take);
                start(this::enter);
                start(this::lock);
                start(this::lock);
                while (!threads.stream().allMatch(BlockedThreadsTest::waits)) {
                    Thread.onSpinWait();
                }
                blocked.look();
                blocked.look();
                assertThat(blocked.average()).isEqualTo(others + 3);
            } finally {
                lock.unlock();
            }
        }
        queue.offer("");
        for (Thread thread : threads) {
            thread.join();
        }
        blocked.look();
        assertThat(blocked.average()).isEqualTo(others);
    }
}
