package io.perfagent.instrument.apache5;

import io.perfagent.trace.Operation;
import io.perfagent.trace.Snapshot;
import io.perfagent.trace.ThreadState;
import java.net.ConnectException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous call in progress, in the place of the application's callback, which then runs in the context of the
 * call's caller. True once it has ended. What belongs to the call is set by the thread that makes it, before any other
 * sees it.
 */
@SuppressWarnings("serial")
final class AsyncExchange extends AtomicBoolean implements FutureCallback<Object> {
    private final ApacheCalls calls;
    private final Operation operation;
    private final @Nullable Snapshot caller;
    private final @Nullable HttpHost target;
    private @Nullable FutureCallback<Object> callback;
    private @Nullable AsyncHeaders headers;
    private boolean watched;

    volatile @Nullable HttpRequest request;
    volatile @Nullable HttpContext context;

    AsyncExchange(ApacheCalls calls, Operation operation, @Nullable Snapshot caller, @Nullable HttpHost target) {
        this.calls = calls;
        this.operation = operation;
        this.caller = caller;
        this.target = target;
    }

    /** The exchange that is being begun on this thread, or null. */
    static @Nullable AsyncExchange beginning() {
        Operation current = ThreadState.get().current();
        return current != null && current.subject instanceof AsyncExchange ? (AsyncExchange) current.subject : null;
    }

    /** Whether it will be told of its end. */
    boolean watched() {
        return watched;
    }

    void watch(@Nullable FutureCallback<Object> instead) {
        callback = instead;
        watched = true;
    }

    /** What the operation's context is sent in. */
    @Nullable
    String[] headers() {
        return calls.headers(operation);
    }

    /** What it fails with if it is not to be made; else null. */
    @Nullable
    ConnectException refusal(HttpRequest original) {
        HttpRequest known = request;
        return calls.refusal(operation, target, known == null ? original : known);
    }

    /** Kept until the end, so that each request of the exchange is sent with them. */
    void keep(AsyncHeaders kept) {
        if (headers == null && calls.telemetry.tracing.side().add(kept)) {
            headers = kept;
        }
    }

    /**
     * Ends it, unless it has ended.
     *
     * @param result what the call completes with, null if it does not
     */
    void end(@Nullable Throwable thrown, @Nullable Object result) {
        if (!compareAndSet(false, true)) {
            return;
        }
        if (headers != null) {
            calls.telemetry.tracing.side().remove(headers);
        }
        try {
            calls.end(operation, target, request, result == null ? null : response(result), thrown);
        } catch (RuntimeException | LinkageError e) {
            calls.telemetry.tracing.end(operation);
        }
    }

    /** The last response; a minimal client does not put it into the context. */
    private @Nullable HttpResponse response(Object result) {
        HttpContext used = context;
        HttpResponse known = used instanceof HttpCoreContext ? ((HttpCoreContext) used).getResponse() : null;
        Object head = result instanceof Message ? ((Message<?, ?>) result).getHead() : result;
        return known == null && head instanceof HttpResponse ? (HttpResponse) head : known;
    }

    private @Nullable Operation attach() {
        return caller == null ? null : calls.telemetry.tracing.attach(caller);
    }

    private void detach(@Nullable Operation attached) {
        if (attached != null) {
            calls.telemetry.tracing.end(attached);
        }
    }

    @Override
    public void completed(Object result) {
        end(null, result);
        if (callback != null) {
            Operation attached = attach();
            try {
                callback.completed(result);
            } finally {
                detach(attached);
            }
        }
    }

    @Override
    public void failed(Exception thrown) {
        end(thrown, null);
        if (callback != null) {
            Operation attached = attach();
            try {
                callback.failed(thrown);
            } finally {
                detach(attached);
            }
        }
    }

    @Override
    public void cancelled() {
        end(null, null);
        if (callback != null) {
            Operation attached = attach();
            try {
                callback.cancelled();
            } finally {
                detach(attached);
            }
        }
    }
}
