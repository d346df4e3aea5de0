package io.perfagent.profile.jfr;

import java.time.Instant;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import org.jspecify.annotations.Nullable;

/** Moments and threads of events, as the agent knows them. For the thread of the stream only. */
final class EventTimes {
    private final ClockMap clock = new ClockMap();

    void pair(RecordedEvent event) {
        clock.pair(nanos(event.getStartTime()), event.getLong("nanoTime"));
    }

    /** When it began, by {@link System#nanoTime()}; about now as long as the clocks are not known. */
    long nanoTime(RecordedEvent event) {
        return clock.isKnown() ? clock.nanoTime(nanos(event.getStartTime())) : System.nanoTime();
    }

    static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    /** {@link Thread#getId()}, or -1. */
    static long threadId(@Nullable RecordedThread thread) {
        return thread == null ? -1 : thread.getJavaThreadId();
    }

    /** Whether it is one of the agent's, or one that works for the agent. */
    static boolean isOurs(@Nullable RecordedThread thread) {
        String name = thread == null ? null : thread.getJavaName();
        return name != null && (name.startsWith("perf-agent-") || name.startsWith("JFR "));
    }

    /** A thread's name without numbers, since pools give each thread one of its own. */
    static String family(@Nullable RecordedThread thread) {
        String name = thread == null ? null : thread.getJavaName();
        if (name == null || name.isEmpty()) {
            return thread == null ? "?" : "a thread without a name";
        }
        StringBuilder family = new StringBuilder(name.length());
        for (int i = 0; i < name.length() && family.length() < 60; i++) {
            char c = name.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            if (!digit) {
                family.append(c);
            } else if (family.length() == 0 || family.charAt(family.length() - 1) != '*') {
                family.append('*');
            }
        }
        return family.toString();
    }
}
