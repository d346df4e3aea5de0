package io.perfagent.export;

import io.perfagent.export.proto.ProtoWriter;

/**
 * Builds one {@code ExportLogsServiceRequest} of events. Not thread-safe.
 *
 * <p>Source: opentelemetry-proto, {@code logs/v1/logs.proto}.
 */
public final class LogWriter {
    private final ProtoWriter out;
    private int resourceMark;
    private int scopeMark;
    private int records;

    /** @param out receives the request, after what it holds already */
    public LogWriter(ProtoWriter out) {
        this.out = out;
    }

    /** Starts a request for a resource and a scope. */
    public void begin(byte[] encodedResource, String scopeName, String scopeVersion) {
        records = 0;
        resourceMark = out.open(1);
        out.bytes(1, encodedResource, 0, encodedResource.length);
        scopeMark = out.open(2);
        int mark = out.open(1);
        out.string(1, scopeName);
        if (!scopeVersion.isEmpty()) {
            out.string(2, scopeVersion);
        }
        out.close(mark);
    }

    /** Adds an event; false if it does not fit, which leaves the request as it was. */
    public boolean record(Event event, long observedUnixNanos) {
        int start = out.size();
        int mark = out.open(2);
        out.fixed64(1, event.timeUnixNanos);
        out.varint(2, event.severity.number());
        out.string(3, event.severity.name());
        int body = out.open(5);
        out.string(1, event.body);
        out.close(body);
        out.attributes(6, event.attributes, event.attributes.length);
        out.fixed64(11, observedUnixNanos);
        out.string(12, event.name);
        if (out.overflowed()) {
            out.truncate(start);
            return false;
        }
        out.close(mark);
        records++;
        return true;
    }

    /** Ends the request. */
    public void end() {
        out.close(scopeMark);
        out.close(resourceMark);
    }

    /** Records written since {@link #begin}. */
    public int records() {
        return records;
    }
}
