package io.perfagent.instrument.lettuce;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/** A command fails: by an error reply, a lost connection, a timeout. */
public final class FailHook extends Hook {
    private final LettuceCalls calls = new LettuceCalls();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object thrown, @Nullable Object second) {
        if (thrown instanceof Throwable) {
            calls.end(self, LettuceCalls.errorType((Throwable) thrown), (Throwable) thrown);
        }
        return null;
    }
}
