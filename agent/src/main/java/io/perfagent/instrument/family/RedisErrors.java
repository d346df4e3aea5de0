package io.perfagent.instrument.family;

import org.jspecify.annotations.Nullable;

/** Error replies of Redis (RESP simple errors). */
public final class RedisErrors {
    private RedisErrors() {}

    /** The prefix of an error reply that tells its kind, such as {@code WRONGTYPE}; null if it has none. */
    public static @Nullable String prefix(@Nullable String reply) {
        int end = reply == null ? -1 : reply.indexOf(' ');
        if (reply == null || end <= 0) {
            return null;
        }
        for (int i = 0; i < end; i++) {
            if (reply.charAt(i) < 'A' || reply.charAt(i) > 'Z') {
                return null;
            }
        }
        return reply.substring(0, end);
    }
}
