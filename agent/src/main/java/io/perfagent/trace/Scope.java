package io.perfagent.trace;

import io.perfagent.export.proto.ProtoWriter;

/** An instrumentation scope, encoded once as the {@code scope} field of {@code ScopeSpans}. */
public final class Scope {
    static final Scope NONE = new Scope("", "");

    public final String name;
    final byte[] encoded;

    public Scope(String name, String version) {
        this.name = name;
        ProtoWriter out = new ProtoWriter(64, 1024);
        int scope = out.open(1);
        out.string(1, name);
        out.string(2, version);
        out.close(scope);
        encoded = new byte[out.size()];
        System.arraycopy(out.array(), 0, encoded, 0, encoded.length);
    }
}
