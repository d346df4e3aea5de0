package io.perfagent.cache.redis;

import io.perfagent.cache.Bypass;
import io.perfagent.cache.Fill;
import io.perfagent.cache.KeyWriter;
import io.perfagent.cache.ReadKind;
import io.perfagent.cache.tier.Hash64;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A read of a client that is observed only: measured, never kept, never answered. For the one call that began it. */
public final class RedisObservation {
    private static final int CLIENT_KIND = 'L';
    private static final int MAX_DEPTH = 4;

    private final Fill fill;
    private int bytes;
    private boolean understood = true;
    private boolean anything;

    private RedisObservation(Fill fill) {
        this.fill = fill;
    }

    /**
     * Before the read is sent.
     *
     * @param place where it goes: address and database
     * @return null: nothing is to be measured
     */
    public static @Nullable RedisObservation begin(
            RedisSource redis, RedisCommand command, byte[][] arguments, String place) {
        if (arguments.length == 0) {
            return null;
        }
        ReadKind kind = redis.kind(command, arguments[0]);
        if (kind.isIdle() || !kind.admits()) {
            return null;
        }
        if (kind.isRuled()) {
            kind.bypass(Bypass.SHADOW_ONLY);
        }
        KeyWriter writer =
                redis.caches().keys().begin(kind).putByte(CLIENT_KIND).putText(place);
        for (byte[] argument : arguments) {
            writer.putBytes(argument);
        }
        long hash = writer.hash();
        if (writer.isTooLong() || !kind.wants(hash)) {
            return null;
        }
        Fill fill = kind.begin(writer.key(hash), redis.reads(command, arguments), System.nanoTime());
        return fill == null ? null : new RedisObservation(fill);
    }

    /**
     * It is answered.
     *
     * @param value as the client's codec has made it; of classes that say nothing of their content nothing is measured
     */
    public void answered(@Nullable Object value, long nowNanos) {
        long digest = digest(value, 0);
        if (understood) {
            fill.done(null, bytes, digest, !anything, nowNanos);
        } else {
            fill.dropped();
        }
    }

    public void failed() {
        fill.dropped();
    }

    private long digest(@Nullable Object value, int depth) {
        if (value == null) {
            return 0;
        }
        if (value instanceof Collection && isJdks(value) && depth < MAX_DEPTH) {
            long all = 1;
            for (Object each : (Collection<?>) value) {
                all = Hash64.mix(all, digest(each, depth + 1));
            }
            return all;
        }
        if (value instanceof Map && isJdks(value) && depth < MAX_DEPTH) {
            long all = 1; // fields come in any order
            for (Map.Entry<?, ?> each : ((Map<?, ?>) value).entrySet()) {
                all += Hash64.mix(digest(each.getKey(), depth + 1), digest(each.getValue(), depth + 1));
            }
            return all;
        }
        anything = true;
        return digest(value);
    }

    /** Others may iterate anything, or nothing (a scalar of a JSON tree), and would run code of the application here. */
    static boolean isJdks(Object value) {
        return value.getClass().getClassLoader() == null;
    }

    private long digest(Object value) {
        if (value instanceof String) {
            bytes += ((String) value).length();
            return Hash64.of((String) value, 1);
        }
        if (value instanceof byte[]) {
            bytes += ((byte[]) value).length;
            return Hash64.of((byte[]) value, 2);
        }
        if (value instanceof Long || value instanceof Boolean || value instanceof Integer) {
            bytes += 8;
            return Hash64.mix(value.hashCode(), 3);
        }
        understood = false;
        return 0;
    }
}
