package io.perfagent.export.otlp;

import io.perfagent.export.Clock;
import io.perfagent.export.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection to an endpoint, through the JVM's proxy and with TLS where the endpoint has it, opened anew as often
 * as it is lost. Used by one thread; {@link #cut()} and {@link #abort()} by any.
 */
final class Transport {
    private static final int MAX_ADDRESSES = 4;
    /** How long bytes below TLS are waited for to become something or nothing. */
    private static final int QUIET_MILLIS = 5;

    final Endpoint endpoint;
    private final Clock clock;
    private final TlsFiles tlsFiles;
    private final @Nullable String applicationProtocol;
    private @Nullable SSLSocketFactory tls;
    /** Whether a connection was begun with {@link #tls} and has not brought an answer. */
    private boolean tlsInDoubt;

    private @Nullable Socket socket;
    private volatile @Nullable Socket transport;
    private volatile boolean aborted;
    private boolean viaHttpProxy;

    /**
     * @param applicationProtocol what TLS is to agree on (ALPN), and what goes through a tunnel at an HTTP proxy in any case;
     *     null for HTTP/1.1
     */
    Transport(Endpoint endpoint, TlsFiles tlsFiles, Clock clock, @Nullable String applicationProtocol) {
        this.endpoint = endpoint;
        this.tlsFiles = tlsFiles;
        this.clock = clock;
        this.applicationProtocol = applicationProtocol;
    }

    boolean serves(Endpoint other, TlsFiles files) {
        return endpoint.sameServer(other) && tlsFiles.equals(files);
    }

    /** Connects unless connected, and nothing has come that nobody asked for; whether it was. */
    boolean connect(long deadlineNanos) throws IOException, TlsException {
        Socket kept = socket;
        if (kept != null && quiet(kept)) {
            return true;
        }
        close();
        if (endpoint.secure && (tls == null || tlsInDoubt)) {
            tls = TlsContext.socketFactory(tlsFiles); // the files may have been renewed
            tlsInDoubt = false;
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
            tlsInDoubt = true;
            raw.setSoTimeout(Deadline.remainingMillis(clock, deadlineNanos));
            SSLSocket secured = (SSLSocket) tls.createSocket(raw, endpoint.host, endpoint.port, true);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            if (applicationProtocol != null) {
                parameters.setApplicationProtocols(new String[] {applicationProtocol});
            }
            secured.setSSLParameters(parameters);
            handshake(secured);
            ready = secured;
        }
        socket = ready;
        return false;
    }

    private void handshake(SSLSocket secured) throws IOException {
        secured.startHandshake();
        if (applicationProtocol != null && !applicationProtocol.equals(secured.getApplicationProtocol())) {
            throw new IOException("the server does not offer " + applicationProtocol + ", which gRPC needs");
        }
    }

    /** Whether nothing waits to be read, which would be taken for the answer to the next request. */
    private boolean quiet(Socket kept) {
        try {
            if (kept.getInputStream().available() > 0) {
                return false;
            }
            Socket below = below();
            if (below == kept || below.getInputStream().available() == 0) {
                return true;
            }
            kept.setSoTimeout(QUIET_MILLIS);
            kept.getInputStream().read();
            return false;
        } catch (SocketTimeoutException e) {
            return true; // messages of TLS's own, such as session tickets
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Says that the server has answered a request. Only this shows that it takes the client's certificate: with TLS 1.3 it
     * refuses one after the handshake, at the first read or write.
     */
    void answered() {
        tlsInDoubt = false;
    }

    /** Whether the connection goes to this machine. To be asked when connected. */
    boolean loopback() {
        Socket s = transport;
        return s != null
                && !viaHttpProxy
                && s.getInetAddress() != null
                && s.getInetAddress().isLoopbackAddress();
    }

    /** What to speak on, TLS included. */
    Socket socket() throws IOException {
        Socket s = socket;
        if (s == null) {
            throw new IOException("not connected");
        }
        return s;
    }

    /** The socket below TLS. */
    Socket below() throws IOException {
        Socket s = transport;
        if (s == null) {
            throw new IOException("not connected");
        }
        return s;
    }

    /** Whether requests are the proxy's to pass on. To be asked when connected. */
    boolean relayed() {
        return viaHttpProxy && !tunnelled();
    }

    private boolean tunnelled() {
        return endpoint.secure || applicationProtocol != null;
    }

    private Socket open(long deadlineNanos) throws IOException {
        Proxy proxy = endpoint.loopback() ? Proxy.NO_PROXY : proxy();
        viaHttpProxy = proxy.type() == Proxy.Type.HTTP;
        if (proxy.type() != Proxy.Type.DIRECT && !(viaHttpProxy && !tunnelled())) {
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
        return open(InetAddress.getAllByName(host), port, deadlineNanos);
    }

    /** Connects to the first address that can be reached; one that does not answer leaves the others their share of time. */
    Socket open(InetAddress[] addresses, int port, long deadlineNanos) throws IOException {
        int count = Math.min(addresses.length, MAX_ADDRESSES);
        IOException failure = null;
        for (int i = 0; i < count; i++) {
            long nowNanos = clock.nanoTime();
            long untilNanos = nowNanos + (deadlineNanos - nowNanos) / (count - i);
            try {
                return connect(new Socket(Proxy.NO_PROXY), new InetSocketAddress(addresses[i], port), untilNanos);
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        throw failure == null ? new IOException("no address") : failure;
    }

    private Socket connect(Socket target, InetSocketAddress address, long deadlineNanos) throws IOException {
        transport = target;
        try {
            int millis = Deadline.remainingMillis(clock, deadlineNanos);
            // For so long a proxy is waited for to answer CONNECT; the time-out of connect is none for that.
            target.setSoTimeout(millis);
            target.connect(address, millis);
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
                // From one string: of parts URI makes none whose host it does not take for one, such as a name with
                // "_".
                List<Proxy> proxies = selector.select(new URI(endpoint.shown() + "/"));
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

    /** Ends what is under way, by closing the socket under it. */
    void cut() {
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
