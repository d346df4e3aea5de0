package io.perfagent.cache.redis;

import io.perfagent.cache.channel.RedisChannel;
import org.jspecify.annotations.Nullable;

/** One address that connections of this process lead to. Safe for all threads. */
public final class RedisServer {
    /** Part of every key read there. */
    public final int number;

    /** Whether this process has written there. */
    volatile boolean written;

    /** As it is connected to: an address, not a name, and a port. */
    final String address;

    /** Whether connections to it are encrypted: then there is no channel to it. */
    volatile boolean encrypted;

    /** The arguments of the last {@code AUTH} that it has accepted, while a channel may want them; a secret. */
    volatile byte @Nullable [] @Nullable [] login;

    /** Whether a read has come that needs a channel, since that was looked at last. */
    volatile boolean needsChannel;

    /** Since the last such read; for the thread that looks after channels. */
    int idleSeconds = Integer.MAX_VALUE;

    /** What tells of others' writes there; null without one. */
    volatile @Nullable RedisChannel channel;

    RedisServer(int number, String address) {
        this.number = number;
        this.address = address;
    }
}
