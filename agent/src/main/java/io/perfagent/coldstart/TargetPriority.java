package io.perfagent.coldstart;

import org.jspecify.annotations.Nullable;

/** How much a phase of the start matters; how long it may run before it is said to, unless it has a time-out of its own. */
public enum TargetPriority {
    CRITICAL("critical", 100),
    ESSENTIAL("essential", 500),
    OPTIONAL("optional", 2000);

    /** As the settings and telemetry spell it. */
    public final String title;

    final long timeoutMillis;

    TargetPriority(String title, long timeoutMillis) {
        this.title = title;
        this.timeoutMillis = timeoutMillis;
    }

    static @Nullable TargetPriority of(String title) {
        for (TargetPriority one : values()) {
            if (one.title.equals(title)) {
                return one;
            }
        }
        return null;
    }
}
