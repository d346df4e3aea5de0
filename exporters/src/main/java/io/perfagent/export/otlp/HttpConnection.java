package io.perfagent.export.otlp;

import io.perfagent.export.Clock;
import io.perfagent.export.ExportResult;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One kept-alive HTTP/1.1 connection on which requests are posted one after the other.
 *
 * <p>Written on sockets because {@code HttpURLConnection} cannot be kept from sending the application's cookies (the
 * default {@code CookieHandler}), starts a thread, and bounds each read instead of the whole exchange. Nothing is followed,
 * stored or sent twice here. Used by one thread; {@link #abort()} by any.
 */
final class HttpConnection implements OtlpConnection {
    /** How long an answer is looked for when the request could not be written whole; it has arrived, or there is none. */
    private static final long EARLY_ANSWER_NANOS = 500_000_000L;

    private final Transport transport;
    private final Clock clock;
    private boolean used;
    private boolean stale;

    HttpConnection(Endpoint endpoint, TlsFiles tlsFiles, Clock clock) {
        this.transport = new Transport(endpoint, tlsFiles, clock, null);
        this.clock = clock;
    }

    @Override
    public boolean serves(Endpoint endpoint, TlsFiles files, Protocol protocol) {
        return protocol != Protocol.GRPC && transport.serves(endpoint, files);
    }

    @Override
    public void connect(long deadlineNanos) throws IOException, TlsException {
        used &= transport.connect(deadlineNanos);
    }

    @Override
    public boolean loopback() {
        return transport.loopback();
    }

    @Override
    public Attempt send(OtlpRoute route, byte[] body, int size, boolean gzip, long deadlineNanos) throws IOException {
        String headers = gzip ? route.gzipHeaders : route.headers;
        HttpResponse response = post(route.requestTarget(), headers, body, size, deadlineNanos);
        if (!RetryPolicy.retryable(response.status)) {
            return Attempt.done(route.outcome(response));
        }
        long askedNanos = response.retryAfter == null
                ? RetryPolicy.NONE
                : RetryPolicy.retryAfterNanos(response.retryAfter, clock.unixNanos());
        return Attempt.again(ExportResult.retryableFailed(route.shown() + " answers " + response.status), askedNanos);
    }

    /**
     * Posts a body and reads the answer. The connection is closed by any failure.
     *
     * @param headers header lines after the Host header, each ended by CR LF
     */
    private HttpResponse post(String requestTarget, String headers, byte[] body, int size, long deadlineNanos)
            throws IOException {
        Socket s = transport.socket();
        stale = used;
        used = true;
        HttpResponseReader reader = new HttpResponseReader(s, clock, deadlineNanos);
        boolean reusable = false;
        try {
            Endpoint endpoint = transport.endpoint;
            String target = transport.relayed() ? endpoint.shown() + requestTarget : requestTarget;
            StringBuilder head = new StringBuilder(256);
            head.append("POST ").append(target).append(" HTTP/1.1\r\nHost: ").append(endpoint.authority);
            head.append("\r\n")
                    .append(headers)
                    .append("Content-Length: ")
                    .append(size)
                    .append("\r\n\r\n");
            IOException broken = write(s, head.toString(), body, size);
            if (broken != null) {
                // A server may refuse before it has read all, and close: why is in its answer.
                long now = clock.nanoTime();
                long untilNanos = now + Math.min(deadlineNanos - now, EARLY_ANSWER_NANOS);
                reader = new HttpResponseReader(s, clock, untilNanos);
            }
            HttpResponse response = read(reader, broken);
            stale = false;
            transport.answered();
            reusable = broken == null && reader.reusable();
            return response;
        } catch (SocketTimeoutException e) {
            stale = false;
            throw e;
        } finally {
            stale = stale && !reader.answered();
            if (!reusable) {
                close();
            }
        }
    }

    /** What kept the request from being written whole, or null. */
    private static @Nullable IOException write(Socket s, String head, byte[] body, int size) {
        try {
            OutputStream out = s.getOutputStream();
            out.write(head.getBytes(StandardCharsets.UTF_8));
            out.write(body, 0, size);
            out.flush();
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private static HttpResponse read(HttpResponseReader reader, @Nullable IOException broken) throws IOException {
        try {
            return reader.read();
        } catch (IOException e) {
            throw broken == null ? e : broken;
        }
    }

    @Override
    public boolean wasStale() {
        return stale;
    }

    @Override
    public void close() {
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
