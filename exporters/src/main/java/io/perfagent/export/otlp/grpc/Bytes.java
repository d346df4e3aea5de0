package io.perfagent.export.otlp.grpc;

/** Numbers in network byte order. */
final class Bytes {
    private Bytes() {}

    static int int32(byte[] from, int at) {
        return (from[at] & 0xff) << 24
                | (from[at + 1] & 0xff) << 16
                | (from[at + 2] & 0xff) << 8
                | (from[at + 3] & 0xff);
    }

    /** An int32 without its reserved highest bit. */
    static int int31(byte[] from, int at) {
        return int32(from, at) & 0x7fff_ffff;
    }

    static void putInt32(byte[] to, int at, int value) {
        to[at] = (byte) (value >>> 24);
        to[at + 1] = (byte) (value >>> 16);
        to[at + 2] = (byte) (value >>> 8);
        to[at + 3] = (byte) value;
    }
}
