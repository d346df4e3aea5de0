package io.perfagent.metric;

import java.util.concurrent.atomic.LongAdder;

/**
 * An exact count that many threads add to.
 *
 * <p>Thread-safe: adding never waits, and allocates only the first few times that threads collide.
 */
public final class LongCount {
    private final LongAdder adder = new LongAdder();

    public void increment() {
        adder.increment();
    }

    public void add(long amount) {
        adder.add(amount);
    }

    /** Everything added so far; what other threads are just adding may be missing. */
    public long sum() {
        return adder.sum();
    }
}
