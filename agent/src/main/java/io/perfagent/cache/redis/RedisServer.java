package io.perfagent.cache.redis;

/** One address that connections of this process lead to. Safe for all threads. */
public final class RedisServer {
    /** Part of every key read there. */
    public final int number;

    /** Whether this process has written there. */
    volatile boolean written;

    RedisServer(int number) {
        this.number = number;
    }
}
