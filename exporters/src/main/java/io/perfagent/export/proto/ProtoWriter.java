package io.perfagent.export.proto;

/**
 * A growable buffer of Protocol Buffers wire format.
 *
 * <p>Not thread-safe; made to be cleared and reused, so that writing allocates only while the buffer grows. A field is
 * written whole or not at all: one that would pass the capacity sets {@link #overflowed()}, and writes are ignored from
 * then on, so what is in the buffer always parses. Fields are written even when they hold the default value; leaving
 * defaults out is the caller's choice. Field number {@link #NEUTRAL} writes a message without its tag (the neutral form
 * of {@link AttributeBytes}).
 *
 * <p>Source: the Protocol Buffers encoding, <a href="https://protobuf.dev/programming-guides/encoding/">protobuf.dev</a>.
 */
public final class ProtoWriter {
    /** Field number that leaves the tag out: the length and the body alone. */
    public static final int NEUTRAL = 0;

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;
    private static final int MAX_TAG_BYTES = 5;
    private static final int MAX_VARINT_BYTES = 10;
    private static final int CLOSED = -1;

    private byte[] buffer;
    private int size;
    private final int maxCapacity;
    private boolean overflowed;

    /**
     * @param initialCapacity bytes allocated at once
     * @param maxCapacity bytes the fields may take; closing nested messages may add up to four bytes for each
     */
    public ProtoWriter(int initialCapacity, int maxCapacity) {
        this.buffer = new byte[Math.max(16, Math.min(initialCapacity, maxCapacity))];
        this.maxCapacity = maxCapacity;
    }

    /** The buffer itself, valid up to {@link #size()} and until the next write. */
    public byte[] array() {
        return buffer;
    }

    /** Bytes written. */
    public int size() {
        return size;
    }

    /** Bytes that fields may still take. */
    public int room() {
        return Math.max(0, maxCapacity - size);
    }

    /** Forgets everything written, and the overflow. */
    public void clear() {
        size = 0;
        overflowed = false;
    }

    /** Whether a field was left out for want of capacity; may be up to twenty bytes early. */
    public boolean overflowed() {
        return overflowed;
    }

    /**
     * Drops what was written after {@code newSize} and forgets an overflow, so that a writer can give up its last
     * element and close the messages around it. Messages opened after {@code newSize} must not be closed any more.
     */
    public void truncate(int newSize) {
        if (newSize >= 0 && newSize <= size) {
            size = newSize;
            overflowed = false;
        }
    }

    /** An int32, int64, uint32, uint64, bool or enum field; negative values take ten bytes. */
    public void varint(int field, long value) {
        if (reserve(MAX_TAG_BYTES + MAX_VARINT_BYTES)) {
            tag(field, VARINT);
            put(value);
        }
    }

    /** A sint32 or sint64 field (zigzag). */
    public void zigzag(int field, long value) {
        varint(field, (value << 1) ^ (value >> 63));
    }

    /** A fixed64 or sfixed64 field. */
    public void fixed64(int field, long value) {
        if (reserve(MAX_TAG_BYTES + 8)) {
            tag(field, FIXED64);
            putFixed64(value);
        }
    }

    /** A fixed32 or sfixed32 field. */
    public void fixed32(int field, int value) {
        if (reserve(MAX_TAG_BYTES + 4)) {
            tag(field, FIXED32);
            byte[] b = buffer;
            int p = size;
            b[p] = (byte) value;
            b[p + 1] = (byte) (value >> 8);
            b[p + 2] = (byte) (value >> 16);
            b[p + 3] = (byte) (value >> 24);
            size = p + 4;
        }
    }

    /** A double field. */
    public void dbl(int field, double value) {
        fixed64(field, Double.doubleToRawLongBits(value));
    }

    /** A bool field. */
    public void bool(int field, boolean value) {
        varint(field, value ? 1 : 0);
    }

    /** A bytes field, or a nested message that is already encoded. */
    public void bytes(int field, byte[] source, int offset, int length) {
        if (reserve(MAX_TAG_BYTES + MAX_TAG_BYTES + (long) length)) {
            tag(field, LENGTH_DELIMITED);
            put(length);
            System.arraycopy(source, offset, buffer, size, length);
            size += length;
        }
    }

    /** A bytes field of two big-endian longs: a trace id. */
    public void bytes16(int field, long high, long low) {
        if (reserve(MAX_TAG_BYTES + 17)) {
            tag(field, LENGTH_DELIMITED);
            buffer[size++] = 16;
            putBigEndian(high);
            putBigEndian(low);
        }
    }

    /** A bytes field of one big-endian long: a span id. */
    public void bytes8(int field, long value) {
        if (reserve(MAX_TAG_BYTES + 9)) {
            tag(field, LENGTH_DELIMITED);
            buffer[size++] = 8;
            putBigEndian(value);
        }
    }

    /** A packed repeated fixed64 field of the first {@code n} values. */
    public void packedFixed64(int field, long[] values, int n) {
        if (reserve(MAX_TAG_BYTES + MAX_TAG_BYTES + 8L * n)) {
            tag(field, LENGTH_DELIMITED);
            put(8L * n);
            for (int i = 0; i < n; i++) {
                putFixed64(values[i]);
            }
        }
    }

    /** A packed repeated double field of the first {@code n} values. */
    public void packedDouble(int field, double[] values, int n) {
        if (reserve(MAX_TAG_BYTES + MAX_TAG_BYTES + 8L * n)) {
            tag(field, LENGTH_DELIMITED);
            put(8L * n);
            for (int i = 0; i < n; i++) {
                putFixed64(Double.doubleToRawLongBits(values[i]));
            }
        }
    }

    /** A packed repeated int64 or uint64 field of the first {@code n} values. */
    public void packedVarint(int field, long[] values, int n) {
        long length = 0;
        for (int i = 0; i < n; i++) {
            length += varintSize(values[i]);
        }
        if (reserve(MAX_TAG_BYTES + MAX_TAG_BYTES + length)) {
            tag(field, LENGTH_DELIMITED);
            put(length);
            for (int i = 0; i < n; i++) {
                put(values[i]);
            }
        }
    }

    /** A string field in UTF-8; unpaired surrogates become {@code ?}. */
    public void string(int field, String value) {
        writeString(field, value, value.length());
    }

    /** A string field cut after {@code maxChars} chars, never inside a surrogate pair. */
    public void string(int field, String value, int maxChars) {
        writeString(field, value, Utf8.cut(value, maxChars));
    }

    private void writeString(int field, String value, int chars) {
        int measured = Utf8.measure(value, chars);
        int length = Utf8.bytesOf(measured);
        if (reserve(MAX_TAG_BYTES + MAX_TAG_BYTES + (long) length)) {
            tag(field, LENGTH_DELIMITED);
            put(length);
            putChars(value, chars, measured);
        }
    }

    /** Bytes as they are, without tag or length. */
    public void raw(byte[] source, int offset, int length) {
        if (reserve(length)) {
            System.arraycopy(source, offset, buffer, size, length);
            size += length;
        }
    }

    /** A varint without tag. */
    public void rawVarint(long value) {
        if (reserve(MAX_VARINT_BYTES)) {
            put(value);
        }
    }

    /** Starts a nested message; the answer goes to {@link #close(int)}. */
    public int open(int field) {
        if (!reserve(MAX_TAG_BYTES + 1)) {
            return CLOSED;
        }
        tag(field, LENGTH_DELIMITED);
        buffer[size] = 0;
        return size++;
    }

    /** Ends the nested message that {@link #open(int)} answered {@code mark} for: inner ones first. */
    public void close(int mark) {
        if (mark < 0 || mark >= size) {
            return;
        }
        int start = mark + 1;
        int length = size - start;
        int extra = varintSize(length) - 1;
        if (extra > 0) {
            // Even after an overflow: the messages around what was written must stay whole.
            grow(size + (long) extra);
            System.arraycopy(buffer, start, buffer, start + extra, length);
        }
        size = mark;
        put(length);
        size = start + extra + length;
    }

    /** A {@code KeyValue} with a string value. */
    public void keyString(int field, String key, String value) {
        keyString(field, key, value, Integer.MAX_VALUE);
    }

    /** A {@code KeyValue} with a string value cut after {@code maxChars} chars. */
    public void keyString(int field, String key, String value, int maxChars) {
        int chars = Utf8.cut(value, maxChars);
        int measured = Utf8.measure(value, chars);
        int length = Utf8.bytesOf(measured);
        if (openKey(field, key, lengthDelimitedSize(length))) {
            tag(1, LENGTH_DELIMITED);
            put(length);
            putChars(value, chars, measured);
        }
    }

    /** As {@link #keyString(int, String, String, int)}, with a key that is encoded already. */
    public void keyString(int field, EncodedKey key, String value, int maxChars) {
        int chars = Utf8.cut(value, maxChars);
        int measured = Utf8.measure(value, chars);
        int length = Utf8.bytesOf(measured);
        if (openKey(field, key, lengthDelimitedSize(length))) {
            tag(1, LENGTH_DELIMITED);
            put(length);
            putChars(value, chars, measured);
        }
    }

    /** As {@link #keyLong(int, String, long)}, with a key that is encoded already. */
    public void keyLong(int field, EncodedKey key, long value) {
        if (openKey(field, key, 1 + varintSize(value))) {
            tag(3, VARINT);
            put(value);
        }
    }

    /** A {@code KeyValue} with an int value. */
    public void keyLong(int field, String key, long value) {
        if (openKey(field, key, 1 + varintSize(value))) {
            tag(3, VARINT);
            put(value);
        }
    }

    /** A {@code KeyValue} with a double value. */
    public void keyDouble(int field, String key, double value) {
        if (openKey(field, key, 9)) {
            tag(4, FIXED64);
            putFixed64(Double.doubleToRawLongBits(value));
        }
    }

    /** A {@code KeyValue} with a bool value. */
    public void keyBool(int field, String key, boolean value) {
        if (openKey(field, key, 2)) {
            tag(2, VARINT);
            put(value ? 1 : 0);
        }
    }

    /** A {@code KeyValue} with an array of the first {@code n} strings. */
    public void keyStrings(int field, String key, String[] values, int n) {
        int arraySize = 0;
        for (int i = 0; i < n; i++) {
            arraySize += lengthDelimitedSize(lengthDelimitedSize(utf8Length(values[i])));
        }
        if (!openKey(field, key, lengthDelimitedSize(arraySize))) {
            return;
        }
        tag(5, LENGTH_DELIMITED);
        put(arraySize);
        for (int i = 0; i < n; i++) {
            int measured = Utf8.measure(values[i], values[i].length());
            int length = Utf8.bytesOf(measured);
            tag(1, LENGTH_DELIMITED);
            put(lengthDelimitedSize(length));
            tag(1, LENGTH_DELIMITED);
            put(length);
            putChars(values[i], values[i].length(), measured);
        }
    }

    /**
     * Attributes in neutral form (see {@link AttributeBytes}) as the repeated message {@code field}; all or none of
     * them. A length that points past {@code neutralSize} ends the run.
     */
    public void attributes(int field, byte[] neutral, int neutralSize) {
        int start = size;
        int p = 0;
        while (p < neutralSize) {
            int length = 0;
            int shift = 0;
            byte b;
            do {
                b = neutral[p++];
                length |= (b & 0x7f) << shift;
                shift += 7;
            } while (b < 0 && shift < 35 && p < neutralSize);
            if (length < 0 || length > neutralSize - p) {
                return;
            }
            bytes(field, neutral, p, length);
            if (overflowed) {
                size = start;
                return;
            }
            p += length;
        }
    }

    /** Bytes that {@code value} takes in UTF-8, an unpaired surrogate counting as one. */
    public static int utf8Length(String value) {
        return Utf8.bytesOf(Utf8.measure(value, value.length()));
    }

    /** Bytes that {@code value} takes as a varint, 1 to 10. */
    public static int varintSize(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }

    /** Writes the KeyValue around a value of {@code valueSize} bytes; the caller writes exactly those. */
    private boolean openKey(int field, String key, int valueSize) {
        int measured = Utf8.measure(key, key.length());
        int keyLength = Utf8.bytesOf(measured);
        int body = lengthDelimitedSize(keyLength) + lengthDelimitedSize(valueSize);
        if (!reserve(MAX_TAG_BYTES + MAX_TAG_BYTES + (long) body)) {
            return false;
        }
        tag(field, LENGTH_DELIMITED);
        put(body);
        tag(1, LENGTH_DELIMITED);
        put(keyLength);
        putChars(key, key.length(), measured);
        tag(2, LENGTH_DELIMITED);
        put(valueSize);
        return true;
    }

    private boolean openKey(int field, EncodedKey key, int valueSize) {
        byte[] encoded = key.encoded;
        int body = encoded.length + lengthDelimitedSize(valueSize);
        if (!reserve(MAX_TAG_BYTES + MAX_TAG_BYTES + (long) body)) {
            return false;
        }
        tag(field, LENGTH_DELIMITED);
        put(body);
        System.arraycopy(encoded, 0, buffer, size, encoded.length);
        size += encoded.length;
        tag(2, LENGTH_DELIMITED);
        put(valueSize);
        return true;
    }

    /** Size of a length-delimited field with a one-byte tag. */
    private static int lengthDelimitedSize(int length) {
        return 1 + varintSize(length) + length;
    }

    private void putChars(String value, int chars, int measured) {
        size = Utf8.encode(value, chars, measured, buffer, size);
    }

    private void tag(int field, int wireType) {
        if (field != NEUTRAL) {
            put(((long) field << 3) | wireType);
        }
    }

    private void put(long value) {
        byte[] b = buffer;
        int p = size;
        long v = value;
        while ((v & ~0x7fL) != 0) {
            b[p++] = (byte) (v | 0x80);
            v >>>= 7;
        }
        b[p++] = (byte) v;
        size = p;
    }

    private void putFixed64(long value) {
        putBigEndian(Long.reverseBytes(value));
    }

    private void putBigEndian(long value) {
        byte[] b = buffer;
        int p = size;
        for (int shift = 56; shift >= 0; shift -= 8) {
            b[p++] = (byte) (value >> shift);
        }
        size = p;
    }

    private boolean reserve(long bytes) {
        if (overflowed) {
            return false;
        }
        long needed = size + bytes;
        if (needed > buffer.length) {
            if (needed > maxCapacity) {
                overflowed = true;
                return false;
            }
            grow(needed);
        }
        return true;
    }

    private void grow(long needed) {
        if (needed > buffer.length) {
            long capacity = Math.max(needed, Math.min(maxCapacity, 2L * buffer.length));
            byte[] larger = new byte[(int) Math.min(capacity, Integer.MAX_VALUE - 8)];
            System.arraycopy(buffer, 0, larger, 0, size);
            buffer = larger;
        }
    }
}
