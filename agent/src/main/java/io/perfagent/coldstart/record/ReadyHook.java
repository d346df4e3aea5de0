package io.perfagent.coldstart.record;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/** A framework begins to tell the application that it is ready. */
public final class ReadyHook extends Hook {
    private final String by;

    /** @param by who says so, such as {@code Spring Boot} */
    public ReadyHook(String by) {
        this.by = by;
    }

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (StartRecorder.SHARED.isOpen()) {
            StartRecorder.SHARED.container(first);
            StartRecorder.SHARED.ready(by, 1);
        }
        return null;
    }
}
