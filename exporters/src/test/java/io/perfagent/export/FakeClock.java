package io.perfagent.export;

/** Time that moves only when told to. */
public final class FakeClock implements Clock {
    private volatile long nanos;

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public long unixNanos() {
        return 1_700_000_000_000_000_000L + nanos;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    public void advance(long by) {
        nanos += by;
    }

    public void advanceMillis(long by) {
        advance(by * 1_000_000L);
    }
}
