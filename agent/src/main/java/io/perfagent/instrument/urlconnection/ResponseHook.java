package io.perfagent.instrument.urlconnection;

import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.Operation;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/** {@code getInputStream}: the response is there, or there will be none. */
public final class ResponseHook extends Hook {
    private final UrlConnectionCall call = UrlConnectionCall.SHARED;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        HttpURLConnection connection = (HttpURLConnection) self;
        Operation operation = connection == null ? null : call.use(connection);
        if (operation != null && operation.detail == null && connection != null) {
            operation.detail = connection.getURL();
        }
        ConnectException refusal = connection == null ? null : call.refusal(connection, operation);
        return refusal == null ? operation : Answer.throwing(refusal);
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        call.end((Operation) state, thrown);
    }
}
