package io.perfagent.coldstart.archive;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a file that tells whether the process that took it still runs, in whichever container: the system lets go of it
 * however the process ends.
 *
 * <p>The first use takes 4 to 10 ms, as it loads the JDK's channels: before {@code main} only where much depends on it.
 */
final class ProcessLock {
    private final RandomAccessFile file;

    private ProcessLock(RandomAccessFile file) {
        this.file = file;
    }

    /**
     * Takes it for this process.
     *
     * @return null if another has it
     * @throws IOException also where the file system knows no locks
     */
    static @Nullable ProcessLock take(File file) throws IOException {
        RandomAccessFile open = new RandomAccessFile(file, "rw");
        boolean taken = false;
        try {
            taken = open.getChannel().tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return null; // this process has it
        } finally {
            if (!taken) {
                open.close();
            }
        }
        return taken ? new ProcessLock(open) : null;
    }

    /** Whether a process has it, or that cannot be told. */
    static boolean isHeld(File file) {
        try (RandomAccessFile open = new RandomAccessFile(file, "r")) {
            FileLock lock = open.getChannel().tryLock(0, Long.MAX_VALUE, true);
            return lock == null;
        } catch (IOException | OverlappingFileLockException e) {
            return true;
        }
    }

    void release() throws IOException {
        file.close();
    }
}
