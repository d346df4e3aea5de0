package io.perfagent.coldstart.archive;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The agent in a process that {@code prepare} has started, asked through that process's request folder. */
public interface TrainingAgent {
    /** Whether it can be asked yet. */
    boolean isThere();

    /** Its answer, or null if none came in time. */
    @Nullable
    String ask(String request, long timeoutNanos) throws IOException;

    /** What it has left at its end, or null. */
    @Nullable
    String left() throws IOException;

    /** Removes what is left of its folder, once the process has ended. */
    void forget();

    /** Finds the agent of a process. */
    interface Finder {
        TrainingAgent of(long pid);
    }
}
