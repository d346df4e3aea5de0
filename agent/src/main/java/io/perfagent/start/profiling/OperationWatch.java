package io.perfagent.start.profiling;

import io.perfagent.profile.attribution.Watch;
import io.perfagent.start.host.Host;
import org.jspecify.annotations.Nullable;

/** The one watch of this JVM over what its threads work on, which all profilers share; made by whoever needs it first. */
final class OperationWatch {
    private static @Nullable Watch watch;

    private OperationWatch() {}

    static synchronized Watch of(Host host) {
        Watch known = watch;
        if (known == null) {
            known = new Watch(host.telemetry().tracing);
            watch = known;
        }
        return known;
    }
}
