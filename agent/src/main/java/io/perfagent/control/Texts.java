package io.perfagent.control;

/** Texts that come from outside, made fit for lines, files and settings. */
final class Texts {
    private Texts() {}

    /** One line of bounded length: control characters and line ends become {@code ?}. */
    static String line(String text, int maxChars) {
        StringBuilder out = new StringBuilder();
        int length = Math.min(text.length(), maxChars);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            out.append(c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 ? '?' : c);
        }
        return out.toString();
    }

    /** As an item of a list in a setting: what would end the item, or a shell's word, is percent-encoded. */
    static String item(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > ' ' && c < 0x7f && "%,;'\"\\$`&|<>()#!*?".indexOf(c) < 0) {
                out.append(c);
            } else {
                // Code units, not UTF-8: the reader is the method below.
                out.append(c < 0x100 ? "%" : "%u");
                for (int shift = c < 0x100 ? 4 : 12; shift >= 0; shift -= 4) {
                    out.append(Character.forDigit(c >> shift & 0xf, 16));
                }
            }
        }
        return out.toString();
    }

    /** What {@link #item} was made of; a percent sign that begins nothing stays one. */
    static String ofItem(String item) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < item.length()) {
            char c = item.charAt(at);
            int digitsFrom = item.startsWith("%u", at) ? at + 2 : at + 1;
            int digitsTo = item.startsWith("%u", at) ? at + 6 : at + 3;
            int decoded = c == '%' ? hex(item, digitsFrom, digitsTo) : -1;
            out.append(decoded < 0 ? c : (char) decoded);
            at = decoded < 0 ? at + 1 : digitsTo;
        }
        return out.toString();
    }

    private static int hex(String text, int from, int to) {
        int value = to > text.length() ? -1 : 0;
        for (int i = from; i < to && value >= 0; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            value = digit < 0 ? -1 : value << 4 | digit;
        }
        return value;
    }
}
