package io.perfagent.control.ledger;

import org.jspecify.annotations.Nullable;

/** Reads what {@link JsonObject} writes, and nothing that is cut off or otherwise damaged. Source: RFC 8259. */
final class JsonLineParser {
    private static final int MAX_MEMBERS = 100;

    private final String line;
    private int at;

    JsonLineParser(String line) {
        this.line = line;
    }

    @Nullable
    JsonObject parse() {
        blanks();
        JsonObject object = object(0);
        blanks();
        return at == line.length() ? object : null;
    }

    private @Nullable JsonObject object(int depth) {
        if (!take('{')) {
            return null;
        }
        JsonObject object = new JsonObject();
        blanks();
        if (take('}')) {
            return object;
        }
        for (int members = 0; members < MAX_MEMBERS; members++) {
            blanks();
            String key = text();
            blanks();
            if (key == null || !take(':')) {
                return null;
            }
            blanks();
            if (!value(object, key, depth)) {
                return null;
            }
            blanks();
            if (take('}')) {
                return object;
            }
            if (!take(',')) {
                return null;
            }
        }
        return null;
    }

    private boolean value(JsonObject into, String key, int depth) {
        char first = at < line.length() ? line.charAt(at) : 0;
        if (first == '"') {
            String text = text();
            if (text != null) {
                into.put(key, text);
            }
            return text != null;
        }
        if (first == '{') {
            JsonObject object = depth == 0 ? object(1) : null;
            if (object != null) {
                into.put(key, object);
            }
            return object != null;
        }
        int start = at;
        while (at < line.length() && "+-.0123456789eE".indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        try {
            into.put(key, Double.parseDouble(line.substring(start, at)));
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private @Nullable String text() {
        if (!take('"')) {
            return null;
        }
        StringBuilder out = new StringBuilder();
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '"') {
                return out.toString();
            }
            if (c == '\\') {
                int escaped = escape();
                if (escaped < 0) {
                    return null;
                }
                c = (char) escaped;
            }
            out.append(c);
        }
        return null;
    }

    private int escape() {
        char c = at < line.length() ? line.charAt(at++) : 0;
        switch (c) {
            case '"', '\\', '/':
                return c;
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'r':
                return '\r';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'u':
                return fourDigits();
            default:
                return -1;
        }
    }

    private int fourDigits() {
        if (line.length() - at < 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(line.charAt(at++), 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private boolean take(char c) {
        if (at < line.length() && line.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void blanks() {
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
    }
}
