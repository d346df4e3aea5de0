package io.perfagent.trace.propagation;

import org.jspecify.annotations.Nullable;

/** The headers of B3 (openzipkin/b3-propagation), in one header and in several. */
final class B3 {
    static final String SINGLE = "b3";
    static final String TRACE_ID = "X-B3-TraceId";
    static final String SPAN_ID = "X-B3-SpanId";
    static final String SAMPLED = "X-B3-Sampled";
    static final String FLAGS = "X-B3-Flags";

    private static final int MAX_SINGLE_CHARS = 32 + 1 + 16 + 1 + 1 + 1 + 16;

    private B3() {}

    /** Reads {@code trace-span[-sampling[-parent]]}; leaves the context alone if it is malformed or a bare decision. */
    static boolean extractSingle(@Nullable String text, RemoteContext into) {
        if (text == null || text.length() > MAX_SINGLE_CHARS) {
            return false;
        }
        int dash = text.indexOf('-');
        int end = dash + 17;
        if (dash < 0 || text.length() < end || !isTraceId(text, dash) || !Hex.isHex(text, dash + 1, 16)) {
            return false;
        }
        char decision = 0;
        if (text.length() > end) {
            if (text.charAt(end) != '-' || text.length() < end + 2) {
                return false;
            }
            decision = text.charAt(end + 1);
            boolean known = decision == '0' || decision == '1' || decision == 'd';
            if (!known || !hasParentOrEnds(text, end + 2)) {
                return false;
            }
        }
        return set(text, dash, text, dash + 1, decision, into);
    }

    private static boolean hasParentOrEnds(String text, int at) {
        return text.length() == at
                || (text.length() == at + 17 && text.charAt(at) == '-' && Hex.isHex(text, at + 1, 16));
    }

    /** Reads the headers of the longer form. */
    static boolean extractMulti(
            @Nullable String trace,
            @Nullable String span,
            @Nullable String sampled,
            @Nullable String flags,
            RemoteContext into) {
        if (trace == null || span == null || span.length() != 16) {
            return false;
        }
        if (!isTraceId(trace, trace.length()) || !Hex.isHex(span, 0, 16)) {
            return false;
        }
        char decision = 0;
        if ("1".equals(flags)) {
            decision = 'd';
        } else if ("1".equals(sampled) || "true".equalsIgnoreCase(sampled)) {
            decision = '1';
        } else if ("0".equals(sampled) || "false".equalsIgnoreCase(sampled)) {
            decision = '0';
        }
        return set(trace, trace.length(), span, 0, decision, into);
    }

    private static boolean isTraceId(String text, int length) {
        return (length == 16 || length == 32) && Hex.isHex(text, 0, length);
    }

    private static boolean set(
            String trace, int traceLength, String span, int spanFrom, char decision, RemoteContext into) {
        long hi = traceLength == 32 ? Hex.parse(trace, 0, 16) : 0;
        long lo = Hex.parse(trace, traceLength - 16, 16);
        long spanId = Hex.parse(span, spanFrom, 16);
        if ((hi | lo) == 0 || spanId == 0) {
            return false;
        }
        into.traceHi = hi;
        into.traceLo = lo;
        into.spanId = spanId;
        into.flags = (byte) (decision == '1' || decision == 'd' ? 1 : 0);
        into.sampledKnown = decision != 0;
        into.traceState = null;
        return true;
    }

    static String single(long traceHi, long traceLo, long spanId, boolean sampled) {
        byte[] out = new byte[51];
        Hex.put(out, 0, traceHi);
        Hex.put(out, 16, traceLo);
        out[32] = '-';
        Hex.put(out, 33, spanId);
        out[49] = '-';
        out[50] = (byte) (sampled ? '1' : '0');
        return Hex.latin1(out);
    }
}
