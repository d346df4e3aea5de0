package io.perfagent.instrument.jetty12;

import io.perfagent.bootstrap.Hook;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import org.eclipse.jetty.http.pathmap.MatchedResource;
import org.jspecify.annotations.Nullable;

/** The servlet that a request is mapped to; {@link ContextHook}, which follows, knows the context's path. */
public final class MatchHook extends Hook {
    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object path, @Nullable Object second, @Nullable Object matched) {
        Operation operation = ThreadState.get().innermost(OperationKinds.HTTP_SERVER);
        if (operation != null && operation.route == null && matched instanceof MatchedResource) {
            operation.detail = matched;
        }
        return matched;
    }
}
