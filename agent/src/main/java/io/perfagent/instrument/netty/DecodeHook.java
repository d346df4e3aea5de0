package io.perfagent.instrument.netty;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.HttpServerConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of decoding, which makes parts of one request at most: they are handed on before the next step, or at the end of
 * the read, and until then that request is current.
 */
public final class DecodeHook extends Hook {
    private final NettyConnections connections = new NettyConnections();
    private final NettyRequests requests = NettyRequests.get();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object context, @Nullable Object out) {
        HttpServerConnection connection =
                self instanceof HttpRequestDecoder && context != null ? connections.find(context) : null;
        if (connection == null || !(out instanceof List)) {
            return null;
        }
        connection.detach();
        connection.decoding = out;
        connection.decodedBefore = ((List<?>) out).size();
        return connection;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        HttpServerConnection connection = (HttpServerConnection) state;
        Object decoding = connection.decoding;
        connection.decoding = null;
        if (thrown != null || !(decoding instanceof List)) {
            return;
        }
        List<?> out = (List<?>) decoding;
        boolean begun = false;
        for (int i = connection.decodedBefore; i < out.size(); i++) {
            Object message = out.get(i);
            if (message instanceof HttpRequest) {
                requests.begin(connection, (HttpRequest) message);
                begun = true;
            }
        }
        if (!begun && !out.isEmpty()) {
            connection.attachArriving();
        }
    }
}
