package io.perfagent.instrument.netty;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.HttpServerConnection;
import org.jspecify.annotations.Nullable;

/** A part of a response is encoded: its head tells the status, its end ends the request. */
public final class EncodeHook extends Hook {
    private final NettyConnections connections = new NettyConnections();
    private final NettyRequests requests = NettyRequests.get();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object context, @Nullable Object message) {
        if (context == null
                || !(self instanceof HttpResponseEncoder)
                || !(message instanceof HttpResponse || message instanceof LastHttpContent)) {
            return null;
        }
        HttpServerConnection connection = connections.find(context);
        if (connection != null) {
            connection.encoding = message;
        }
        return connection;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        HttpServerConnection connection = (HttpServerConnection) state;
        Object message = connection.encoding;
        connection.encoding = null;
        if (thrown != null) {
            return;
        }
        if (message instanceof HttpResponse) {
            requests.responseBegins(connection, (HttpResponse) message);
        }
        if (message instanceof LastHttpContent) {
            requests.responseEnds(connection);
        }
    }
}
