package io.perfagent.instrument.undertow;

import io.perfagent.instrument.undertow.dispatch.HandOverHook;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Snapshot;
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.Tracing;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One exchange's operation, attached to the exchange, as Undertow lets extensions do: it goes when the exchange goes, ended or
 * not.
 *
 * <p>The operation is on a thread's stack only while the exchange is in call there. Its end waits for both: no thread has it,
 * and the exchange is complete.
 */
final class Call {
    private static final AttachmentKey<Call> KEY = AttachmentKey.create(Call.class);
    private static final int IN_CALL = 1;
    private static final int COMPLETE = 2;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Call.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final HttpServerExchange exchange;
    final Operation operation;

    /** As requested: a forward changes the exchange's own. */
    final @Nullable String path;

    final @Nullable String query;

    /** Whether it was asked for, and let in. */
    boolean isAsked;

    /** Whether a servlet is at work: what is dispatched within is part of it. */
    boolean inServlet;

    /** Whether the application threw when a response had begun, which no error page can mend. */
    boolean threwLate;

    /** Whether a task of the application's own, not a handler, is to go on with the exchange. */
    boolean handsOver;

    private volatile int state = IN_CALL;

    Call(HttpServerExchange exchange, Operation operation, @Nullable String path, @Nullable String query) {
        this.exchange = exchange;
        this.operation = operation;
        this.path = path;
        this.query = query;
    }

    static @Nullable Call of(HttpServerExchange exchange) {
        return exchange.getAttachment(KEY);
    }

    void attach() {
        exchange.putAttachment(KEY, this);
    }

    /** The exchange is in call on this thread; false if it is on another one, or is over. */
    boolean enter(Tracing tracing) {
        boolean enters = STATE.compareAndSet(this, 0, IN_CALL);
        if (enters) {
            tracing.resume(operation);
        }
        return enters;
    }

    /** It no longer is; true if that ends it. */
    boolean leave(Tracing tracing) {
        if ((state & IN_CALL) == 0) {
            return false;
        }
        tracing.detach(operation);
        if (handsOver) {
            handsOver = false;
            Operation context = tracing.attach(new Snapshot(operation));
            if (context != null) {
                context.subject = HandOverHook.TOKEN;
            }
        }
        return (int) STATE.getAndBitwiseAnd(this, ~IN_CALL) == (IN_CALL | COMPLETE);
    }

    /** The exchange is complete; true if that ends it. */
    boolean complete() {
        return (int) STATE.getAndBitwiseOr(this, COMPLETE) == 0;
    }

    /** The call that this thread serves, or null. */
    static @Nullable Call onThisThread() {
        Operation operation = ThreadState.get().innermost(OperationKinds.HTTP_SERVER);
        return operation != null && operation.subject instanceof Call ? (Call) operation.subject : null;
    }

    /** What was thrown out of a handler or servlet; the first one stands. */
    void threw(Throwable thrown) {
        if (operation.error == null) {
            operation.error = thrown;
            threwLate = exchange.isResponseStarted();
        }
    }
}
