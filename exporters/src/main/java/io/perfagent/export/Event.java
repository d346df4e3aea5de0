package io.perfagent.export;

import io.perfagent.export.proto.AttributeBytes;

/** Something the agent did or decided, as an OTLP log record with a name. Immutable. */
public final class Event {
    /** Longest body sent, in chars. */
    public static final int MAX_BODY_CHARS = 8 * 1024;

    private static final int MAX_NAME_CHARS = 256;
    private static final byte[] NONE = new byte[0];

    final long timeUnixNanos;
    final Severity severity;
    final String name;
    final String body;
    final byte[] attributes;

    /**
     * @param name the kind of event, of a bounded set: {@code perf_agent.weaving.done}
     * @param body for people; cut after {@value #MAX_BODY_CHARS} chars
     */
    public Event(long timeUnixNanos, Severity severity, String name, String body) {
        this(timeUnixNanos, severity, name, body, NONE);
    }

    /** @param attributes copied */
    public Event(long timeUnixNanos, Severity severity, String name, String body, AttributeBytes attributes) {
        this(timeUnixNanos, severity, name, body, attributes.toBytes());
    }

    private Event(long timeUnixNanos, Severity severity, String name, String body, byte[] attributes) {
        this.timeUnixNanos = timeUnixNanos;
        this.severity = severity;
        this.name = name.length() > MAX_NAME_CHARS ? name.substring(0, MAX_NAME_CHARS) : name;
        this.body = body.length() > MAX_BODY_CHARS ? body.substring(0, MAX_BODY_CHARS) : body;
        this.attributes = attributes;
    }

    /** The kind of event. */
    public String name() {
        return name;
    }
}
