package io.perfagent.trace;

import io.perfagent.export.proto.ProtoWriter;
import org.jspecify.annotations.Nullable;

/**
 * Events of the operation in progress on a thread, kept until its span is written. Bounded for each; nothing is done where
 * the operation is not sampled. For the thread that the operation is on.
 */
public final class SpanEvents {
    private static final int EVENTS = 11;
    private static final int MAX = 16;
    private static final int INITIAL_BYTES = 128;
    private static final int MAX_BYTES = 2 << 10;

    private SpanEvents() {}

    /**
     * Adds an event with a text and a number to the innermost operation; those beyond {@value #MAX}, or {@value #MAX_BYTES} bytes, are left out.
     *
     * @param callKinds as bits, kinds of calls that the event has taken the place of: operations of them are passed over,
     *     and are no calls any more ({@link Operation#notCalled})
     */
    public static void add(
            int callKinds, String name, long nanoTime, String textKey, String text, String numberKey, double number) {
        Operation operation = around(callKinds);
        if (operation != null) {
            ProtoWriter out = events(operation);
            int before = out.size();
            int event = open(out, name, nanoTime);
            out.keyString(3, textKey, text);
            out.keyDouble(3, numberKey, number);
            close(operation, out, event, before);
        }
    }

    /** Adds an event with two texts, likewise. */
    public static void add(
            int callKinds, String name, long nanoTime, String firstKey, String first, String secondKey, String second) {
        Operation operation = around(callKinds);
        if (operation != null) {
            ProtoWriter out = events(operation);
            int before = out.size();
            int event = open(out, name, nanoTime);
            out.keyString(3, firstKey, first);
            out.keyString(3, secondKey, second);
            close(operation, out, event, before);
        }
    }

    /** The operation that is to have it, null if none is or there is no room. */
    private static @Nullable Operation around(int callKinds) {
        Operation operation = ThreadState.get().current;
        while (operation != null && operation.kind >= 0 && (callKinds & 1 << operation.kind) != 0) {
            operation.notCalled = true;
            operation = operation.previous;
        }
        boolean takes = operation != null
                && operation.sampled
                && operation.kind != Operation.CARRIED
                && operation.eventCount < MAX;
        return takes ? operation : null;
    }

    private static ProtoWriter events(Operation operation) {
        ProtoWriter out = operation.events;
        if (out == null) {
            out = new ProtoWriter(INITIAL_BYTES, MAX_BYTES);
            operation.events = out;
        }
        operation.eventCount++;
        return out;
    }

    private static int open(ProtoWriter out, String name, long nanoTime) {
        int event = out.open(EVENTS);
        out.fixed64(1, UnixTime.ofNanoTime(nanoTime));
        out.string(2, name);
        return event;
    }

    /** One that finds no room is left out, and so are those after it; those before it stay. */
    private static void close(Operation operation, ProtoWriter out, int event, int before) {
        out.close(event);
        if (out.overflowed()) {
            out.truncate(before);
            operation.eventCount = MAX;
        }
    }

    /** Writes those of an operation into its span. */
    static void write(Operation operation, ProtoWriter out) {
        ProtoWriter events = operation.events;
        if (events != null && !events.overflowed()) {
            out.raw(events.array(), 0, events.size());
        }
    }
}
