package io.perfagent.coldstart.record;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/**
 * A hook around one piece of work at the start; a library's hook says what it is called. Once the start is over it is one
 * volatile read.
 */
public abstract class StartHook extends Hook {
    private final int kind;

    /** @param kind one of {@link Kind} */
    protected StartHook(int kind) {
        this.kind = kind;
    }

    /** What the piece is called, or null if it is none; runs before the piece begins, and only during the start. */
    protected abstract @Nullable String name(@Nullable Object self, @Nullable Object first, @Nullable Object second);

    /** Identity hash of what the piece is about, by which a wait finds who ended it; 0 if it is about nothing. */
    protected int subject(@Nullable Object self) {
        return 0;
    }

    @Override
    public final @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        StartRecorder recorder = StartRecorder.SHARED;
        if (!recorder.isOpen()) {
            return null;
        }
        String name = name(self, first, second);
        return name == null ? null : recorder.begin(kind, name, subject(self));
    }

    @Override
    public final void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        StartRecorder.end((StartRecord) state, thrown != null);
    }
}
