package io.perfagent.coldstart;

import org.jspecify.annotations.Nullable;

/** Writes one JSON text (RFC 8259), fit to stand inside an HTML script element too. Not thread-safe. */
final class Json {
    private final StringBuilder out = new StringBuilder(4096);
    private boolean first = true;

    Json open(char bracket) {
        separate();
        out.append(bracket);
        first = true;
        return this;
    }

    Json close(char bracket) {
        out.append(bracket);
        first = false;
        return this;
    }

    Json key(String name) {
        separate();
        quote(name);
        out.append(':');
        first = true;
        return this;
    }

    Json text(String name, @Nullable String value) {
        key(name);
        if (value == null) {
            out.append("null");
        } else {
            quote(value);
        }
        first = false;
        return this;
    }

    Json number(String name, long value) {
        key(name);
        out.append(value);
        first = false;
        return this;
    }

    Json flag(String name, boolean value) {
        key(name);
        out.append(value);
        first = false;
        return this;
    }

    /** Nanoseconds as milliseconds with three decimals; null for what was not measured. */
    Json millis(String name, long nanos) {
        key(name);
        return millis(nanos);
    }

    /** The same as an element of a list. */
    Json millis(long nanos) {
        separate();
        if (nanos == Counters.NOT_MEASURED) {
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

    private void quote(String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == '<' || c == '\u2028' || c == '\u2029') {
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
