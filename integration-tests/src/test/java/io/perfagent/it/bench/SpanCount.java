package io.perfagent.it.bench;

/**
 * Counts the spans of an OTLP {@code ExportTraceServiceRequest} by walking lengths, without decoding them: cheap enough
 * for a receiver that shares the machine with what is measured.
 */
final class SpanCount {
    private static final int RESOURCE_SPANS = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;
    private static final int[] PATH = {RESOURCE_SPANS, SCOPE_SPANS, SPANS};

    private final byte[] message;
    private int at;

    private SpanCount(byte[] message) {
        this.message = message;
    }

    /** How many there are; an {@link IllegalArgumentException} if this is no such message. */
    static int of(byte[] message, int size) {
        return new SpanCount(message).count(0, size, 0);
    }

    private int count(int from, int to, int depth) {
        int found = 0;
        at = from;
        while (at < to) {
            long tag = varint(to);
            int field = (int) (tag >>> 3);
            switch ((int) tag & 7) {
                case 0 -> varint(to);
                case 1 -> at += 8;
                case 5 -> at += 4;
                case 2 -> {
                    int length = (int) varint(to);
                    int end = at + length;
                    if (length < 0 || end > to) {
                        throw new IllegalArgumentException("a length goes beyond the end");
                    }
                    if (field == PATH[depth]) {
                        found += depth == PATH.length - 1 ? 1 : count(at, end, depth + 1);
                    }
                    at = end;
                }
                default -> throw new IllegalArgumentException("wire type " + (tag & 7));
            }
        }
        return found;
    }

    private long varint(int to) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= to) {
                throw new IllegalArgumentException("ends within a number");
            }
            byte b = message[at++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than ten bytes");
    }
}
