package io.perfagent.coldstart.archive;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** How many classes came out of an archive, as the JVM's own log of loaded classes tells. */
final class ClassLog {
    private static final String SHARED = " source: shared objects file";

    private ClassLog() {}

    /** What makes a JVM write it. */
    static String option(File log) {
        return "-Xlog:class+load=info:file=\"" + log.getPath() + "\":none:filecount=0";
    }

    /**
     * Counts those among {@code wanted} that were shared.
     *
     * @param wanted names with dots
     */
    static int shared(File log, Set<String> wanted) throws IOException {
        int shared = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(new FileInputStream(log), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int end = line.indexOf(SHARED);
                if (end > 0 && wanted.contains(line.substring(0, end).strip())) {
                    shared++;
                }
            }
        }
        return shared;
    }
}
