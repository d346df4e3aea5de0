package io.perfagent.coldstart.archive;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts that have not become ready: each leaves a marker file before {@code main}, keeps it locked, and takes it away once it
 * is ready or ends in an orderly way. Markers that nobody has locked are of starts whose JVM crashed or was killed.
 *
 * <p>By locks and not by process ids, because the starts of several containers may share the folder. The lock is taken a
 * moment after the marker is left, since that is too dear before {@code main}; and whether others are locked is looked at only
 * if there are enough markers to give something up. Where the folder cannot be written, or its file system knows no locks,
 * nothing is counted. Safe for all threads.
 */
public final class Attempts {
    /** So many unfinished starts give up what they started with. */
    static final int LIMIT = 2;

    /** What is said of them. */
    public static final String REASON = " starts with it ended before they were ready";

    static final String PREFIX = "attempt-";
    private static final int MAX_MARKERS = 64;

    private final File folder;
    private @Nullable File own; // guarded by this
    private @Nullable ProcessLock lock; // guarded by this

    public Attempts(File folder) {
        this.folder = folder;
    }

    /** Starts before this one that ended without having become ready; 0 where they are fewer than {@value #LIMIT}. */
    public int unfinished() {
        List<File> markers = markers();
        int unfinished = 0;
        for (int i = 0; markers.size() >= LIMIT && i < markers.size(); i++) {
            unfinished += ProcessLock.isHeld(markers.get(i)) ? 0 : 1;
        }
        return unfinished < LIMIT ? 0 : unfinished;
    }

    /** Leaves this start's marker. */
    public synchronized void begin() {
        String name = PREFIX + Long.toHexString(System.currentTimeMillis()) + "-" + Long.toHexString(System.nanoTime());
        File marker = new File(folder, name);
        try {
            own = marker.createNewFile() ? marker : null;
        } catch (IOException e) {
            own = null; // a folder that cannot be written: an image's layer
        }
    }

    /** Locks this start's marker, so that it does not count as long as this process lives. Soon after {@link #begin}. */
    public synchronized void hold() {
        File marker = own;
        if (marker == null || lock != null) {
            return;
        }
        try {
            lock = ProcessLock.take(marker);
        } catch (IOException e) {
            marker.delete(); // without locks nobody could tell that this process lives
            own = null;
        }
    }

    /** Takes this start's marker away, and those of starts that did not come so far. */
    public synchronized void end() {
        File marker = own;
        if (marker == null) {
            return;
        }
        marker.delete();
        own = null;
        try {
            if (lock != null) {
                lock.release();
            }
        } catch (IOException e) {
            // the file is gone, and its lock with it
        }
        lock = null;
        clear();
    }

    /** Forgets all starts that have ended. */
    public void clear() {
        for (File marker : markers()) {
            if (!ProcessLock.isHeld(marker)) {
                marker.delete();
            }
        }
    }

    private synchronized List<File> markers() {
        List<File> markers = new ArrayList<>();
        String[] names = folder.list();
        for (int i = 0; names != null && i < names.length && markers.size() < MAX_MARKERS; i++) {
            // Looking at our own lock would end it: POSIX lets go of all of a process's on a file when it closes one of
            // its channels.
            if (names[i].startsWith(PREFIX) && (own == null || !names[i].equals(own.getName()))) {
                markers.add(new File(folder, names[i]));
            }
        }
        return markers;
    }
}
