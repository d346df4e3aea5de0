package io.perfagent.instrument.jdkstart;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.StartHook;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** A {@code ServiceLoader} makes a provider. */
public final class ProviderHook extends StartHook {
    public ProviderHook() {
        super(Kind.SERVICE);
    }

    @Override
    protected @Nullable String name(@Nullable Object provider, @Nullable Object first, @Nullable Object second) {
        return provider instanceof ServiceLoader.Provider
                ? ((ServiceLoader.Provider<?>) provider).type().getName()
                : null;
    }
}
