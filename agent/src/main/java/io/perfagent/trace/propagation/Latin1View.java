package io.perfagent.trace.propagation;

/** Bytes of a header read as ISO 8859-1 without a string of their own. Reusable, not thread-safe. */
public final class Latin1View implements CharSequence {
    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int offset;
    private int length;

    /** Shows {@code length} bytes from {@code offset} on, for as long as they do not change. */
    public Latin1View over(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        return this;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        if (index >= length) {
            throw new StringIndexOutOfBoundsException(index);
        }
        return (char) (bytes[offset + index] & 0xff);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return toString().substring(start, end);
    }

    @Override
    public String toString() {
        return Hex.latin1(bytes, offset, length);
    }
}
