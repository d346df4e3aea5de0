package io.perfagent.coldstart.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Visits an application's own pages, so that what a first request loads is part of the archive.
 *
 * <p>Of this machine only, by plain HTTP, without proxy or redirects; ten seconds and a mebibyte each at most.
 */
final class WarmUps {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int MAX_BYTES = 1 << 20;

    private WarmUps() {}

    /** An address that may be visited. */
    static URI address(String text) throws PrepareFailure {
        try {
            URI uri = new URI(text);
            String host = uri.getHost();
            if (!"http".equals(uri.getScheme()) || host == null || uri.getUserInfo() != null) {
                throw new PrepareFailure("'" + text + "' is no http:// address");
            }
            if (!InetAddress.getByName(host).isLoopbackAddress()) {
                throw new PrepareFailure("'" + text + "' is not on this machine: only loopback addresses are visited");
            }
            return uri;
        } catch (URISyntaxException | UnknownHostException e) {
            throw new PrepareFailure("'" + text + "' is no address of this machine");
        }
    }

    /** Visits each, says what it answered, and returns how many answered with a status below 400. */
    static int visit(List<URI> addresses, PrintStream out) {
        int answered = 0;
        for (URI address : addresses) {
            String said;
            try {
                int status = get(address);
                answered += status < HttpURLConnection.HTTP_BAD_REQUEST ? 1 : 0;
                said = "answered " + status;
            } catch (IOException e) {
                said = "did not answer: " + e.getMessage();
            }
            out.println("perf-agent: warm-up " + address + " " + said);
        }
        return answered;
    }

    private static int get(URI address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try {
            int status = connection.getResponseCode();
            InputStream body = status < HttpURLConnection.HTTP_BAD_REQUEST
                    ? connection.getInputStream()
                    : connection.getErrorStream();
            if (body != null) {
                try (body) {
                    body.readNBytes(MAX_BYTES);
                }
            }
            return status;
        } finally {
            connection.disconnect();
        }
    }
}
