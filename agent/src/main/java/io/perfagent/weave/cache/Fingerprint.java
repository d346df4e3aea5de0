package io.perfagent.weave.cache;

/**
 * A 128-bit content hash for the weave cache's keys (two independent multiply-rotate lanes with a final avalanche).
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
        int i = 0;
        int n = bytes.length;
        for (; i + 8 <= n; i += 8) {
            lane((bytes[i] & 0xffL)
                    | (bytes[i + 1] & 0xffL) << 8
                    | (bytes[i + 2] & 0xffL) << 16
                    | (bytes[i + 3] & 0xffL) << 24
                    | (bytes[i + 4] & 0xffL) << 32
                    | (bytes[i + 5] & 0xffL) << 40
                    | (bytes[i + 6] & 0xffL) << 48
                    | (bytes[i + 7] & 0xffL) << 56);
        }
        long tail = 0;
        for (; i < n; i++) {
            tail = tail << 8 | (bytes[i] & 0xff);
        }
        lane(tail);
        lane(n);
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
