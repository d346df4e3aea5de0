package io.perfagent.instrument.family;

import io.perfagent.export.proto.AttributeBytes;
import org.jspecify.annotations.Nullable;

/** The database that calls go to. Immutable. */
public final class DatabaseTarget {
    /** {@code db.system.name}. */
    public final String system;

    /** {@code db.namespace}, or null. */
    public final @Nullable String namespace;

    /** {@code server.address}, or null. */
    public final @Nullable String host;

    /** {@code server.port}, or 0. */
    public final int port;

    /** Socket peer as one text, {@code address port}, or null. */
    public final @Nullable String peerAddress;

    public final int peerPort;

    /** Tells targets apart. */
    final String id;

    public DatabaseTarget(
            String system,
            @Nullable String namespace,
            @Nullable String host,
            int port,
            @Nullable String peerAddress,
            int peerPort) {
        this.system = system;
        this.namespace = namespace;
        this.host = host;
        this.port = port;
        this.peerAddress = peerAddress;
        this.peerPort = peerPort;
        this.id = system + "|" + namespace + "|" + host + "|" + port + "|" + peerAddress + "|" + peerPort;
    }

    /** Adds what all calls to this target have in common. */
    public void put(AttributeBytes out) {
        out.put("db.system.name", system);
        if (namespace != null) {
            out.put("db.namespace", namespace);
        }
        if (host != null) {
            out.put("server.address", host);
            if (port > 0) {
                out.put("server.port", port);
            }
        }
        if (peerAddress != null) {
            out.put("network.peer.address", peerAddress);
            out.put("network.peer.port", peerPort);
        }
    }

    /** The span name by the conventions: summary, or operation and target, or target, or system. */
    String spanName(String summary, String operation) {
        if (!summary.isEmpty()) {
            return summary;
        }
        String server = host == null ? null : port > 0 ? host + ":" + port : host;
        // Redis: the namespace must not be in the name.
        String target = namespace != null && !system.equals("redis") ? namespace : server;
        if (!operation.isEmpty()) {
            return target == null ? operation : operation + " " + target;
        }
        return target != null ? target : system;
    }
}
