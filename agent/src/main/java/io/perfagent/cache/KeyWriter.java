package io.perfagent.cache;

import io.perfagent.cache.tier.CacheKey;
import io.perfagent.cache.tier.Hash64;
import java.util.Arrays;

/**
 * Where a key is put together without allocation: what is asked, and every part of the session that the answer depends on.
 * One per thread ({@link Caches#keys}); good until the thread's next {@link #begin}. Parts of variable length are written
 * with their length, so that no two different questions give the same bytes.
 */
public final class KeyWriter {
    /** A key that would be longer belongs to no answer that is worth keeping. */
    public static final int MAX_BYTES = 4 << 10;

    private byte[] bytes = new byte[256];
    private int size;
    private boolean tooLong;

    KeyWriter() {}

    /** Starts a key for a kind of read; its source is part of it. */
    public KeyWriter begin(ReadKind kind) {
        size = 0;
        tooLong = false;
        return putInt(kind.number);
    }

    public KeyWriter putByte(int value) {
        if (room(1)) {
            bytes[size++] = (byte) value;
        }
        return this;
    }

    public KeyWriter putInt(int value) {
        if (room(4)) {
            for (int shift = 0; shift < 32; shift += 8) {
                bytes[size++] = (byte) (value >>> shift);
            }
        }
        return this;
    }

    public KeyWriter putLong(long value) {
        return putInt((int) value).putInt((int) (value >>> 32));
    }

    /** Length and bytes. */
    public KeyWriter putBytes(byte[] value, int from, int length) {
        putInt(length);
        if (room(length)) {
            System.arraycopy(value, from, bytes, size, length);
            size += length;
        }
        return this;
    }

    public KeyWriter putBytes(byte[] value) {
        return putBytes(value, 0, value.length);
    }

    /** Length and UTF-16 units. */
    public KeyWriter putText(String value) {
        int length = value.length();
        putInt(length);
        if (room(2 * length)) {
            for (int i = 0; i < length; i++) {
                char c = value.charAt(i);
                bytes[size++] = (byte) c;
                bytes[size++] = (byte) (c >>> 8);
            }
        }
        return this;
    }

    private boolean room(int more) {
        if (tooLong || more < 0 || more > MAX_BYTES - size) {
            tooLong = true;
            return false;
        }
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
        return true;
    }

    /** Whether it is beyond {@link #MAX_BYTES} and of no use: bypass. */
    public boolean isTooLong() {
        return tooLong;
    }

    /** Hash of what was written so far. */
    public long hash() {
        return Hash64.of(bytes, 0, size, Caches.SEED);
    }

    /** The key, to be kept; allocates. {@code hash} is what {@link #hash} just gave. */
    public CacheKey key(long hash) {
        return key(hash, 0);
    }

    /** The same, for an answer in one of several forms. */
    public CacheKey key(long hash, int variant) {
        return new CacheKey(Arrays.copyOf(bytes, size), hash, variant);
    }
}
