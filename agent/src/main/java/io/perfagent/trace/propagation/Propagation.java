package io.perfagent.trace.propagation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which headers carry the trace between processes, and how they are read and written.
 *
 * <p>Where a request has several kinds of context, that of the kind named last stands, as with OpenTelemetry's composite
 * propagator. Malformed headers are ignored. Immutable, safe for all threads.
 */
public final class Propagation {
    private static final int TRACECONTEXT = 0;
    private static final int BAGGAGE = 1;
    private static final int B3_SINGLE = 2;
    private static final int B3_MULTI = 3;

    private static final String[] KINDS = {"tracecontext", "baggage", "b3", "b3multi"};

    /** The kinds, in the order they were named. */
    private final int[] kinds;

    private final String[] headers;
    private final int capacity;

    // Where each header is among requestHeaders(), or -1.
    private final int parentAt;
    private final int stateAt;
    private final int baggageAt;
    private final int b3At;

    private Propagation(int[] kinds) {
        this.kinds = kinds;
        boolean w3c = has(kinds, TRACECONTEXT);
        boolean withBaggage = has(kinds, BAGGAGE);
        boolean withB3 = has(kinds, B3_SINGLE) || has(kinds, B3_MULTI);
        String[] names = new String[(w3c ? 2 : 0) + (withBaggage ? 1 : 0) + (withB3 ? 5 : 0)];
        int at = 0;
        parentAt = w3c ? at : -1;
        stateAt = w3c ? at + 1 : -1;
        if (w3c) {
            names[at++] = W3c.TRACEPARENT;
            names[at++] = W3c.TRACESTATE;
        }
        baggageAt = withBaggage ? at : -1;
        if (withBaggage) {
            names[at++] = W3c.BAGGAGE;
        }
        b3At = withB3 ? at : -1;
        if (withB3) {
            names[at++] = B3.SINGLE;
            names[at++] = B3.TRACE_ID;
            names[at++] = B3.SPAN_ID;
            names[at++] = B3.SAMPLED;
            names[at] = B3.FLAGS;
        }
        headers = names;
        int strings = (w3c ? 4 : 0) + (withBaggage ? 2 : 0) + (has(kinds, B3_SINGLE) ? 2 : 0);
        capacity = strings + (has(kinds, B3_MULTI) ? 6 : 0);
    }

    /**
     * The propagation of the kinds that are named, as {@code OTEL_PROPAGATORS} names them.
     *
     * @param names {@code tracecontext}, {@code baggage}, {@code b3}, {@code b3multi}; {@code none} stands for nothing
     * @param problems gets a line for each name that is unknown, which is left out
     */
    public static Propagation of(List<String> names, List<String> problems) {
        int[] found = new int[KINDS.length];
        int count = 0;
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            int kind = kind(name);
            if (kind >= 0) {
                boolean again = false;
                for (int j = 0; j < count; j++) {
                    again |= found[j] == kind;
                }
                if (!again) {
                    found[count++] = kind;
                }
            } else if (!name.equals("none")) {
                String shown = name.length() > 50 ? name.substring(0, 50) : name;
                problems.add("OTEL_PROPAGATORS: ".concat(shown).concat(" is unknown; it is left out"));
            }
        }
        int[] kinds = new int[count];
        System.arraycopy(found, 0, kinds, 0, count);
        return new Propagation(kinds);
    }

    private static int kind(String name) {
        for (int i = 0; i < KINDS.length; i++) {
            if (KINDS[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean has(int[] kinds, int kind) {
        for (int i = 0; i < kinds.length; i++) {
            if (kinds[i] == kind) {
                return true;
            }
        }
        return false;
    }

    /**
     * The names of the headers to read from a request. Shared; must not be written to.
     *
     * <p>A request with more than one {@code traceparent} has none. Values of several {@code tracestate} or
     * {@code baggage} headers are joined with commas.
     */
    public String[] requestHeaders() {
        return headers;
    }

    /** Where the W3C parent is among {@link #requestHeaders}, or -1. */
    public int parentAt() {
        return parentAt;
    }

    /** Length that the array given to {@link #inject} must have. */
    public int injectCapacity() {
        return capacity;
    }

    /**
     * Reads the context of a request.
     *
     * @param values in the order of {@link #requestHeaders}; null where the request has no such header
     * @param into cleared first; its baggage may be set even where there is no trace context
     * @return whether there is a trace context
     */
    public boolean extract(@Nullable CharSequence[] values, RemoteContext into) {
        into.clear();
        if (baggageAt >= 0) {
            String text = text(values[baggageAt]);
            into.baggage = text != null && W3c.isBaggage(text) ? text : null;
        }
        boolean found = false;
        for (int i = 0; i < kinds.length; i++) {
            if (kinds[i] == TRACECONTEXT) {
                found |= W3c.extract(values[parentAt], text(values[stateAt]), into);
            } else if (kinds[i] != BAGGAGE) {
                found |= B3.extractSingle(text(values[b3At]), into)
                        || B3.extractMulti(
                                text(values[b3At + 1]),
                                text(values[b3At + 2]),
                                text(values[b3At + 3]),
                                text(values[b3At + 4]),
                                into);
            }
        }
        return found;
    }

    private static @Nullable String text(@Nullable CharSequence value) {
        return value == null ? null : value.toString();
    }

    /**
     * Writes the headers of a request, each as its name and its value.
     *
     * @param flags W3C trace flags
     * @param traceState passed on as it is; null for none
     * @param baggage passed on as it is; null for none
     * @param pairs of at least {@link #injectCapacity} elements; name and value in turn from the beginning
     * @param room the thread's own
     * @return how many elements were written: two for each header
     */
    public int inject(
            long traceHi,
            long traceLo,
            long spanId,
            byte flags,
            @Nullable String traceState,
            @Nullable String baggage,
            String[] pairs,
            HeaderRoom room) {
        boolean sampled = (flags & 1) != 0;
        int at = 0;
        for (int i = 0; i < kinds.length; i++) {
            int kind = kinds[i];
            if (kind == TRACECONTEXT) {
                at = put(pairs, at, W3c.TRACEPARENT, W3c.traceparent(traceHi, traceLo, spanId, flags, room.digits));
                at = traceState == null ? at : put(pairs, at, W3c.TRACESTATE, traceState);
            } else if (kind == BAGGAGE) {
                at = baggage == null ? at : put(pairs, at, W3c.BAGGAGE, baggage);
            } else if (kind == B3_SINGLE) {
                at = put(pairs, at, B3.SINGLE, B3.single(traceHi, traceLo, spanId, sampled));
            } else {
                at = put(pairs, at, B3.TRACE_ID, Hex.traceId(traceHi, traceLo));
                at = put(pairs, at, B3.SPAN_ID, Hex.spanId(spanId));
                at = put(pairs, at, B3.SAMPLED, sampled ? "1" : "0");
            }
        }
        return at;
    }

    private static int put(String[] pairs, int at, String name, String value) {
        pairs[at] = name;
        pairs[at + 1] = value;
        return at + 2;
    }
}
