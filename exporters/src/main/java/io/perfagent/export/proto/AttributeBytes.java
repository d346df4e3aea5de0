package io.perfagent.export.proto;

/**
 * Attributes encoded once in a neutral form that can become any repeated {@code KeyValue} field.
 *
 * <p>The form: the {@code KeyValue} messages one after the other, each preceded by its length as a varint, without tags.
 * {@link ProtoWriter#attributes(int, byte[], int)} adds the tag of the field at hand: 9 in {@code Span} and
 * {@code HistogramDataPoint}, 7 in {@code NumberDataPoint} and {@code Exemplar}, 1 in {@code Resource} and
 * {@code ExponentialHistogramDataPoint}, 6 in {@code LogRecord}. Keys are not checked for duplicates. Not thread-safe.
 */
public final class AttributeBytes {
    /** Bytes a set of attributes may take; those that do not fit are left out. */
    public static final int MAX_SIZE_BYTES = 64 * 1024;

    private final ProtoWriter out;

    public AttributeBytes() {
        this(MAX_SIZE_BYTES);
    }

    /** @param maxSizeBytes what the encoded attributes may take; a put beyond it and all later ones are left out */
    public AttributeBytes(int maxSizeBytes) {
        out = new ProtoWriter(128, maxSizeBytes);
    }

    public AttributeBytes put(String key, String value) {
        out.keyString(ProtoWriter.NEUTRAL, key, value);
        return this;
    }

    public AttributeBytes put(String key, long value) {
        out.keyLong(ProtoWriter.NEUTRAL, key, value);
        return this;
    }

    public AttributeBytes put(String key, double value) {
        out.keyDouble(ProtoWriter.NEUTRAL, key, value);
        return this;
    }

    public AttributeBytes put(String key, boolean value) {
        out.keyBool(ProtoWriter.NEUTRAL, key, value);
        return this;
    }

    /** An array of strings. */
    public AttributeBytes put(String key, String[] values) {
        out.keyStrings(ProtoWriter.NEUTRAL, key, values, values.length);
        return this;
    }

    /** Attributes that were encoded before, in the neutral form. */
    public AttributeBytes putAll(byte[] neutral) {
        out.raw(neutral, 0, neutral.length);
        return this;
    }

    /** The buffer itself, valid up to {@link #size()} and until the next put. */
    public byte[] array() {
        return out.array();
    }

    public int size() {
        return out.size();
    }

    /** Whether an attribute was left out for want of space. */
    public boolean overflowed() {
        return out.overflowed();
    }

    public void clear() {
        out.clear();
    }

    /** A copy of what was put. */
    public byte[] toBytes() {
        byte[] copy = new byte[out.size()];
        System.arraycopy(out.array(), 0, copy, 0, copy.length);
        return copy;
    }
}
