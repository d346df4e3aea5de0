package io.perfagent.export.proto;

/**
 * The key of an attribute, encoded once as field 1 of a {@code KeyValue}, for keys that are written again and again.
 * Immutable.
 */
public final class EncodedKey {
    public final String name;
    final byte[] encoded;

    public EncodedKey(String name) {
        this.name = name;
        ProtoWriter out = new ProtoWriter(name.length() + 8, 1 << 16);
        out.string(1, name);
        encoded = new byte[out.size()];
        System.arraycopy(out.array(), 0, encoded, 0, encoded.length);
    }
}
