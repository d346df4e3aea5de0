package io.perfagent.metric;

import io.perfagent.export.Clock;

/** A clock that stands still until told otherwise. */
final class FakeClock implements Clock {
    static final long SECOND = 1_000_000_000L;

    long nanos = 5 * SECOND;

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public long unixNanos() {
        return nanos;
    }

    long advanceSeconds(long seconds) {
        nanos += seconds * SECOND;
        return nanos;
    }
}
