package io.perfagent.instrument.jedis3;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/** A reply has been read: the command it answers is over. */
public final class ReplyHook extends Hook {
    private final Jedis3 jedis = new Jedis3();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        return jedis.present ? self : null;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        jedis.answered(state, thrown);
    }
}
