package io.perfagent.profile.stack;

/** Strings as JSON that may stand within a page's script element. */
final class JsonText {
    private JsonText() {}

    static void string(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == '<' || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c)) {
                out.append("\\u").append("0123456789abcdef".charAt(c >> 12));
                out.append("0123456789abcdef".charAt(c >> 8 & 15));
                out.append("0123456789abcdef".charAt(c >> 4 & 15));
                out.append("0123456789abcdef".charAt(c & 15));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
