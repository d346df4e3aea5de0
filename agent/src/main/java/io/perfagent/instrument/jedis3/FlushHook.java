package io.perfagent.instrument.jedis3;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/** What was sent is written out; if that fails, nobody will read a reply. */
public final class FlushHook extends Hook {
    private final Jedis3 jedis = new Jedis3();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        return jedis.present ? self : null;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        if (thrown != null) {
            jedis.answered(state, thrown);
        }
    }
}
