package io.perfagent.export.otlp;

/** Finds the value of one name in a JSON text, at any depth, without building a tree. */
final class JsonField {
    private JsonField() {}

    /** The first string or number that the name {@code key} has, unescaped; empty if there is none. */
    static String find(String json, String key) {
        int i = 0;
        while (i < json.length()) {
            if (json.charAt(i) != '"') {
                i++;
                continue;
            }
            int end = endOfString(json, i);
            int next = skipSpace(json, end);
            boolean isName = next < json.length() && json.charAt(next) == ':';
            if (isName && json.regionMatches(i + 1, key, 0, key.length()) && end == i + key.length() + 2) {
                return value(json, skipSpace(json, next + 1));
            }
            i = end;
        }
        return "";
    }

    private static String value(String json, int from) {
        if (from < json.length() && json.charAt(from) == '"') {
            return unescape(json, from + 1, endOfString(json, from) - 1);
        }
        int to = from;
        while (to < json.length() && ",}] \t\r\n".indexOf(json.charAt(to)) < 0) {
            to++;
        }
        return json.substring(Math.min(from, json.length()), to);
    }

    /** The index after the closing quote, or the length of the text. */
    private static int endOfString(String json, int quote) {
        for (int i = quote + 1; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i + 1;
            }
        }
        return json.length();
    }

    private static int skipSpace(String json, int from) {
        int i = from;
        while (i < json.length() && json.charAt(i) <= ' ') {
            i++;
        }
        return i;
    }

    private static String unescape(String json, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            char c = json.charAt(i);
            if (c != '\\' || i + 1 >= to) {
                text.append(c);
                continue;
            }
            char escaped = json.charAt(++i);
            if (escaped == 'u' && i + 4 < to) {
                int unit = 0;
                for (int k = 1; k <= 4; k++) {
                    unit = unit * 16 + Math.max(0, Character.digit(json.charAt(i + k), 16));
                }
                text.append((char) unit);
                i += 4;
            } else {
                text.append("nrtbf".indexOf(escaped) >= 0 ? ' ' : escaped);
            }
        }
        return text.toString();
    }
}
