package io.perfagent.instrument.jdkhttp;

import io.perfagent.bootstrap.Hook;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import java.net.http.HttpHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The headers of a request while the client that sends it reads them: with the context added. */
public final class HeadersHook extends Hook {
    private static final int MAX_PAIRS = 16;
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
        String[] pairs = new String[MAX_PAIRS];
        int count = call.telemetry.httpClient.inject(operation, pairs);
        if (count == 0) {
            return result;
        }
        Map<String, List<String>> headers = new HashMap<>(((HttpHeaders) result).map());
        for (int i = 0; i + 1 < count; i += 2) {
            headers.put(pairs[i], List.of(pairs[i + 1]));
        }
        return HttpHeaders.of(headers, ALL);
    }
}
