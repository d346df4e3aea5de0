package io.perfagent.instrument.jdkstart;

import io.perfagent.bootstrap.Hook;
import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.StartRecord;
import io.perfagent.coldstart.record.StartRecorder;
import org.jspecify.annotations.Nullable;

/** A thread runs. It is a task if it ends during the start: the threads of pools and servers are not. */
public final class ThreadRunHook extends Hook {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        return StartRecorder.SHARED.isOpen() ? (Long) System.nanoTime() : null;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        StartRecord piece =
                StartRecorder.SHARED.add(Kind.TASK, "Thread.run", System.identityHashCode(self), (Long) state);
        if (piece != null) {
            StartRecorder.end(piece, thrown != null);
        }
    }
}
