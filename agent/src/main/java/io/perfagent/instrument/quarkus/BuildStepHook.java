package io.perfagent.instrument.quarkus;

import io.perfagent.bootstrap.Hook;
import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.StartRecord;
import io.perfagent.coldstart.record.StartRecorder;
import org.jspecify.annotations.Nullable;

/**
 * A step of Quarkus' start tells its name when it begins, and another call tells that it is over. The classes of the steps are
 * generated with each application, so that no table can name them.
 *
 * <p>A step whose end is not told on the thread that began it is no piece.
 */
public final class BuildStepHook extends Hook {
    static final String BEGINS = "begins";
    static final String ENDS = "ends";

    private static volatile @Nullable Step current;

    private final boolean begins;

    private static final class Step {
        final String name;
        final long threadId;
        final long startNanos;

        Step(String name, long threadId, long startNanos) {
            this.name = name;
            this.threadId = threadId;
            this.startNanos = startNanos;
        }
    }

    /** @param declared {@link #BEGINS} or {@link #ENDS} */
    public BuildStepHook(String declared) {
        begins = declared.equals(BEGINS);
    }

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        Step before = current;
        boolean open = StartRecorder.SHARED.isOpen();
        if (before == null && !open) {
            return null;
        }
        long threadId = Thread.currentThread().getId();
        if (before != null && before.threadId == threadId) {
            StartRecord piece = StartRecorder.SHARED.add(Kind.PHASE, before.name, 0, before.startNanos);
            if (piece != null) {
                StartRecorder.end(piece, false);
            }
        }
        current = open && begins && first instanceof String
                ? new Step((String) first, threadId, System.nanoTime())
                : null;
        return null;
    }
}
