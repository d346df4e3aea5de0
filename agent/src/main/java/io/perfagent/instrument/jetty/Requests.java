package io.perfagent.instrument.jetty;

import io.perfagent.instrument.family.AsyncRequest;
import io.perfagent.instrument.family.ServedRequest;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Scope;
import io.perfagent.trace.ThreadState;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.HttpChannelState;
import org.jspecify.annotations.Nullable;

/**
 * Where the operation of a request is: on the thread that serves it until the handlers have returned; then, if the request
 * is async, beside its channel. The channel lets one thread at a time run a request, so an operation has one owner.
 */
final class Requests {
    static final ChannelReader READER = new ChannelReader();

    final Telemetry telemetry = Telemetry.get();
    private final Scope scope = new Scope("io.perfagent.jetty", telemetry.version);

    /** The request that this thread serves from its beginning, or null. */
    static @Nullable Operation serving() {
        Operation operation = ThreadState.get().innermost(OperationKinds.HTTP_SERVER);
        return operation != null && operation.subject instanceof ServedRequest ? operation : null;
    }

    void park(Operation operation, ServedRequest served, HttpChannel channel) {
        served.subject = null; // the table's entry must not keep the channel
        AsyncRequest.park(telemetry.tracing, channel, operation);
    }

    /** Makes the context of the async request beside a channel current on this thread; null if there is none. */
    @Nullable
    Operation resume(Object channel) {
        AsyncRequest parked = AsyncRequest.find(telemetry.tracing, channel);
        Operation carried = parked == null ? null : telemetry.tracing.attach(parked);
        if (carried != null) {
            carried.subject = parked;
        }
        return carried;
    }

    /** The request of a channel that this thread serves from its beginning, or null. */
    private static @Nullable Operation serving(@Nullable HttpChannel channel) {
        Operation operation = serving();
        ServedRequest served = operation == null ? null : (ServedRequest) operation.subject;
        return served != null && (channel == null || served.subject == channel) ? operation : null;
    }

    /**
     * Ends the request of a channel: what this thread serves, or has resumed, or what waits beside it. A thread that serves one may
     * complete another, whose channel it then runs.
     *
     * @param completed the channel, or its state
     */
    void end(@Nullable Object completed) {
        HttpChannel channel = completed instanceof HttpChannelState
                ? ((HttpChannelState) completed).getHttpChannel()
                : completed instanceof HttpChannel ? (HttpChannel) completed : null;
        Operation operation = serving(channel);
        if (operation == null) {
            Operation carried = ThreadState.get().innermost(Operation.CARRIED);
            Object subject = carried == null ? null : carried.subject;
            AsyncRequest parked = subject instanceof AsyncRequest ? (AsyncRequest) subject : null;
            if (channel != null && (parked == null || parked.get() != channel)) {
                parked = AsyncRequest.find(telemetry.tracing, channel);
            }
            operation = parked == null ? null : parked.operation;
            Object owner = parked == null ? null : parked.get();
            if (parked == null || operation == null || owner == null || !parked.remove(telemetry.tracing)) {
                return;
            }
            ServedRequest served = (ServedRequest) operation.subject;
            if (served != null) {
                served.subject = owner;
            }
            telemetry.tracing.resume(operation);
        }
        end(operation);
    }

    private void end(Operation operation) {
        ServedRequest served = (ServedRequest) operation.subject;
        Object channel = served == null ? null : served.subject;
        if (served == null || channel == null) {
            telemetry.tracing.end(operation);
            return;
        }
        int status = READER.status(served, channel);
        if (!served.threwLate && status >= 100 && status < 500) {
            operation.error = null; // the server has made the client's fault of it, or an error page something else
        }
        telemetry.httpServer.end(operation, READER, served, channel, scope);
    }
}
