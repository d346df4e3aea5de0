package io.perfagent.profile.async;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sampling profilers that are in the process already: two would take each other's signals. */
final class OtherProfilers {
    private static final String[] LIBRARIES = {
        "libasyncprofiler", "libjavaprofiler", "libpyroscope", "libddprof", "liblagent", "libyjpagent", "libjprofilerti"
    };

    private static final String[] CLASSES = {"profiler.AsyncProfiler", "com.datadoghq.profiler.JavaProfiler"};

    private OtherProfilers() {}

    /**
     * The library of another one, or null.
     *
     * @param maps as {@code /proc/self/maps} has them
     * @param ours the path of our own library
     */
    static @Nullable String library(String maps, @Nullable String ours) {
        for (String line : maps.split("\n")) {
            int path = line.indexOf('/');
            if (path < 0) {
                continue;
            }
            String file = line.substring(path);
            String name = file.substring(file.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
            for (String library : LIBRARIES) {
                if (name.startsWith(library) && !file.equals(ours)) {
                    return file;
                }
            }
        }
        return null;
    }

    /** The class of another one, or null. */
    static @Nullable String type(Class<?>[] loaded, ClassLoader ours) {
        for (Class<?> type : loaded) {
            String name = type.getName();
            for (String known : CLASSES) {
                if (name.endsWith(known) && type.getClassLoader() != ours) {
                    return name;
                }
            }
        }
        return null;
    }
}
