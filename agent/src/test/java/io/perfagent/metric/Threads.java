package io.perfagent.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;

/** Runs the same work on several threads at once. */
final class Threads {
    /** What a thread does; {@code thread} counts from 0. */
    interface Work {
        void run(int thread) throws Exception;
    }

    private Threads() {}

    /** Starts all threads together, waits for them to end and passes on what any of them threw. */
    static void runTogether(int threads, Work work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> started = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            Thread worker = new Thread(() -> {
                try {
                    start.await();
                    work.run(thread);
                } catch (Throwable e) {
                    failure.set(e);
                }
            });
            worker.start();
            started.add(worker);
        }
        for (Thread worker : started) {
            worker.join();
        }
        if (failure.get() != null) {
            throw new AssertionError("a thread failed", failure.get());
        }
    }
}
