package io.perfagent.trace;

import io.perfagent.export.proto.ProtoWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * A finished operation while it is written into its slot as an OTLP {@code Span} (opentelemetry-proto, trace.proto).
 *
 * <p>Belongs to the thread that ends the operation until {@link #publish}.
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

    private final SpanRing ring;
    private final SpanRing.Slot slot;
    public final Attributes attributes;

    Span(SpanRing ring, SpanRing.Slot slot, int maxAttributeChars) {
        this.ring = ring;
        this.slot = slot;
        this.attributes = new Attributes(slot.out, maxAttributeChars);
    }

    /** Status Error; the conventions give it no description where an attribute tells the cause. */
    public void error(@Nullable String description) {
        ProtoWriter out = slot.out;
        int status = out.open(STATUS);
        if (description != null) {
            out.string(2, description, MAX_MESSAGE_CHARS);
        }
        out.varint(3, STATUS_ERROR);
        out.close(status);
    }

    /** The event {@code exception} of the semantic conventions. */
    public void exception(Throwable thrown, long unixNanos) {
        ProtoWriter out = slot.out;
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
        } catch (RuntimeException | StackOverflowError e) {
            return null;
        }
    }

    private static @Nullable String stackOf(Throwable thrown) {
        try {
            StringWriter text = new StringWriter(1024);
            thrown.printStackTrace(new PrintWriter(text));
            return text.toString();
        } catch (RuntimeException | StackOverflowError e) {
            return null;
        }
    }

    /** Hands the span to the exporter. */
    public void publish() {
        ring.publish(slot);
    }
}
