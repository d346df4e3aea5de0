package io.perfagent.cache.channel;

import io.perfagent.cache.tier.Lease;
import org.jspecify.annotations.Nullable;

/** What a channel tells of, as whoever keeps answers knows it. Safe for all threads. */
public interface Keys {
    /** A key was changed by somebody, expired, or was removed. */
    void changed(byte[] key);

    /** Anything may have been changed. */
    void everything();

    /** The versions of a key now; null while a write of it is pending. */
    @Nullable
    Lease lease(byte[] key, long nowNanos);
}
