package io.perfagent.coldstart.sample;

import org.jspecify.annotations.Nullable;

/**
 * A class as the JVM's log of loaded classes tells of it ({@code -Xlog:class+load} with the decorators {@code timenanos} and
 * {@code tid}).
 *
 * @param name with dots
 * @param nanos when it was loaded, {@link System#nanoTime}
 * @param osThread the kernel's number of the thread that loaded it
 * @param shared whether it came out of an archive; otherwise it was parsed
 */
public record LoadedClass(String name, long nanos, long osThread, boolean shared) {
    /** Decorators of the log, in the JVM's order. */
    public static final String DECORATORS = "timenanos,tid";

    private static final String SOURCE = " source: ";
    private static final String SHARED = "shared objects file";

    /** What a line tells, such as {@code [812345ns][4711] com.acme.Shop source: file:/shop.jar}; null if it is no such line. */
    public static @Nullable LoadedClass parse(String line) {
        int first = line.indexOf("ns");
        int second = line.indexOf("][");
        int end = second < 0 ? -1 : line.indexOf(']', second + 2);
        int source = line.indexOf(SOURCE);
        if (!line.startsWith("[") || first < 0 || end < 0 || source < end) {
            return null;
        }
        try {
            return new LoadedClass(
                    line.substring(end + 1, source).strip(),
                    Long.parseLong(line.substring(1, first).strip()),
                    Long.parseLong(line.substring(second + 2, end).strip()),
                    line.startsWith(SHARED, source + SOURCE.length()));
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            return null;
        }
    }

    /** Whether the JVM made it up: a lambda's or a method handle's. */
    public boolean isHidden() {
        return name.indexOf('/') >= 0;
    }
}
