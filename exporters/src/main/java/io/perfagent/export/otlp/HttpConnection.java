package io.perfagent.export.otlp;

import io.perfagent.export.Clock;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One kept-alive HTTP/1.1 connection on which requests are posted one after the other.
 *
 * <p>Written on sockets because {@code HttpURLConnection} cannot be kept from sending the application's cookies (the
 * default {@code CookieHandler}), starts a thread, and bounds each read instead of the whole exchange. Nothing is followed,
 * stored or sent twice here. Used by one thread; {@link #abort()} by any.
 */
final class HttpConnection {
    private static final int MAX_ADDRESSES = 4;

    private final Endpoint endpoint;
    private final Clock clock;
    private final TlsFiles tlsFiles;
    private @Nullable SSLSocketFactory tls;
    private @Nullable Socket socket;
    private volatile @Nullable Socket transport;
    private volatile boolean aborted;
    private boolean viaHttpProxy;
    private boolean used;
    private boolean stale;

    HttpConnection(Endpoint endpoint, TlsFiles tlsFiles, Clock clock) {
        this.endpoint = endpoint;
        this.tlsFiles = tlsFiles;
        this.clock = clock;
    }

    boolean serves(Endpoint other, TlsFiles files) {
        return endpoint.sameServer(other) && tlsFiles.equals(files);
    }

    /** Connects unless connected. */
    void connect(long deadlineNanos) throws IOException, TlsException {
        if (socket != null) {
            return;
        }
        if (endpoint.secure && tls == null) {
            tls = TlsContext.socketFactory(tlsFiles);
        }
        Socket raw = open(deadlineNanos);
        transport = raw;
        if (aborted) {
            closeTransport();
            throw new IOException("aborted");
        }
        raw.setTcpNoDelay(true);
        Socket ready = raw;
        if (tls != null) {
            raw.setSoTimeout(remainingMillis(deadlineNanos));
            SSLSocket secured = (SSLSocket) tls.createSocket(raw, endpoint.host, endpoint.port, true);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            handshake(secured);
            ready = secured;
        }
        socket = ready;
        used = false;
    }

    private void handshake(SSLSocket secured) throws IOException {
        try {
            secured.startHandshake();
        } catch (IOException e) {
            tls = null; // the files may have been renewed: read again the next time
            throw e;
        }
    }

    /** Whether the connection goes to this machine. To be asked when connected. */
    boolean loopback() {
        Socket s = transport;
        return s != null
                && !viaHttpProxy
                && s.getInetAddress() != null
                && s.getInetAddress().isLoopbackAddress();
    }

    /**
     * Posts a body and reads the answer. The connection is closed by any failure.
     *
     * @param headers header lines after the Host header, each ended by CR LF
     */
    HttpResponse post(String requestTarget, String headers, byte[] body, int size, long deadlineNanos)
            throws IOException {
        Socket s = socket;
        if (s == null) {
            throw new IOException("not connected");
        }
        stale = used;
        used = true;
        HttpResponseReader reader = new HttpResponseReader(s, this, deadlineNanos);
        boolean reusable = false;
        try {
            String target = viaHttpProxy && !endpoint.secure ? endpoint.shown() + requestTarget : requestTarget;
            StringBuilder head = new StringBuilder(256);
            head.append("POST ").append(target).append(" HTTP/1.1\r\nHost: ").append(endpoint.authority);
            head.append("\r\n")
                    .append(headers)
                    .append("Content-Length: ")
                    .append(size)
                    .append("\r\n\r\n");
            OutputStream out = s.getOutputStream();
            out.write(head.toString().getBytes(StandardCharsets.UTF_8));
            out.write(body, 0, size);
            out.flush();
            HttpResponse response = reader.read();
            stale = false;
            reusable = reader.reusable();
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

    /**
     * Whether the last failure was that of a connection the server had closed while it lay idle: it had served before, and
     * not a byte came back.
     */
    boolean wasStale() {
        return stale;
    }

    /** Milliseconds until the deadline, at least 1. */
    int remainingMillis(long deadlineNanos) throws SocketTimeoutException {
        long millis = (deadlineNanos - clock.nanoTime()) / 1_000_000L;
        if (millis <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    private Socket open(long deadlineNanos) throws IOException {
        Proxy proxy = endpoint.loopback() ? Proxy.NO_PROXY : proxy();
        viaHttpProxy = proxy.type() == Proxy.Type.HTTP;
        if (proxy.type() != Proxy.Type.DIRECT && !(viaHttpProxy && !endpoint.secure)) {
            // A tunnel, or SOCKS: the far end's name is the proxy's to resolve.
            Socket tunnel = new Socket(proxy);
            return connect(tunnel, InetSocketAddress.createUnresolved(endpoint.host, endpoint.port), deadlineNanos);
        }
        String host = endpoint.host;
        int port = endpoint.port;
        if (viaHttpProxy && proxy.address() instanceof InetSocketAddress) {
            host = ((InetSocketAddress) proxy.address()).getHostString();
            port = ((InetSocketAddress) proxy.address()).getPort();
        }
        InetAddress[] addresses = InetAddress.getAllByName(host);
        IOException failure = null;
        for (int i = 0; i < addresses.length && i < MAX_ADDRESSES; i++) {
            try {
                return connect(new Socket(Proxy.NO_PROXY), new InetSocketAddress(addresses[i], port), deadlineNanos);
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        throw failure == null ? new IOException("no address") : failure;
    }

    private Socket connect(Socket target, InetSocketAddress address, long deadlineNanos) throws IOException {
        transport = target;
        try {
            target.connect(address, remainingMillis(deadlineNanos));
            return target;
        } catch (IOException e) {
            target.close();
            throw e;
        }
    }

    private Proxy proxy() {
        try {
            ProxySelector selector = ProxySelector.getDefault();
            if (selector != null) {
                String scheme = endpoint.secure ? "https" : "http";
                List<Proxy> proxies =
                        selector.select(new URI(scheme, null, endpoint.host, endpoint.port, "/", null, null));
                if (proxies != null && !proxies.isEmpty() && proxies.get(0) != null) {
                    return proxies.get(0);
                }
            }
        } catch (URISyntaxException | RuntimeException e) {
            // The selector may be the application's; without its answer the connection is direct.
            return Proxy.NO_PROXY;
        }
        return Proxy.NO_PROXY;
    }

    void close() {
        socket = null;
        closeTransport();
    }

    /** Ends what is under way, by closing the socket under it, and refuses to connect again. */
    void abort() {
        aborted = true;
        closeTransport();
    }

    // The transport and not the TLS layer: its close may wait for a peer that does not read.
    private void closeTransport() {
        Socket s = transport;
        if (s != null) {
            try {
                s.close();
            } catch (IOException e) {
                // Closed or broken already, which is what was wanted.
                transport = null;
            }
        }
        transport = null;
    }
}
