package io.perfagent.metric;

/**
 * Bucket counts of a {@link LatencyScale} with the empty ones left out: pairs of varints, the distance from the bucket
 * before (the first from -1) and the count. A distribution of a few hundred calls takes a few hundred bytes.
 */
final class SparseCounts {
    private SparseCounts() {}

    /** Encodes counts that are not negative. */
    static byte[] encode(long[] counts) {
        int bytes = 0;
        int last = -1;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                bytes += varintSize(i - last) + varintSize(counts[i]);
                last = i;
            }
        }
        byte[] encoded = new byte[bytes];
        int at = 0;
        last = -1;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                at = put(encoded, at, i - last);
                at = put(encoded, at, counts[i]);
                last = i;
            }
        }
        return encoded;
    }

    /**
     * Adds encoded counts, times {@code factor}, to {@code counts}.
     *
     * @return the sum of the encoded counts
     */
    static long addTo(byte[] encoded, long[] counts, int factor) {
        long total = 0;
        int at = 0;
        int index = -1;
        while (at < encoded.length) {
            long distance = get(encoded, at);
            at += varintSize(distance);
            long count = get(encoded, at);
            at += varintSize(count);
            index += (int) distance;
            counts[index] += factor * count;
            total += count;
        }
        return total;
    }

    private static int put(byte[] target, int start, long value) {
        int at = start;
        long v = value;
        while ((v & ~0x7fL) != 0) {
            target[at++] = (byte) (v | 0x80);
            v >>>= 7;
        }
        target[at++] = (byte) v;
        return at;
    }

    private static long get(byte[] source, int start) {
        long value = 0;
        int at = start;
        int shift = 0;
        byte b;
        do {
            b = source[at++];
            value |= (b & 0x7fL) << shift;
            shift += 7;
        } while (b < 0);
        return value;
    }

    private static int varintSize(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }
}
