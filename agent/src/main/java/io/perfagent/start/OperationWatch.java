package io.perfagent.start;

import io.perfagent.profile.attribution.Watch;
import org.jspecify.annotations.Nullable;

/** The one watch of this JVM over what its threads work on, which all profilers share; made by whoever needs it first. */
final class OperationWatch {
    private static @Nullable Watch watch;

    private OperationWatch() {}

    static synchronized Watch of(Agent agent) {
        Watch known = watch;
        if (known == null) {
            known = new Watch(agent.telemetry().tracing);
            watch = known;
        }
        return known;
    }
}
