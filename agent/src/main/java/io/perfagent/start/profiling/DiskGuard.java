package io.perfagent.start.profiling;

import org.jspecify.annotations.Nullable;

/** Tells whether JFR has to stop for want of disk, and has an answer where there is no memory to ask either. */
final class DiskGuard {
    /** Said without making a text: there is no memory for one. */
    static final String UNKNOWN = "there is no memory to look how much room its disk has left";

    /** A place that JFR writes to. */
    interface Room {
        /** Why there is too little room left, or null. */
        @Nullable
        String objection();
    }

    private DiskGuard() {}

    /** Why JFR has to stop, or null. */
    static @Nullable String objection(Room room) {
        try {
            return room.objection();
        } catch (OutOfMemoryError e) {
            return UNKNOWN; // a disk that fills unseen ends the JVM
        }
    }
}
