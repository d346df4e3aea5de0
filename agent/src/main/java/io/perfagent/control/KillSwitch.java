package io.perfagent.control;

import java.io.File;
import org.jspecify.annotations.Nullable;

/**
 * Turns every effect off: thrown by a file, or by JMX. Safe for all threads.
 *
 * <p>Once thrown it stays so until the JVM ends. Taking the file away turns nothing on: what was switched off in haste would
 * come back in every process of the machine in the same second, perhaps with the incident still going on, and by a way
 * that is walked only then. A restart is what everybody knows how to do, one process at a time.
 */
public final class KillSwitch {
    /** The file's name in the data directory. */
    public static final String FILE = "adapt.off";

    private final @Nullable File file;
    private volatile @Nullable String cause;

    /** @param directory the data directory, or null where there is none */
    public KillSwitch(@Nullable File directory) {
        file = directory == null ? null : new File(directory, FILE);
    }

    /** Whether the file is there. One system call. */
    boolean fileExists() {
        return file != null && file.exists();
    }

    /** Throws it if the file is there; false if it is not, or it was thrown before. */
    boolean turnOffByFile() {
        return fileExists() && turnOff("the file " + file);
    }

    /** Throws it; false if it was thrown before. */
    synchronized boolean turnOff(String by) {
        if (cause != null) {
            return false;
        }
        cause = by;
        return true;
    }

    /** Whether it was thrown. */
    public boolean isOff() {
        return cause != null;
    }

    /** By what it was thrown, or null if it was not. */
    @Nullable
    String cause() {
        return cause;
    }

    /** The file's path, or null where there is no data directory. */
    @Nullable
    String path() {
        return file == null ? null : file.getPath();
    }
}
