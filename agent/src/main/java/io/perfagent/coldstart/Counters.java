package io.perfagent.coldstart;

import org.jspecify.annotations.Nullable;

/**
 * The JVM's counters at one moment. Immutable.
 *
 * @param atNanos when they were read, {@link System#nanoTime}
 * @param nanos by {@link Resource}, since the JVM was created; {@link #NOT_MEASURED} where it does not tell
 * @param loadedClasses not shared ones: parsed from a class file
 * @param sharedClasses taken from an archive
 */
public record Counters(long atNanos, long[] nanos, long loadedClasses, long sharedClasses) {
    /** Of a figure that nobody has measured; it is never shown as zero. */
    public static final long NOT_MEASURED = -1;

    /** Before the JVM has counted anything: when it is created. */
    public static Counters none(long atNanos) {
        return new Counters(atNanos, new long[Resource.values().length], 0, 0);
    }

    static Counters read(PerfData data, long nowNanos) {
        Resource[] resources = Resource.values();
        long[] nanos = new long[resources.length];
        long frequency = data.value("sun.os.hrt.frequency");
        for (Resource one : resources) {
            nanos[one.ordinal()] = one.nanos(data, frequency <= 0 ? 1_000_000_000L : frequency);
        }
        return new Counters(
                nowNanos, nanos, data.value("java.cls.loadedClasses"), data.value("java.cls.sharedLoadedClasses"));
    }

    /** What was spent on a resource from an earlier reading to this one. */
    long since(@Nullable Counters earlier, Resource resource) {
        long now = nanos[resource.ordinal()];
        long before = earlier == null ? 0 : earlier.nanos[resource.ordinal()];
        return now < 0 || before < 0 ? NOT_MEASURED : Math.max(0, now - before);
    }
}
