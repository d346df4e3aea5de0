package io.perfagent.export.otlp;

import io.perfagent.export.Clock;
import io.perfagent.export.ExportResult;
import io.perfagent.export.ExportResult.Status;
import io.perfagent.export.Exporter;
import io.perfagent.export.Signal;
import io.perfagent.export.Waiter;
import io.perfagent.export.json.OtlpJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends OTLP over HTTP/1.1, as protobuf or JSON, or over gRPC, on the thread that calls it.
 *
 * <p>A request is tried up to five times, waiting as the receiver asks ({@code Retry-After}, {@code RetryInfo}) or else at
 * random within a growing bound, but only after 429, 502, 503, 504, a gRPC status that OTLP calls retryable, or no answer.
 * A wait that was asked for and does not fit the deadline (up to a minute of it) also holds for the requests that follow,
 * which wait for what is left of it if that fits theirs. Everything else that is not a success is refused for good;
 * redirects are not followed. No method throws. Header values, user-info, paths and queries never appear in a result.
 *
 * <p>Source: OTLP specification 1.9, "OTLP/HTTP" and "OTLP/gRPC"; OpenTelemetry protocol exporter specification.
 */
public final class OtlpExporter implements Exporter {
    /** How long after its deadline a call is cut off: reads end by themselves, and are to give the reason. */
    private static final long EXPIRY_NANOS = 1_000_000_000L;

    private final OtlpRoute[] routes = new OtlpRoute[Signal.count()];
    private final List<OtlpConnection> connections = new ArrayList<>();
    private final Clock clock;
    private final Waiter waiter;
    private final RetryPolicy retry;
    private @Nullable Gzip gzip;
    private @Nullable OtlpJson json;
    private volatile boolean aborted;
    private volatile @Nullable OtlpConnection sending;
    private volatile long sendingUntilNanos;

    /**
     * @param version the agent's, for the User-Agent header
     * @param waiter waits between attempts
     */
    public OtlpExporter(OtlpSettings settings, String version, Clock clock, Waiter waiter) {
        this.clock = clock;
        this.waiter = waiter;
        this.retry = new RetryPolicy(clock.nanoTime());
        for (int i = 0; i < routes.length; i++) {
            routes[i] = route(settings, Signal.of(i), version);
        }
    }

    private OtlpRoute route(OtlpSettings settings, Signal signal, String version) {
        Endpoint endpoint = Endpoint.parse(settings.url(signal));
        if (endpoint == null) {
            return new OtlpRoute(settings, signal, version, null, null);
        }
        TlsFiles files = settings.tlsFiles(signal);
        Protocol protocol = settings.protocol(signal);
        for (OtlpConnection connection : connections) {
            if (connection.serves(endpoint, files, protocol)) {
                return new OtlpRoute(settings, signal, version, endpoint, connection);
            }
        }
        OtlpConnection connection = protocol == Protocol.GRPC
                ? new GrpcConnection(endpoint, files, clock)
                : new HttpConnection(endpoint, files, clock);
        connections.add(connection);
        return new OtlpRoute(settings, signal, version, endpoint, connection);
    }

    @Override
    public String name() {
        return "otlp";
    }

    @Override
    public String target(Signal signal) {
        return routes[signal.ordinal()].shown();
    }

    @Override
    public ExportResult export(Signal signal, byte[] request, int sizeBytes, int items, long deadlineNanos) {
        OtlpRoute route = routes[signal.ordinal()];
        try {
            OtlpConnection connection = route.connection;
            if (connection == null) {
                return ExportResult.unsent(
                        Status.REJECTED, "the endpoint for " + signal.label() + " is not an http or https URL");
            }
            if (route.protocol == Protocol.JSON) {
                OtlpJson transcoder = transcoder();
                if (!transcoder.transcode(signal, request, sizeBytes)) {
                    return ExportResult.unsent(Status.REJECTED, "the request cannot be written as JSON");
                }
                return send(route, connection, transcoder.array(), transcoder.size(), deadlineNanos);
            }
            return send(route, connection, request, sizeBytes, deadlineNanos);
        } catch (Throwable t) {
            // Nothing may leave, not even an error: the next request starts over with a new connection.
            closeConnections();
            return ExportResult.unreachable(route.shown() + ": " + t.getClass().getName());
        }
    }

    private ExportResult send(OtlpRoute route, OtlpConnection connection, byte[] body, int size, long deadlineNanos) {
        ExportResult result = ExportResult.unreachable(route.shown() + ": out of time");
        if (!heldOut(route, deadlineNanos)) {
            return ExportResult.unsent(Status.RETRYABLE_FAILED, route.shown() + " asked to be left alone for longer");
        }
        boolean staleRetried = false;
        for (int attempts = 1; ; attempts++) {
            long now = clock.nanoTime();
            if (deadlineNanos - now <= 0) {
                return result;
            }
            long attemptNanos = Math.min(deadlineNanos - now, route.timeoutMillis * 1_000_000L);
            long askedNanos = RetryPolicy.NONE;
            sendingUntilNanos = now + attemptNanos;
            sending = connection;
            try {
                Attempt attempt = attempt(route, connection, body, size, now + attemptNanos);
                if (!attempt.retryable) {
                    return attempt.result;
                }
                result = attempt.result;
                askedNanos = attempt.askedNanos;
            } catch (TlsException e) {
                return ExportResult.unreachable(route.shown() + ": " + e.getMessage());
            } catch (IOException e) {
                if (connection.wasStale() && !staleRetried && !aborted) {
                    staleRetried = true;
                    attempts--;
                    continue;
                }
                result = ExportResult.unreachable(route.shown() + ": " + reason(e));
            } finally {
                sending = null;
            }
            long waitNanos = askedNanos == RetryPolicy.NONE ? retry.backoffNanos(attempts) : askedNanos;
            boolean late = waitNanos >= deadlineNanos - clock.nanoTime();
            if (attempts == RetryPolicy.MAX_ATTEMPTS || late) {
                route.holdOff(clock.nanoTime(), askedNanos);
                return result;
            }
            if (aborted || !waiter.await(waitNanos)) {
                return result; // without a hold: the last flush, which cuts waits short, is to have its try
            }
        }
    }

    /** Waits until the receiver may be asked again; false if that is beyond the deadline, or the wait was cut short. */
    private boolean heldOut(OtlpRoute route, long deadlineNanos) {
        long nowNanos = clock.nanoTime();
        long heldNanos = route.heldNanos(nowNanos);
        if (heldNanos >= Math.max(1, deadlineNanos - nowNanos)) {
            return false;
        }
        if (heldNanos > 0 && !waiter.await(heldNanos)) {
            route.holdOff(nowNanos, RetryPolicy.NONE); // as above
            return false;
        }
        return true;
    }

    private Attempt attempt(OtlpRoute route, OtlpConnection connection, byte[] body, int size, long deadlineNanos)
            throws IOException, TlsException {
        try {
            connection.connect(deadlineNanos);
        } catch (IOException e) {
            connection.close();
            throw e;
        }
        boolean compress = route.compression == Compression.GZIP
                || (route.compression == Compression.AUTO && !connection.loopback());
        if (!compress) {
            return connection.send(route, body, size, false, deadlineNanos);
        }
        Gzip compressor = compressor();
        compressor.compress(body, size);
        return connection.send(route, compressor.array(), compressor.size(), true, deadlineNanos);
    }

    private Gzip compressor() {
        Gzip compressor = gzip;
        if (compressor == null) {
            compressor = new Gzip();
            gzip = compressor;
        }
        return compressor;
    }

    private OtlpJson transcoder() {
        OtlpJson transcoder = json;
        if (transcoder == null) {
            transcoder = new OtlpJson();
            json = transcoder;
        }
        return transcoder;
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        String type = e.getClass().getSimpleName();
        return message == null ? type : message + " (" + type + ")";
    }

    @Override
    public void expire(long nowNanos) {
        OtlpConnection connection = sending;
        if (connection != null && nowNanos - sendingUntilNanos > EXPIRY_NANOS) {
            connection.cut();
        }
    }

    @Override
    public void abort() {
        aborted = true;
        for (int i = 0; i < connections.size(); i++) {
            connections.get(i).abort();
        }
    }

    @Override
    public void close() {
        closeConnections();
        Gzip compressor = gzip;
        if (compressor != null) {
            compressor.close();
            gzip = null;
        }
    }

    private void closeConnections() {
        for (int i = 0; i < connections.size(); i++) {
            connections.get(i).close();
        }
    }
}
