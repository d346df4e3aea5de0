package io.perfagent.instrument.apache4;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.HttpClient;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import org.apache.http.HttpMessage;
import org.jspecify.annotations.Nullable;

/** The library's own copy of a request is about to be sent, anew after each redirect: with the context. */
public final class InjectHook extends Hook {

    private final HttpClient client = Telemetry.get().httpClient;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object request, @Nullable Object second) {
        Operation operation = ThreadState.get().innermost(OperationKinds.HTTP_CLIENT);
        if (operation != null && request instanceof HttpMessage) {
            String[] pairs = client.pairs();
            int count = client.inject(operation, pairs);
            for (int i = 0; i + 1 < count; i += 2) {
                ((HttpMessage) request).setHeader(pairs[i], pairs[i + 1]);
            }
        }
        return null;
    }
}
