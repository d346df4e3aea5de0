package io.perfagent.instrument.netty;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.perfagent.instrument.family.HttpServerConnection;
import io.perfagent.instrument.family.PipelinedRequest;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Scope;

/** Begins and ends the operations of requests. Used on the event loop of their channel. */
final class NettyRequests {
    private static final NettyRequests ONE = new NettyRequests();

    private final Telemetry telemetry = Telemetry.get();
    private final NettyReader reader = new NettyReader();
    private final Scope scope = new Scope("io.perfagent.netty", telemetry.version);

    static NettyRequests get() {
        return ONE;
    }

    void begin(HttpServerConnection connection, HttpRequest message) {
        PipelinedRequest request = connection.add();
        if (request == null) {
            return;
        }
        HttpHeaders headers = message.headers();
        request.request = message;
        // Of a request line that could not be read, the decoder makes a request that nobody sent.
        if (!(message.decoderResult().isFailure() && message instanceof FullHttpRequest)) {
            request.method = message.method().name();
            request.target = message.uri();
            request.protocol = message.protocolVersion().text();
        }
        request.forwarded = headers.get("forwarded");
        request.forwardedProto = headers.get("x-forwarded-proto");
        Operation operation = telemetry.httpServer.begin(reader, request);
        if (operation == null) {
            return;
        }
        if (operation.sampled()) {
            request.host = headers.get("host");
            request.userAgent = headers.get("user-agent");
            request.forwardedFor = headers.get("x-forwarded-for");
            request.forwardedHost = headers.get("x-forwarded-host");
        }
        connection.begun(request, operation);
    }

    void responseBegins(HttpServerConnection connection, HttpResponse response) {
        connection.responseBegins(response.status().code(), response, telemetry.httpServer, reader, scope);
    }

    void responseEnds(HttpServerConnection connection) {
        connection.responseEnds(telemetry.httpServer, reader, scope);
    }

    void closed(HttpServerConnection connection) {
        connection.closed(telemetry.httpServer, reader, scope);
    }
}
