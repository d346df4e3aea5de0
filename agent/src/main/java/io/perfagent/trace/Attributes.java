package io.perfagent.trace;

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

    public void put(String key, @Nullable String[] values) {
        int n = 0;
        String[] present = new String[values.length];
        for (String value : values) {
            if (value != null) {
                present[n++] = value;
            }
        }
        if (n > 0) {
            out.keyStrings(ATTRIBUTES, key, present, n);
        }
    }

    /** Attributes that were encoded before. */
    public void putAll(byte[] neutral) {
        out.attributes(ATTRIBUTES, neutral, neutral.length);
    }
}
