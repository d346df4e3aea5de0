package io.perfagent.export.otlp;

import io.perfagent.export.Clock;
import io.perfagent.export.Deadline;
import io.perfagent.export.ExportResult;
import io.perfagent.export.otlp.grpc.GrpcReply;
import io.perfagent.export.otlp.grpc.GrpcStatus;
import io.perfagent.export.otlp.grpc.HeaderBlock;
import io.perfagent.export.otlp.grpc.Http2Connection;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * OTLP over gRPC on one kept HTTP/2 connection. The class is loaded only when a signal asks for gRPC.
 *
 * <p>Source: OTLP specification, "OTLP/gRPC"; gRPC document "gRPC over HTTP2".
 */
final class GrpcConnection implements OtlpConnection {
    private static final long MAX_TIMEOUT_MILLIS = 99_999_999;

    private final Transport transport;
    private final Clock clock;
    private @Nullable Http2Connection http2;
    private boolean stale;

    GrpcConnection(Endpoint endpoint, TlsFiles tlsFiles, Clock clock) {
        this.transport = new Transport(endpoint, tlsFiles, clock, "h2");
        this.clock = clock;
    }

    @Override
    public boolean serves(Endpoint endpoint, TlsFiles files, Protocol protocol) {
        return protocol == Protocol.GRPC && transport.serves(endpoint, files);
    }

    @Override
    public void connect(long deadlineNanos) throws IOException, TlsException {
        stale = false;
        Http2Connection open = http2;
        if (open != null && open.usable()) {
            return;
        }
        close();
        transport.connect(deadlineNanos);
        Http2Connection fresh = new Http2Connection(transport.socket(), transport.below(), clock);
        fresh.open(deadlineNanos);
        http2 = fresh;
    }

    @Override
    public boolean loopback() {
        return transport.loopback();
    }

    @Override
    public Attempt send(OtlpRoute route, byte[] body, int size, boolean gzip, long deadlineNanos) throws IOException {
        Http2Connection open = http2;
        if (open == null) {
            throw new IOException("not connected");
        }
        GrpcReply reply = null;
        try {
            reply = open.call(headers(route, gzip, deadlineNanos), body, size, gzip, deadlineNanos);
            transport.answered();
        } finally {
            stale = open.unprocessed();
            if (reply == null || open.finished()) {
                close();
            }
        }
        int status = reply.status();
        if (status == GrpcStatus.OK) {
            return Attempt.done(route.accepted(reply.body()));
        }
        long delayNanos = reply.retryDelayNanos();
        String answer = route.shown() + " answers " + GrpcStatus.name(status) + " to " + route.label();
        if (GrpcStatus.retryable(status, delayNanos >= 0)) {
            return Attempt.again(ExportResult.retryableFailed(answer), delayNanos > 0 ? delayNanos : RetryPolicy.NONE);
        }
        return Attempt.done(ExportResult.rejected(route.explained(answer, reply.message())));
    }

    private HeaderBlock headers(OtlpRoute route, boolean gzip, long deadlineNanos) throws SocketTimeoutException {
        Endpoint endpoint = transport.endpoint;
        HeaderBlock headers = new HeaderBlock()
                .add(":method", "POST")
                .add(":scheme", endpoint.secure ? "https" : "http")
                .add(":path", "/" + route.service() + "/Export")
                .add(":authority", endpoint.authority)
                .add("te", "trailers")
                .add("content-type", "application/grpc")
                .add("grpc-accept-encoding", "gzip");
        if (gzip) {
            headers.add("grpc-encoding", "gzip");
        }
        long timeoutMillis = Math.min(Deadline.remainingMillis(clock, deadlineNanos), MAX_TIMEOUT_MILLIS);
        headers.add("grpc-timeout", timeoutMillis + "m");
        for (int i = 0; i < route.fields.length; i += 2) {
            headers.addSecret(route.fields[i].toLowerCase(Locale.ROOT), route.fields[i + 1].trim());
        }
        return headers;
    }

    @Override
    public boolean wasStale() {
        return stale;
    }

    @Override
    public void close() {
        http2 = null;
        transport.close();
    }

    @Override
    public void cut() {
        transport.cut();
    }

    @Override
    public void abort() {
        transport.abort();
    }
}
