package io.perfagent.profile.attribution;

import io.perfagent.trace.Tracing;
import io.perfagent.trace.timeline.Timeline;
import org.jspecify.annotations.Nullable;

/** Has operations remembered while at least one profiler wants to know of them; otherwise they cost nothing more. */
public final class Watch {
    /** 2.3 MiB; at 10 000 operations a second, more than a second of them. */
    private static final int MOMENTS = 32_768;

    private final Tracing tracing;
    private @Nullable Timeline timeline;
    private int watchers;

    public Watch(Tracing tracing) {
        this.tracing = tracing;
    }

    /** From now on operations are remembered; to be followed by one {@link #end}. The answer is one thread's own. */
    public synchronized Owners begin() {
        Timeline watching = timeline;
        if (watching == null) {
            watching = new Timeline(MOMENTS);
            timeline = watching;
            tracing.watch(watching);
        }
        watchers++;
        return new TimelineOwners(watching);
    }

    /** One profiler less. */
    public synchronized void end() {
        watchers--;
        if (watchers == 0) {
            tracing.watch(null);
            timeline = null;
        }
    }

    /** Bytes held at the moment, about; 0 while nobody watches. */
    public synchronized long heldBytes() {
        return timeline == null ? 0 : timeline.heldBytes();
    }
}
