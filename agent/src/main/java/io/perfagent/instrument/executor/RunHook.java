package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.StartRecord;
import io.perfagent.coldstart.record.StartRecorder;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** A worker or a timer runs a task: in the context that was kept beside it. */
public final class RunHook extends Hook {
    private final WorkerTasks tasks = new WorkerTasks();

    /** A task that is recorded as a piece of the application's start, too. */
    private static final class Starting {
        final StartRecord piece;
        final @Nullable Operation operation;

        Starting(StartRecord piece, @Nullable Operation operation) {
            this.piece = piece;
            this.operation = operation;
        }
    }

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object task, @Nullable Object second) {
        if (task == null) {
            return null;
        }
        ThreadState thread = ThreadState.get();
        Operation begun = thread.unwovenLoopTask;
        thread.loopIsWoven = true;
        thread.unwovenLoopTask = null;
        Operation operation = begun != null ? begun : tasks.begin(self, task);
        return StartRecorder.SHARED.isOpen() ? starting(task, operation) : operation;
    }

    private static @Nullable Object starting(Object task, @Nullable Operation operation) {
        if (task instanceof FutureTask || task instanceof CompletableFuture.AsynchronousCompletionTask) {
            return operation; // recorded where it runs, whoever runs it
        }
        StartRecord piece =
                StartRecorder.SHARED.begin(Kind.TASK, task.getClass().getName(), System.identityHashCode(task));
        return piece == null ? operation : new Starting(piece, operation);
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        if (state instanceof Starting) {
            StartRecorder.end(((Starting) state).piece, thrown != null);
            Operation operation = ((Starting) state).operation;
            if (operation != null) {
                tasks.end(operation);
            }
        } else {
            tasks.end((Operation) state);
        }
    }
}
