package io.perfagent.export;

final class SystemClock implements Clock {
    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long unixNanos() {
        return System.currentTimeMillis() * 1_000_000L;
    }
}
