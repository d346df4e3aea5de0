package io.perfagent.sample.hot;

/** Allocation: a new buffer for each row. */
final class Export {
    private static final int ROWS = 200;
    private static final int BUFFER_BYTES = 64 << 10;

    private final boolean causes;
    private final byte[] shared = new byte[BUFFER_BYTES];

    Export(boolean causes) {
        this.causes = causes;
    }

    String render() {
        long sum = 0;
        for (int row = 0; row < ROWS; row++) {
            byte[] buffer = causes ? newBuffer() : shared;
            buffer[row] = (byte) row;
            sum += buffer[row] + buffer.length;
        }
        return "rendered " + sum;
    }

    private static byte[] newBuffer() {
        return new byte[BUFFER_BYTES];
    }
}
