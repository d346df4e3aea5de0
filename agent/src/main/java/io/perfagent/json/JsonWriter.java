package io.perfagent.json;

import org.jspecify.annotations.Nullable;

/** Writes one JSON text (RFC 8259), fit to stand inside an HTML script element too. Not thread-safe. */
public final class JsonWriter {
    private static final long NOT_MEASURED = -1;

    private final StringBuilder out = new StringBuilder(4096);
    private boolean first = true;

    /** An object or a list begins. */
    public JsonWriter open(char bracket) {
        separate();
        out.append(bracket);
        first = true;
        return this;
    }

    /** It ends. */
    public JsonWriter close(char bracket) {
        out.append(bracket);
        first = false;
        return this;
    }

    /** The name of what comes next. */
    public JsonWriter key(String name) {
        separate();
        quote(out, name);
        out.append(':');
        first = true;
        return this;
    }

    public JsonWriter text(String name, @Nullable String value) {
        key(name);
        if (value == null) {
            out.append("null");
        } else {
            quote(out, value);
        }
        first = false;
        return this;
    }

    /** An element of a list. */
    public JsonWriter element(String value) {
        separate();
        quote(out, value);
        return this;
    }

    public JsonWriter number(String name, long value) {
        key(name);
        out.append(value);
        first = false;
        return this;
    }

    /** With three decimals at most; null for what is not finite. */
    public JsonWriter number(String name, double value) {
        double rounded = Math.round(value * 1e3) / 1e3;
        if (!Double.isNaN(value) && !Double.isInfinite(value) && rounded == Math.rint(rounded)) {
            return number(name, (long) rounded);
        }
        key(name);
        out.append(Double.isNaN(value) || Double.isInfinite(value) ? "null" : Double.toString(rounded));
        first = false;
        return this;
    }

    public JsonWriter flag(String name, boolean value) {
        key(name);
        out.append(value);
        first = false;
        return this;
    }

    /** Nanoseconds as milliseconds with three decimals; null for -1, which stands for what was not measured. */
    public JsonWriter millis(String name, long nanos) {
        key(name);
        return millis(nanos);
    }

    /** The same as an element of a list. */
    public JsonWriter millis(long nanos) {
        separate();
        if (nanos == NOT_MEASURED) {
            out.append("null");
        } else {
            out.append(Math.round(nanos / 1e3) / 1e3);
        }
        first = false;
        return this;
    }

    private void separate() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }

    /** Appends a string. */
    public static void quote(StringBuilder out, String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == '<' || c == 0x2028 || c == 0x2029 || Character.isSurrogate(c)) {
                String hex = Integer.toHexString(c);
                out.append("\\u0000", 0, 6 - hex.length()).append(hex);
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
