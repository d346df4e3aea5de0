package io.perfagent.trace;

import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.export.proto.EncodedKey;
import io.perfagent.export.proto.ProtoWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the attributes of the span that is being finished, straight into its slot.
 *
 * <p>Used by one thread at a time; a null value writes nothing. Values longer than the configured limit are cut.
 */
public final class Attributes {
    private static final int ATTRIBUTES = 9;

    private final ProtoWriter out;
    private final int maxChars;

    Attributes(ProtoWriter out, int maxChars) {
        this.out = out;
        this.maxChars = maxChars;
    }

    public void put(String key, @Nullable String value) {
        if (value != null) {
            out.keyString(ATTRIBUTES, key, value, maxChars);
        }
    }

    public void put(String key, long value) {
        out.keyLong(ATTRIBUTES, key, value);
    }

    public void put(EncodedKey key, @Nullable String value) {
        if (value != null) {
            out.keyString(ATTRIBUTES, key, value, maxChars);
        }
    }

    public void put(EncodedKey key, long value) {
        out.keyLong(ATTRIBUTES, key, value);
    }

    public void put(String key, @Nullable String[] values) {
        int n = 0;
        String[] present = new String[values.length];
        for (String value : values) {
            if (value != null) {
                present[n++] = value.length() > maxChars ? value.substring(0, maxChars) : value;
            }
        }
        if (n > 0) {
            out.keyStrings(ATTRIBUTES, key, present, n);
        }
    }

    /** Attributes that were encoded before, by {@link #encode}. */
    public void putAll(byte[] encoded) {
        out.raw(encoded, 0, encoded.length);
    }

    /** Encodes attributes as fields of a span, for {@link #putAll}. */
    public static byte[] encode(AttributeBytes attributes) {
        ProtoWriter out = new ProtoWriter(256, 2 * AttributeBytes.MAX_SIZE_BYTES);
        out.attributes(ATTRIBUTES, attributes.array(), attributes.size());
        byte[] encoded = new byte[out.size()];
        System.arraycopy(out.array(), 0, encoded, 0, encoded.length);
        return encoded;
    }
}
