package io.perfagent.instrument.okhttp;

import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.Operation;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** The request whose headers are written: one with the context, which nobody else sees. */
public final class HeadersHook extends Hook {

    private final Requests requests = new Requests();

    @Override
    public @Nullable Object argument(@Nullable Object self, @Nullable Object request) {
        Operation operation = Requests.current();
        if (operation == null || !(request instanceof Request)) {
            return request;
        }
        String[] pairs = requests.telemetry.httpClient.pairs();
        int count = requests.telemetry.httpClient.inject(operation, pairs);
        if (count == 0) {
            return request;
        }
        Request.Builder builder = ((Request) request).newBuilder();
        for (int i = 0; i + 1 < count; i += 2) {
            builder.header(pairs[i], pairs[i + 1]);
        }
        return builder.build();
    }
}
