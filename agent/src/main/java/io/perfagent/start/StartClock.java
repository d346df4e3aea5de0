package io.perfagent.start;

import io.perfagent.trace.UnixTime;
import java.lang.management.ManagementFactory;

/** When the JVM started, on the scale of {@link System#nanoTime}. Loads JMX: not for the application's start. */
final class StartClock {
    private StartClock() {}

    static long jvmStartNanos() {
        long startUnixNanos = ManagementFactory.getRuntimeMXBean().getStartTime() * 1_000_000L;
        return System.nanoTime() - (UnixTime.now() - startUnixNanos);
    }
}
