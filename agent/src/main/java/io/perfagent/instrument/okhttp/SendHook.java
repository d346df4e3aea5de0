package io.perfagent.instrument.okhttp;

import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.Operation;
import okhttp3.Connection;
import okhttp3.Interceptor;
import org.jspecify.annotations.Nullable;

/** A request has its connection and is sent. */
public final class SendHook extends Hook {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object chain, @Nullable Object second) {
        Operation operation = Requests.current();
        if (operation != null && chain instanceof Interceptor.Chain) {
            operation.detail = Requests.SENT;
            Connection connection = ((Interceptor.Chain) chain).connection();
            if (connection != null) {
                operation.peer = connection.route().socketAddress();
            }
        }
        return null;
    }
}
