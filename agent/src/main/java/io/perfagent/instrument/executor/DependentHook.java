package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.Tracing;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A dependent of a {@code CompletableFuture} is made: its function will run in the context of this call. The function is
 * wrapped, because no API hands it back.
 */
public final class DependentHook extends Hook {
    private final Tracing tracing = Telemetry.get().tracing;

    @Override
    public @Nullable Object argument(@Nullable Object self, @Nullable Object function) {
        Operation context = ThreadState.get().current();
        // Within a client's call the stages are the client's own: nothing of the application runs in them.
        if (function == null || context == null || context.kind == OperationKinds.HTTP_CLIENT) {
            return function;
        }
        if (function instanceof Function) {
            return new Carried.OfFunction<>((Function<?, ?>) function, tracing, context);
        }
        if (function instanceof Consumer) {
            return new Carried.OfConsumer<>((Consumer<?>) function, tracing, context);
        }
        if (function instanceof BiFunction) {
            return new Carried.OfBiFunction<>((BiFunction<?, ?, ?>) function, tracing, context);
        }
        if (function instanceof BiConsumer) {
            return new Carried.OfBiConsumer<>((BiConsumer<?, ?>) function, tracing, context);
        }
        return function instanceof Runnable ? new Carried.OfRunnable((Runnable) function, tracing, context) : function;
    }
}
