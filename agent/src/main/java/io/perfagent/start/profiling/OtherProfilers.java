package io.perfagent.start.profiling;

import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;

/** Whether a profiler that samples by a signal is loaded in this process, by the libraries that are mapped (Linux). */
final class OtherProfilers {
    private static final String[] LIBRARIES = {"asyncProfiler", "javaProfiler", "libyjpagent", "libjprofilerti"};

    private OtherProfilers() {}

    static boolean isLoaded() {
        try (BufferedReader in = new BufferedReader(new FileReader("/proc/self/maps"))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                for (String library : LIBRARIES) {
                    if (line.contains(library)) {
                        return true;
                    }
                }
            }
        } catch (IOException e) {
            return false; // not Linux
        }
        return false;
    }
}
