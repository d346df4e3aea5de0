package io.perfagent.trace.propagation;

import org.jspecify.annotations.Nullable;

/** The headers of W3C Trace Context (levels 1 and 2) and W3C Baggage. */
final class W3c {
    static final String TRACEPARENT = "traceparent";
    static final String TRACESTATE = "tracestate";
    static final String BAGGAGE = "baggage";

    static final int LENGTH = 55;
    private static final int SAMPLED = 1;
    private static final int KNOWN_FLAGS = 3;
    private static final int MAX_PARENT_CHARS = 512;
    private static final int MAX_STATE_CHARS = 8192;
    private static final int MAX_STATE_MEMBERS = 32;
    private static final int MAX_BAGGAGE_CHARS = 8192;

    private W3c() {}

    /** Reads both headers; leaves the context alone if the first is malformed. */
    static boolean extract(@Nullable CharSequence parent, @Nullable String state, RemoteContext into) {
        if (parent == null || !parseParent(parent, into)) {
            return false;
        }
        into.traceState = state != null && isState(state) ? state : null;
        return true;
    }

    private static boolean parseParent(CharSequence text, RemoteContext into) {
        if (text.length() < LENGTH || text.length() > MAX_PARENT_CHARS) {
            return false;
        }
        int from = 0;
        int end = text.length();
        while (from < end && isSpace(text.charAt(from))) {
            from++;
        }
        while (end > from && isSpace(text.charAt(end - 1))) {
            end--;
        }
        if (!hasShape(text, from, end)) {
            return false;
        }
        long version = Hex.parse(text, from, 2);
        // Version 255 is forbidden; one later than ours may go on after another dash.
        if (version == 0xff || (end - from > LENGTH && (version == 0 || text.charAt(from + LENGTH) != '-'))) {
            return false;
        }
        long hi = Hex.parse(text, from + 3, 16);
        long lo = Hex.parse(text, from + 19, 16);
        long span = Hex.parse(text, from + 36, 16);
        if ((hi | lo) == 0 || span == 0) {
            return false;
        }
        into.traceHi = hi;
        into.traceLo = lo;
        into.spanId = span;
        into.flags = (byte) (Hex.parse(text, from + 53, 2) & (version == 0 ? KNOWN_FLAGS : SAMPLED));
        into.sampledKnown = true;
        return true;
    }

    private static boolean hasShape(CharSequence text, int from, int end) {
        return end - from >= LENGTH
                && text.charAt(from + 2) == '-'
                && text.charAt(from + 35) == '-'
                && text.charAt(from + 52) == '-'
                && Hex.isHex(text, from, 2)
                && Hex.isHex(text, from + 3, 32)
                && Hex.isHex(text, from + 36, 16)
                && Hex.isHex(text, from + 53, 2);
    }

    /** @param out room for {@link #LENGTH} bytes */
    static String traceparent(long traceHi, long traceLo, long spanId, byte flags, byte[] out) {
        Hex.put(out, 0, (byte) 0);
        out[2] = '-';
        Hex.put(out, 3, traceHi);
        Hex.put(out, 19, traceLo);
        out[35] = '-';
        Hex.put(out, 36, spanId);
        out[52] = '-';
        Hex.put(out, 53, flags);
        return Hex.latin1(out, 0, LENGTH);
    }

    /** Whether a {@code tracestate} is one: at most 32 members, each {@code key=value}; empty members are allowed. */
    static boolean isState(String text) {
        if (text.length() > MAX_STATE_CHARS) {
            return false;
        }
        int members = 0;
        int from = 0;
        while (from <= text.length()) {
            int end = text.indexOf(',', from);
            if (end < 0) {
                end = text.length();
            }
            int first = from;
            int last = end;
            while (first < last && isSpace(text.charAt(first))) {
                first++;
            }
            while (last > first && isSpace(text.charAt(last - 1))) {
                last--;
            }
            if (last > first) {
                if (++members > MAX_STATE_MEMBERS || !isMember(text, first, last)) {
                    return false;
                }
            }
            from = end + 1;
        }
        return members > 0;
    }

    private static boolean isMember(String text, int from, int end) {
        int equals = from;
        int at = -1;
        while (equals < end && text.charAt(equals) != '=') {
            if (text.charAt(equals) == '@') {
                if (at >= 0) {
                    return false;
                }
                at = equals;
            }
            equals++;
        }
        int valueLength = end - equals - 1;
        if (valueLength < 1 || valueLength > 256) {
            return false;
        }
        for (int i = equals + 1; i < end; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '=') {
                return false;
            }
        }
        return at < 0
                ? isKeyPart(text, from, equals, 256)
                : isKeyPart(text, from, at, 241) && isKeyPart(text, at + 1, equals, 14);
    }

    /** Letters in lower case, digits and some signs; does not begin with a sign. */
    private static boolean isKeyPart(String text, int from, int end, int maxLength) {
        if (end <= from || end - from > maxLength) {
            return false;
        }
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!alphanumeric && (i == from || !isKeySign(c))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isKeySign(char c) {
        return c == '_' || c == '-' || c == '*' || c == '/';
    }

    /** Whether a {@code baggage} header can be passed on as it is: short enough, plain ASCII, and not empty. */
    static boolean isBaggage(String text) {
        if (text.length() > MAX_BAGGAGE_CHARS) {
            return false;
        }
        boolean pair = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' || c > '~') && c != '\t') {
                return false;
            }
            pair |= c == '=' && i > 0;
        }
        return pair;
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }
}
