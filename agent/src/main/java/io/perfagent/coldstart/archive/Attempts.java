package io.perfagent.coldstart.archive;

import java.io.File;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Starts with an archive that have not become ready: each leaves a marker file before {@code main} and takes it away once it
 * is ready or ends in an orderly way. What is left are starts whose JVM crashed or was killed.
 *
 * <p>Where the folder cannot be written, nothing is counted. Plain {@code java.io}: used before {@code main}.
 */
public final class Attempts {
    /** So many unfinished starts give an archive up. */
    static final int LIMIT = 2;

    private static final String PREFIX = "attempt-";
    private static final int MAX_MARKERS = 64;

    private final File folder;
    private @Nullable File own;

    Attempts(File folder) {
        this.folder = folder;
    }

    /** Starts before this one that ended without having become ready. */
    int unfinished() {
        String[] names = folder.list();
        String self = processId();
        int unfinished = 0;
        for (int i = 0; names != null && i < names.length && unfinished < MAX_MARKERS; i++) {
            if (names[i].startsWith(PREFIX)) {
                String process = names[i].substring(names[i].lastIndexOf('-') + 1);
                // In a container every start has the same process id.
                if (process.equals(self) || !new File("/proc/" + process).exists()) {
                    unfinished++;
                }
            }
        }
        return unfinished;
    }

    /** Leaves this start's marker. */
    void begin() {
        File marker = new File(folder, PREFIX + Long.toHexString(System.currentTimeMillis()) + "-" + processId());
        try {
            own = marker.createNewFile() ? marker : null;
        } catch (IOException e) {
            own = null; // a folder that cannot be written: an image's layer
        }
    }

    /** Takes this start's marker away. */
    void end() {
        File marker = own;
        if (marker != null) {
            marker.delete();
            own = null;
        }
    }

    /** Forgets all earlier starts. */
    void clear() {
        String[] names = folder.list();
        for (int i = 0; names != null && i < names.length; i++) {
            if (names[i].startsWith(PREFIX)) {
                new File(folder, names[i]).delete();
            }
        }
    }

    private static String processId() {
        try {
            return new File("/proc/self").getCanonicalFile().getName();
        } catch (IOException e) {
            return "0";
        }
    }
}
