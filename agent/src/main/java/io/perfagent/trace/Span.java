package io.perfagent.trace;

import io.perfagent.export.proto.ProtoWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * A finished operation while it is written as an OTLP {@code Span} (opentelemetry-proto, trace.proto).
 *
 * <p>Belongs to the thread that ends the operation, which keeps it for the next one.
 */
public final class Span {
    public static final int INTERNAL = 1;
    public static final int SERVER = 2;
    public static final int CLIENT = 3;

    private static final int EVENTS = 11;
    private static final int STATUS = 15;
    private static final int STATUS_ERROR = 2;
    private static final int MAX_STACK_CHARS = 16 << 10;
    private static final int MAX_MESSAGE_CHARS = 4 << 10;

    private static final int INITIAL_BYTES = 512;
    private static final int MAX_KEPT_BYTES = 8 << 10;

    final ProtoWriter out = new ProtoWriter(INITIAL_BYTES, SpanRing.MAX_SPAN_BYTES);
    public final Attributes attributes;
    private @Nullable SpanRing ring;
    private Scope scope = Scope.NONE;

    /** Whether its buffer has grown beyond what a thread should keep. */
    boolean tooLarge;

    /** Whether it is being written; one that was never published stays so until its thread begins the next. */
    boolean open;

    Span(int maxAttributeChars) {
        this.attributes = new Attributes(out, maxAttributeChars);
    }

    void begin(SpanRing into, Scope of) {
        out.clear();
        ring = into;
        scope = of;
        open = true;
    }

    /** Status Error; the conventions give it no description where an attribute tells the cause. */
    public void error(@Nullable String description) {
        int status = out.open(STATUS);
        if (description != null) {
            out.string(2, description, MAX_MESSAGE_CHARS);
        }
        out.varint(3, STATUS_ERROR);
        out.close(status);
    }

    /** The event {@code exception} of the semantic conventions. */
    public void exception(Throwable thrown, long unixNanos) {
        int event = out.open(EVENTS);
        out.fixed64(1, unixNanos);
        out.string(2, "exception");
        out.keyString(3, "exception.type", typeOf(thrown));
        String message = messageOf(thrown);
        if (message != null) {
            out.keyString(3, "exception.message", message, MAX_MESSAGE_CHARS);
        }
        String stack = stackOf(thrown);
        if (stack != null) {
            out.keyString(3, "exception.stacktrace", stack, MAX_STACK_CHARS);
        }
        out.close(event);
    }

    public static String typeOf(Throwable thrown) {
        String name = thrown.getClass().getCanonicalName();
        return name == null ? thrown.getClass().getName() : name;
    }

    /** An exception of the application may fail to describe itself. */
    private static @Nullable String messageOf(Throwable thrown) {
        try {
            return thrown.getMessage();
        } catch (Throwable e) {
            return null;
        }
    }

    private static @Nullable String stackOf(Throwable thrown) {
        try {
            StringWriter text = new StringWriter(1024);
            thrown.printStackTrace(new PrintWriter(text));
            return text.toString();
        } catch (Throwable e) {
            return null;
        }
    }

    /** Hands the span to the exporter: one copy into a slot, so that nothing of the application's can fail between. */
    public void publish() {
        open = false;
        SpanRing into = ring;
        SpanRing.Slot slot = into == null ? null : into.claim(scope);
        if (into != null && slot != null) {
            boolean whole = false;
            try {
                slot.out.raw(out.array(), 0, out.size());
                whole = !out.overflowed();
            } finally {
                into.publish(
                        slot,
                        !whole); // without memory for a copy, too: a place that is never published blocks all after it
            }
        }
        tooLarge = out.array().length > MAX_KEPT_BYTES;
    }
}
