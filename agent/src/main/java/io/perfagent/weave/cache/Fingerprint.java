package io.perfagent.weave.cache;

import java.util.zip.Adler32;
import java.util.zip.CRC32;

/**
 * A content hash for the weave cache's keys: two multiply-rotate lanes with a final avalanche over numbers and texts, and
 * over length, CRC-32 and Adler-32 of bytes.
 *
 * <p>It identifies; it does not authenticate. Trust in the cache comes from who may write it. Our own because the JDK's
 * digests load the security providers, which costs more than all look-ups of a start.
 */
public final class Fingerprint {
    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;

    private long a = 0x243F6A8885A308D3L;
    private long b = 0x13198A2E03707344L;
    private long total;

    public Fingerprint add(byte[] bytes) {
        return add(bytes, 0, bytes.length);
    }

    /** Adds the checksums of the bytes: the JVM computes them natively where a loop of ours would be interpreted. */
    public Fingerprint add(byte[] bytes, int offset, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, offset, length);
        Adler32 adler = new Adler32();
        adler.update(bytes, offset, length);
        lane(crc.getValue() << 32 | adler.getValue());
        lane(length);
        return this;
    }

    public Fingerprint add(String text) {
        for (int i = 0, n = text.length(); i < n; i++) {
            lane(text.charAt(i));
        }
        lane(~text.length());
        return this;
    }

    public Fingerprint add(long value) {
        lane(value);
        return this;
    }

    public long high() {
        return mix(a ^ Long.rotateLeft(b, 23) ^ total);
    }

    public long low() {
        return mix(b ^ Long.rotateLeft(a, 41) + total * P1);
    }

    private void lane(long value) {
        total += 8;
        a = Long.rotateLeft(a ^ value * P2, 31) * P1 + b;
        b = Long.rotateLeft(b + value * P1, 27) * P2 ^ a;
    }

    private static long mix(long h) {
        h ^= h >>> 33;
        h *= 0xff51afd7ed558ccdL;
        h ^= h >>> 33;
        h *= 0xc4ceb9fe1a85ec53L;
        return h ^ h >>> 33;
    }
}
