package io.perfagent.instrument.urlconnection;

import io.perfagent.instrument.family.HttpClient;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Scope;
import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the hooks of {@code HttpURLConnection} share. */
final class UrlConnectionCall {
    static final UrlConnectionCall SHARED = new UrlConnectionCall();

    private final Telemetry telemetry = Telemetry.get();
    private final HttpClient client = telemetry.httpClient;
    private final SideTable side = telemetry.tracing.side();
    private final Scope scope = new Scope("io.perfagent.http-url-connection", telemetry.version);
    private final HttpClient.Reader reader = new Headers();

    private UrlConnectionCall() {}

    /** The operation of a connection, between its first use and its response. */
    private static final class Entry extends SideEntry {
        final Operation operation;
        boolean ended;

        /** Whether it has been asked if the call may be made. */
        boolean asked;

        /** Why the call is not made: whatever else is asked of the connection fails, too; null if it is. */
        @Nullable
        String refused;

        Entry(Object connection, SideTable table, Operation operation) {
            super(connection, table);
            this.operation = operation;
        }
    }

    /** Begins the call, or goes on with it; null if it is over, or part of another. */
    @Nullable
    Operation use(HttpURLConnection connection) {
        Entry known = side.find(connection, Entry.class);
        if (known != null) {
            if (known.ended) {
                return null;
            }
            Operation current = io.perfagent.trace.ThreadState.get().current();
            if (current == known.operation) {
                return null; // one method of the connection calls another
            }
            known.operation.subject = connection;
            telemetry.tracing.resume(known.operation);
            return known.operation;
        }
        Operation operation = client.begin();
        if (operation == null) {
            return null;
        }
        operation.subject = connection;
        side.add(new Entry(connection, side, operation));
        inject(connection, operation);
        return operation;
    }

    /** What any use of a connection fails with whose call is not to be made; null if it is, or was. */
    @Nullable
    ConnectException refusal(HttpURLConnection connection, @Nullable Operation begun) {
        Entry known = side.find(connection, Entry.class);
        if (known == null) {
            return null;
        }
        URL url = connection.getURL();
        int port = url.getPort() > 0 ? url.getPort() : url.getDefaultPort();
        if (known.refused != null) {
            return HttpClient.refused(known.refused, url.getHost(), port);
        }
        if (begun == null || known.asked) {
            return null;
        }
        known.asked = true;
        ConnectException refusal = client.refusal(begun, url.getHost(), port);
        if (refusal != null) {
            known.refused = begun.limitReason;
            fail(begun, refusal);
        }
        return refusal;
    }

    private void inject(HttpURLConnection connection, Operation operation) {
        String[] pairs = client.pairs();
        int count = client.inject(operation, pairs);
        try {
            for (int i = 0; i + 1 < count; i += 2) {
                connection.setRequestProperty(pairs[i], pairs[i + 1]);
            }
        } catch (IllegalStateException e) {
            return; // already connected: the first use was before the seam was open
        }
    }

    /** The connection is used further, by whichever thread. */
    void pause(Operation operation) {
        // The table's entry must not keep the connection that it belongs to.
        operation.subject = null;
        telemetry.tracing.detach(operation);
    }

    /** There is no response to ask for. */
    void fail(Operation operation, Throwable thrown) {
        end(operation, thrown, false);
    }

    void end(Operation operation, @Nullable Throwable thrown) {
        end(operation, thrown, true);
    }

    private void end(Operation operation, @Nullable Throwable thrown, boolean asked) {
        HttpURLConnection connection = (HttpURLConnection) operation.subject;
        if (connection == null) {
            telemetry.tracing.end(operation);
            return;
        }
        Entry entry = side.find(connection, Entry.class);
        if (entry != null) {
            entry.ended = true;
        }
        int status = asked && !(thrown instanceof Error)
                ? status(connection)
                : 0; // after an Error the JDK would send it again
        URL url = connection.getURL();
        Object first = operation.detail;
        URL target = first instanceof URL ? (URL) first : url;
        client.end(
                operation,
                scope,
                connection.getRequestMethod(),
                target.getHost(),
                target.getPort() > 0 ? target.getPort() : target.getDefaultPort(),
                target.toString(),
                status,
                status > 0 ? "1.1" : "",
                thrown,
                reader,
                null,
                connection);
    }

    /** The status of a response that is there; after a failure the JDK answers from what it remembers. */
    private static int status(HttpURLConnection connection) {
        try {
            return Math.max(0, connection.getResponseCode());
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    private static final class Headers extends HttpClient.Reader {
        @Override
        public @Nullable String[] requestHeaders(Object request, String name) {
            return new String[0];
        }

        @Override
        public @Nullable String[] responseHeaders(Object response, String name) {
            for (java.util.Map.Entry<String, List<String>> header :
                    ((HttpURLConnection) response).getHeaderFields().entrySet()) {
                if (name.equalsIgnoreCase(header.getKey())) {
                    return header.getValue().toArray(new String[0]);
                }
            }
            return new String[0];
        }
    }
}
