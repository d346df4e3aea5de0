package io.perfagent.cache.redis;

import io.perfagent.cache.tier.Hash64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A reply of Redis as bytes of our own, so that what is kept belongs to no class of a client, and each caller is given
 * objects of its own. Of nil, integers, byte strings, lists and maps; nothing else is kept. Pure.
 */
public final class RedisReply {
    private static final byte NIL = 0;
    private static final byte INTEGER = 1;
    private static final byte BYTES = 2;
    private static final byte LIST = 3;
    private static final byte PAIR = 4;
    private static final int MAX_DEPTH = 4;

    private byte[] bytes = new byte[64];
    private int size;
    private final int maxBytes;

    /** Makes the client's own object for a key and a value of a map. */
    public interface Pairs {
        Object pair(@Nullable Object key, @Nullable Object value);
    }

    private RedisReply(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** A client's reply as bytes; null if it is too large, or of a type that is not kept. */
    public static byte @Nullable [] encode(@Nullable Object reply, int maxBytes) {
        RedisReply out = new RedisReply(maxBytes);
        return out.put(reply, 0) ? out.toBytes() : null;
    }

    private boolean put(@Nullable Object reply, int depth) {
        if (depth > MAX_DEPTH) {
            return false;
        }
        if (reply == null) {
            return putNil();
        }
        if (reply instanceof byte[]) {
            return putBytes((byte[]) reply);
        }
        if (reply instanceof Long) {
            return putInteger((Long) reply);
        }
        if (reply instanceof List) {
            List<?> list = (List<?>) reply;
            if (!putList(list.size())) {
                return false;
            }
            for (Object each : list) {
                if (!put(each, depth + 1)) {
                    return false;
                }
            }
            return true;
        }
        if (reply instanceof Map.Entry) {
            Map.Entry<?, ?> pair = (Map.Entry<?, ?>) reply;
            return tag(PAIR) && put(pair.getKey(), depth + 1) && put(pair.getValue(), depth + 1);
        }
        return false;
    }

    private boolean putNil() {
        return tag(NIL);
    }

    private boolean putInteger(long value) {
        return tag(INTEGER) && putInt((int) value) && putInt((int) (value >>> 32));
    }

    private boolean putBytes(byte[] value) {
        if (!tag(BYTES) || !putInt(value.length) || !room(value.length)) {
            return false;
        }
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return true;
    }

    /** The elements follow. */
    private boolean putList(int count) {
        return tag(LIST) && putInt(count);
    }

    private byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private boolean tag(byte tag) {
        if (!room(1)) {
            return false;
        }
        bytes[size++] = tag;
        return true;
    }

    private boolean putInt(int value) {
        if (!room(4)) {
            return false;
        }
        for (int shift = 0; shift < 32; shift += 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
        return true;
    }

    private boolean room(int more) {
        if (more > maxBytes - size) {
            return false;
        }
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, Math.min(maxBytes, bytes.length * 2)));
        }
        return true;
    }

    /** The reply anew: lists and byte strings that belong to the caller. */
    public static @Nullable Object decode(byte[] encoded, Pairs pairs) {
        return new Reader(encoded, pairs).next();
    }

    /** Whether it says that there is nothing: nil, a list without anything, or of nothing but nil. */
    public static boolean isEmpty(byte[] encoded) {
        if (encoded[0] == LIST) {
            for (int i = 5; i < encoded.length; i++) {
                if (encoded[i] != NIL) {
                    return false;
                }
            }
            return true;
        }
        return encoded[0] == NIL;
    }

    /**
     * Of its content: equal for equal replies.
     *
     * @param fields whether it is a hash: its fields come in any order, as a list of both in turns or of pairs
     */
    public static long digest(byte[] encoded, boolean fields) {
        if (!fields || encoded[0] != LIST) {
            return Hash64.of(encoded, 0);
        }
        Reader reader = new Reader(encoded, null);
        reader.at = 1;
        int count = reader.readInt();
        long sum = count;
        while (reader.at < encoded.length) {
            int from = reader.at;
            if (encoded[from] == PAIR) {
                reader.skip();
            } else {
                reader.skip();
                reader.skip();
            }
            sum += Hash64.of(encoded, from, reader.at, 0);
        }
        return Hash64.mix(sum, count);
    }

    private static final class Reader {
        private final byte[] from;
        private final @Nullable Pairs pairs;
        int at;

        Reader(byte[] from, @Nullable Pairs pairs) {
            this.from = from;
            this.pairs = pairs;
        }

        @Nullable
        Object next() {
            switch (from[at++]) {
                case NIL:
                    return null;
                case INTEGER:
                    return (readInt() & 0xffffffffL) | (long) readInt() << 32;
                case BYTES:
                    int length = readInt();
                    byte[] value = Arrays.copyOfRange(from, at, at + length);
                    at += length;
                    return value;
                case LIST:
                    int count = readInt();
                    List<@Nullable Object> list = new ArrayList<>(count);
                    for (int i = 0; i < count; i++) {
                        list.add(next());
                    }
                    return list;
                default:
                    Object key = next();
                    Object paired = next();
                    if (pairs == null) {
                        throw new IllegalStateException("a pair where none is expected");
                    }
                    return pairs.pair(key, paired);
            }
        }

        void skip() {
            switch (from[at++]) {
                case NIL:
                    break;
                case INTEGER:
                    at += 8;
                    break;
                case BYTES:
                    int length = readInt();
                    at += length;
                    break;
                case LIST:
                    int count = readInt();
                    for (int i = 0; i < count; i++) {
                        skip();
                    }
                    break;
                default:
                    skip();
                    skip();
            }
        }

        int readInt() {
            int value = 0;
            for (int shift = 0; shift < 32; shift += 8) {
                value |= (from[at++] & 0xff) << shift;
            }
            return value;
        }
    }
}
