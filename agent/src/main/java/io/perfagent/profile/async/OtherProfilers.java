package io.perfagent.profile.async;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sampling profilers that are in the process already: two would take each other's signals. */
final class OtherProfilers {
    private static final String[] LIBRARIES = {
        "libasyncprofiler", "libjavaprofiler", "libpyroscope", "libddprof", "liblagent", "libyjpagent", "libjprofilerti"
    };

    private static final String[] CLASSES = {"profiler.AsyncProfiler", "com.datadoghq.profiler.JavaProfiler"};

    private static final String GONE = " (deleted)";

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
            String name = nameOf(file);
            // By its name, which has a digest in it: the path may have been decoded in another way than it was written.
            boolean isOurs = ours != null && name.equals(nameOf(ours));
            for (String library : LIBRARIES) {
                if (!isOurs && name.toLowerCase(Locale.ROOT).startsWith(library)) {
                    return file;
                }
            }
        }
        return null;
    }

    /** Without its directory, and without what Linux adds when the file has been removed. */
    private static String nameOf(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        return name.endsWith(GONE) ? name.substring(0, name.length() - GONE.length()) : name;
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
