package io.perfagent.export;

import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.export.proto.ProtoWriter;

/** What the telemetry is about, encoded once. Immutable. Source: opentelemetry-proto, {@code resource.proto}. */
public final class Resource {
    private final byte[] encoded;

    private Resource(byte[] encoded) {
        this.encoded = encoded;
    }

    /** The resource of attributes, in their order. */
    public static Resource of(AttributeBytes attributes) {
        ProtoWriter out = new ProtoWriter(attributes.size() + 64, 2 * AttributeBytes.MAX_SIZE_BYTES);
        out.attributes(1, attributes.array(), attributes.size());
        byte[] encoded = new byte[out.size()];
        System.arraycopy(out.array(), 0, encoded, 0, encoded.length);
        return new Resource(encoded);
    }

    /** The body of the {@code Resource} message; not to be changed. */
    public byte[] encoded() {
        return encoded;
    }
}
