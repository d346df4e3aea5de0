package io.perfagent.control.ledger;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code adapt} of the data directory (0700, its files 0600), which several JVMs share: they take turns by a
 * lock on a file of its own. What somebody else could have written is neither read nor written.
 */
public final class SharedFolder {
    private static final String LOCK = "lock";

    /** A process that closes one channel of a file gives up its locks on all of them, so its threads take turns first. */
    private static final Object IN_THIS_PROCESS = new Object();

    private static final int TRIES = 20;
    private static final long BETWEEN_TRIES_NANOS = 10_000_000;

    private final Path folder;
    private final Trust trust;

    public SharedFolder(File folder, Trust trust) {
        this.folder = folder.toPath();
        this.trust = trust;
    }

    /** A file's content, or null if it is not there or larger than {@code maxSizeBytes}. */
    byte @Nullable [] read(String name, long maxSizeBytes) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        check(file);
        try {
            return Files.size(file) > maxSizeBytes ? null : Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return null; // moved away by another process meanwhile
        }
    }

    /** Appends to a file; one that is larger than the bound with that becomes its own predecessor first. */
    void append(String name, byte[] bytes, long maxSizeBytes) throws IOException {
        Path file = folder.resolve(name);
        synchronized (IN_THIS_PROCESS) {
            FileChannel turn = turn();
            try {
                append(file, bytes, maxSizeBytes);
            } finally {
                turn.close();
            }
        }
    }

    private void append(Path file, byte[] bytes, long maxSizeBytes) throws IOException {
        FileChannel channel = open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            long size = channel.size();
            if (size > 0 && size + bytes.length > maxSizeBytes) {
                channel.close();
                Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
                channel = open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                size = 0;
            }
            boolean cutOff = size > 0 && lastByte(channel, size) != '\n';
            write(channel, size, cutOff ? withNewLine(bytes) : bytes);
        } finally {
            channel.close();
        }
    }

    /** Changes a file as a whole: what is read meanwhile is the old or the new one. */
    void replace(String name, Change change) throws IOException {
        Path file = folder.resolve(name);
        Path next = folder.resolve(name + ".next");
        synchronized (IN_THIS_PROCESS) {
            FileChannel turn = turn();
            try {
                byte[] bytes = change.from(read(name, Long.MAX_VALUE));
                Files.deleteIfExists(next);
                try (FileChannel channel = open(next, StandardOpenOption.WRITE)) {
                    write(channel, 0, bytes);
                }
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                turn.close();
            }
        }
    }

    /** Makes the new content of a file out of the old one. */
    interface Change {
        byte[] from(byte @Nullable [] old);
    }

    private void check(Path file) throws IOException {
        String objection = trust.objection(file.toFile());
        if (objection != null) {
            throw new IOException(objection);
        }
    }

    /** Waits for this process's turn, a fifth of a second at most; closing the channel ends the turn. */
    private FileChannel turn() throws IOException {
        check(folder);
        make();
        FileChannel channel = open(folder.resolve(LOCK), StandardOpenOption.WRITE);
        for (int i = 0; i < TRIES; i++) {
            FileLock lock = null;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException e) {
                lock = null; // a second agent in this process has its turn
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            if (lock != null) {
                return channel;
            }
            LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
        }
        channel.close();
        throw new IOException(folder.resolve(LOCK) + " is held by another process");
    }

    private void make() throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        try {
            Files.createDirectories(folder, mode("rwx------"));
        } catch (FileAlreadyExistsException e) {
            throw new IOException(folder + " is no directory", e);
        }
    }

    private FileChannel open(Path file, OpenOption... options) throws IOException {
        Set<OpenOption> all = new HashSet<>(Set.of(options));
        all.add(StandardOpenOption.CREATE);
        all.add(LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(file, all, mode("rw-------"));
    }

    private FileAttribute<?>[] mode(String permissions) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static int lastByte(FileChannel channel, long size) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        return channel.read(one, size - 1) == 1 ? one.get(0) : -1;
    }

    private static byte[] withNewLine(byte[] bytes) {
        byte[] more = new byte[bytes.length + 1];
        more[0] = '\n';
        System.arraycopy(bytes, 0, more, 1, bytes.length);
        return more;
    }

    private static void write(FileChannel channel, long position, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer, position + buffer.position());
        }
    }
}
