package io.perfagent.instrument.netty;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.concurrent.EventExecutor;
import io.perfagent.instrument.family.HttpServerConnection;
import java.util.concurrent.Executor;

/** A channel is closed, in whatever way: requests that wait for an answer end. Told once, on the channel's event loop. */
final class ClosedListener implements ChannelFutureListener, Runnable {
    private final HttpServerConnection connection;

    ClosedListener(HttpServerConnection connection) {
        this.connection = connection;
    }

    @Override
    public void operationComplete(ChannelFuture future) {
        try {
            EventExecutor executor = (EventExecutor) connection.executor;
            if (executor.inEventLoop()) {
                run();
            } else {
                ((Executor) executor).execute(this); // the codec has an executor of its own
            }
        } catch (RuntimeException e) {
            // The executor has ended, and with it all that could be told. Netty would log it among the application's
            // lines.
        }
    }

    @Override
    public void run() {
        try {
            NettyRequests.get().closed(connection);
        } catch (RuntimeException | LinkageError e) {
            connection.forget();
        }
    }
}
