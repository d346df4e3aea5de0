package io.perfagent.instrument.jdkhttp;

import io.perfagent.bootstrap.Hook;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import java.net.http.HttpHeaders;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The headers of a request while the client that sends it reads them: with the context added. */
public final class HeadersHook extends Hook {
    private static final BiPredicate<String, String> ALL = new All();

    private final JdkHttpCall call = JdkHttpCall.SHARED;

    private static final class All implements BiPredicate<String, String> {
        @Override
        public boolean test(String name, String value) {
            return true;
        }
    }

    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object first, @Nullable Object second, @Nullable Object result) {
        Operation operation = ThreadState.get().innermost(OperationKinds.HTTP_CLIENT);
        if (operation == null || operation.subject != self || !(result instanceof HttpHeaders)) {
            return result;
        }
        String[] pairs = call.telemetry.httpClient.pairs();
        int count = call.telemetry.httpClient.inject(operation, pairs);
        if (count == 0) {
            return result;
        }
        return HttpHeaders.of(new WithContext(((HttpHeaders) result).map(), pairs, count), ALL);
    }
}
