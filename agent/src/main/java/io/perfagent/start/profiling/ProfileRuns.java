package io.perfagent.start.profiling;

import io.perfagent.profile.Refusal;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The profile that is being taken, and the last ones that were; for one thread at a time. */
final class ProfileRuns {
    /** The file of a profile that is older is removed. */
    private static final int KEPT = 8;

    private final Deque<ProfileRun> runs = new ArrayDeque<>();
    private boolean closed;

    /** @throws Refusal if none can be taken now */
    void ready() throws Refusal {
        ProfileRun running = running();
        if (running != null) {
            throw new Refusal("a profile is being taken already, " + running.secondsDone() + " of "
                    + running.request.seconds() + " s; ask again when it is done");
        }
        if (closed) {
            throw new Refusal("no profile is taken any more: the process ends, or the agent has stopped;"
                    + " restart the application");
        }
    }

    /**
     * Begins one, once {@link #ready}.
     *
     * @return one that is older than what is kept; null if none is
     * @throws Refusal if its thread could not be started; the next one is free to try
     */
    @Nullable
    ProfileRun begin(ProfileRun run) throws Refusal {
        try {
            run.start();
        } catch (Throwable t) {
            throw new Refusal("no thread could be started to take it (" + t + "); look at the limits of the process"
                    + " for threads and memory, and ask again");
        }
        runs.addLast(run);
        return runs.size() > KEPT ? runs.removeFirst() : null;
    }

    /** The one that is being taken, or null. */
    @Nullable
    ProfileRun running() {
        ProfileRun last = runs.peekLast();
        return last == null || last.isOver() ? null : last;
    }

    /** Those that are kept, the oldest first. */
    Iterable<ProfileRun> all() {
        return runs;
    }

    /** No other one is taken, and the one that is ends. */
    void close() {
        closed = true;
        ProfileRun running = running();
        if (running != null) {
            running.end();
        }
    }
}
