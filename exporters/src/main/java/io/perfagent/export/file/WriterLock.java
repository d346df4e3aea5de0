package io.perfagent.export.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An empty file that one process at a time has locked, for as long as it writes to the files that it stands for. Not
 * thread-safe.
 *
 * <p>It is a file of its own because those written to are renamed and made anew. It stays when the process ends: one that
 * removed it could take it from a process that has just locked it.
 */
final class WriterLock {
    private final Path path;
    private final FileChannel channel;
    private final @Nullable Object file;

    private WriterLock(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.file = identity(path);
    }

    /** The lock, or null while another has it. Where the file system knows no locks, a process counts as the only one. */
    static @Nullable WriterLock take(Path path) throws IOException {
        FileChannel channel = JsonLinesFile.openOrMake(path);
        WriterLock taken = null;
        try {
            if (locked(channel)) {
                taken = new WriterLock(path, channel);
            }
        } finally {
            if (taken == null) {
                channel.close();
            }
        }
        return taken;
    }

    private static boolean locked(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // another exporter of this process
        } catch (IOException e) {
            return true; // no locks here
        }
    }

    /** Whether the file is still the one that was locked; false once somebody has cleared the directory. */
    boolean lasts() {
        try {
            return Objects.equals(file, identity(path));
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable Object identity(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    void release() {
        try {
            channel.close();
        } catch (IOException e) {
            return; // the system lets go of it in any case
        }
    }
}
