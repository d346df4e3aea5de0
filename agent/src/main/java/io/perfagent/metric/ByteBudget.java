package io.perfagent.metric;

import java.util.concurrent.atomic.AtomicLong;

/** A number of bytes to share. Thread-safe, without locks. */
final class ByteBudget {
    private final long limitBytes;
    private final AtomicLong usedBytes = new AtomicLong();

    ByteBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Takes {@code bytes} if at least {@code reserveBytes} remain after that. */
    boolean tryTake(long bytes, long reserveBytes) {
        long used = usedBytes.get();
        while (used + bytes + reserveBytes <= limitBytes) {
            if (usedBytes.compareAndSet(used, used + bytes)) {
                return true;
            }
            used = usedBytes.get();
        }
        return false;
    }

    void giveBack(long bytes) {
        usedBytes.addAndGet(-bytes);
    }

    long usedBytes() {
        return usedBytes.get();
    }

    long limitBytes() {
        return limitBytes;
    }
}
