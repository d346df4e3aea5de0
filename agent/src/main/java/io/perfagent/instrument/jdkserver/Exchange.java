package io.perfagent.instrument.jdkserver;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.perfagent.instrument.family.HttpServer;
import io.perfagent.trace.Operation;
import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an exchange, kept beside the stream of its response: that lives exactly as long as the exchange can still
 * be answered. Holds what telemetry reads of the exchange, but nothing that leads back to it.
 *
 * <p>Two things end it, each on a thread of its own choice: the handler has returned, and the response is complete.
 */
final class Exchange extends SideEntry {
    private static final int RETURNED = 1;
    private static final int COMPLETE = 2;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Exchange.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final String method;
    final @Nullable URI uri;
    final @Nullable String protocol;
    final boolean secure;
    final Headers requestHeaders;
    final Headers responseHeaders;

    @Nullable
    Operation operation;

    @Nullable
    InetSocketAddress peer;

    /** The status of the last attempt to send the response's head; 0 before. */
    volatile int status;

    volatile boolean sent;

    /** {@link System#nanoTime} of the handler's return, for an exchange that nobody ends. */
    volatile long returnedNanos;

    @SuppressWarnings("UnusedVariable") // by its handle
    private volatile int state;

    Exchange(HttpExchange exchange, OutputStream body, SideTable table) {
        super(body, table);
        method = exchange.getRequestMethod();
        uri = exchange.getRequestURI();
        protocol = exchange.getProtocol();
        secure = exchange instanceof HttpsExchange;
        requestHeaders = exchange.getRequestHeaders();
        responseHeaders = exchange.getResponseHeaders();
    }

    /** Begins to serve; the operation's route is the path of the context, as OpenTelemetry's agent has it. */
    void serve(HttpExchange exchange, Operation begun) {
        operation = begun;
        begun.subject = this;
        HttpServer.route(begun, exchange.getHttpContext().getPath());
        if (begun.sampled()) {
            peer = exchange.getRemoteAddress();
        }
    }

    /** Whom it is from; null once the handler has returned, if nobody was to know. */
    @Nullable
    InetSocketAddress peer() {
        Operation begun = operation;
        Object own = begun == null ? null : begun.detail;
        return peer == null && own instanceof HttpExchange ? ((HttpExchange) own).getRemoteAddress() : peer;
    }

    /** The handler has returned; true if that makes it complete. */
    boolean returned() {
        return (int) STATE.getAndBitwiseOr(this, RETURNED) == COMPLETE;
    }

    /** The response is complete; true if the handler has returned before. */
    boolean complete() {
        return (int) STATE.getAndBitwiseOr(this, COMPLETE) == RETURNED;
    }

    @Override
    protected void ownerCollected() {
        ExchangeCalls.SHARED.lost(this);
    }

    /** Whether a response with this head has no body, so that the server is done with it (JDK, {@code ExchangeImpl}). */
    boolean hasNoBody(int code, long length) {
        return length == -1 || code < 200 || code == 204 || code == 304 || method.equals("HEAD");
    }
}
