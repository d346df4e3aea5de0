package io.perfagent.export.otlp;

import io.perfagent.export.Signal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where and how each signal is sent. Immutable.
 *
 * <p>What is set for a signal replaces what is set for all, as the OTLP exporter specification has it. An endpoint for
 * all signals is a base to which {@code v1/traces} and so on is appended; one for a signal is used as it is. For gRPC an
 * endpoint is a server: path and query do not count, and the scheme may be left out.
 */
public final class OtlpSettings {
    /** Where telemetry goes unless something else is set. */
    public static final String DEFAULT_ENDPOINT = "http://localhost:4318";

    /** The same with gRPC. */
    public static final String DEFAULT_GRPC_ENDPOINT = "http://localhost:4317";

    /** How long one attempt may take unless something else is set, in milliseconds. */
    public static final int DEFAULT_TIMEOUT_MILLIS = 10_000;

    private final Layer all;
    private final Layer[] bySignal;
    private final List<String> refusedHeaders;

    private OtlpSettings(Builder builder) {
        all = builder.all.copy();
        bySignal = new Layer[builder.bySignal.length];
        for (int i = 0; i < bySignal.length; i++) {
            bySignal[i] = builder.bySignal[i].copy();
        }
        refusedHeaders = List.copyOf(builder.refusedHeaders);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Names of headers that were left out: not allowed in HTTP, or set by the exporter itself. */
    public List<String> refusedHeaders() {
        return refusedHeaders;
    }

    /** The full URL of a signal, which may hold user-info. */
    String url(Signal signal) {
        String own = bySignal[signal.ordinal()].endpoint;
        if (protocol(signal) == Protocol.GRPC) {
            return grpcUrl(signal, own == null ? all.endpoint : own);
        }
        if (own != null) {
            return own;
        }
        String base = all.endpoint == null ? DEFAULT_ENDPOINT : all.endpoint;
        int query = base.indexOf('?');
        String path = query < 0 ? base : base.substring(0, query);
        String tail = query < 0 ? "" : base.substring(query);
        return (path.endsWith("/") ? path + signal.path() : path + "/" + signal.path()) + tail;
    }

    private String grpcUrl(Signal signal, @Nullable String endpoint) {
        if (endpoint == null) {
            return DEFAULT_GRPC_ENDPOINT;
        }
        if (endpoint.contains("://")) {
            return endpoint;
        }
        Boolean own = bySignal[signal.ordinal()].insecure;
        boolean insecure = own == null ? Boolean.TRUE.equals(all.insecure) : own;
        return (insecure ? "http://" : "https://") + endpoint.trim();
    }

    /** Names and values in turn. */
    String[] headers(Signal signal) {
        Layer own = bySignal[signal.ordinal()];
        return (own.ownHeaders ? own : all).headers.toArray(new String[0]);
    }

    int timeoutMillis(Signal signal) {
        int own = bySignal[signal.ordinal()].timeoutMillis;
        int timeout = own > 0 ? own : all.timeoutMillis;
        return timeout > 0 ? timeout : DEFAULT_TIMEOUT_MILLIS;
    }

    Compression compression(Signal signal) {
        Compression own = bySignal[signal.ordinal()].compression;
        Compression chosen = own == null ? all.compression : own;
        return chosen == null ? Compression.AUTO : chosen;
    }

    Protocol protocol(Signal signal) {
        Protocol own = bySignal[signal.ordinal()].protocol;
        Protocol chosen = own == null ? all.protocol : own;
        return chosen == null ? Protocol.PROTOBUF : chosen;
    }

    TlsFiles tlsFiles(Signal signal) {
        Layer own = bySignal[signal.ordinal()];
        return new TlsFiles(
                own.certificateFile == null ? all.certificateFile : own.certificateFile,
                own.clientKeyFile == null ? all.clientKeyFile : own.clientKeyFile,
                own.clientCertificateFile == null ? all.clientCertificateFile : own.clientCertificateFile);
    }

    /** Header values are secrets. */
    @Override
    public String toString() {
        return "OtlpSettings";
    }

    /** Settings of one signal or of all; null, zero or empty is unset. */
    private static final class Layer {
        @Nullable
        String endpoint;

        List<String> headers = new ArrayList<>();

        /** Whether headers were given, even if none of them may be sent. */
        boolean ownHeaders;

        int timeoutMillis;

        @Nullable
        Compression compression;

        @Nullable
        Protocol protocol;

        @Nullable
        Boolean insecure;

        @Nullable
        String certificateFile;

        @Nullable
        String clientKeyFile;

        @Nullable
        String clientCertificateFile;

        Layer copy() {
            Layer copy = new Layer();
            copy.endpoint = endpoint;
            copy.headers = new ArrayList<>(headers);
            copy.ownHeaders = ownHeaders;
            copy.timeoutMillis = timeoutMillis;
            copy.compression = compression;
            copy.protocol = protocol;
            copy.insecure = insecure;
            copy.certificateFile = certificateFile;
            copy.clientKeyFile = clientKeyFile;
            copy.clientCertificateFile = clientCertificateFile;
            return copy;
        }
    }

    /** Collects settings. Not thread-safe. A null signal means all signals. */
    public static final class Builder {
        private final Layer all = new Layer();
        private final Layer[] bySignal = new Layer[Signal.count()];
        private final List<String> refusedHeaders = new ArrayList<>();

        private Builder() {
            for (int i = 0; i < bySignal.length; i++) {
                bySignal[i] = new Layer();
            }
        }

        private Layer layer(@Nullable Signal signal) {
            return signal == null ? all : bySignal[signal.ordinal()];
        }

        /** A base URL for all signals, or the full URL of one; with gRPC the server's URL, or {@code host:port}. */
        public Builder endpoint(@Nullable Signal signal, String url) {
            layer(signal).endpoint = url;
            return this;
        }

        /**
         * Says that a signal has headers of its own: those of all signals, which may be another receiver's credentials, do
         * not go with it, even if none of its own is right.
         */
        public Builder ownHeaders(@Nullable Signal signal) {
            layer(signal).ownHeaders = true;
            return this;
        }

        /** Adds a header; one that HTTP does not allow or the exporter sets itself is left out and listed as refused. */
        public Builder header(@Nullable Signal signal, String name, String value) {
            ownHeaders(signal);
            if (HttpHeaders.mayBeSet(name, value)) {
                layer(signal).headers.add(name);
                layer(signal).headers.add(value);
            } else {
                refusedHeaders.add(HttpHeaders.nameForMessages(name));
            }
            return this;
        }

        /** How long one attempt may take, from connecting to the last byte of the answer. */
        public Builder timeoutMillis(@Nullable Signal signal, int timeoutMillis) {
            layer(signal).timeoutMillis = timeoutMillis;
            return this;
        }

        public Builder compression(@Nullable Signal signal, Compression compression) {
            layer(signal).compression = compression;
            return this;
        }

        public Builder protocol(@Nullable Signal signal, Protocol protocol) {
            layer(signal).protocol = protocol;
            return this;
        }

        /** Whether a gRPC endpoint without a scheme is spoken to in the clear; it is not unless said so. */
        public Builder insecure(@Nullable Signal signal, boolean insecure) {
            layer(signal).insecure = insecure;
            return this;
        }

        /** PEM file of the certificates to trust instead of the JDK's. Read on the export thread, at the first use. */
        public Builder certificateFile(@Nullable Signal signal, String path) {
            layer(signal).certificateFile = path;
            return this;
        }

        /** PEM file (PKCS #8, not encrypted) of the key that the client shows to be its own. */
        public Builder clientKeyFile(@Nullable Signal signal, String path) {
            layer(signal).clientKeyFile = path;
            return this;
        }

        /** PEM file of the client's certificate chain, the client's own first. */
        public Builder clientCertificateFile(@Nullable Signal signal, String path) {
            layer(signal).clientCertificateFile = path;
            return this;
        }

        public OtlpSettings build() {
            return new OtlpSettings(this);
        }
    }
}
