package io.perfagent.weave.cache;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Replaces a file whole: a new file beside it, readable by its owner only, and a rename. Never used before {@code main}. */
public final class AtomicFile {
    private AtomicFile() {}

    /** @throws IOException if it cannot be written; the file is then as it was, and nothing is left beside it */
    public static void replace(File file, byte[] content) throws IOException {
        replace(file, content, false);
    }

    /** @param readable whether every user may read it, and the directories made for it (0644 in 0755) */
    public static void replace(File file, byte[] content, boolean readable) throws IOException {
        Path target = file.toPath();
        Path directory = Objects.requireNonNull(target.toAbsolutePath().getParent());
        directories(directory, readable);
        Path temporary = Files.createTempFile(directory, file.getName(), ".tmp", attributes(directory, "rw-------"));
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
            if (readable && isPosix(temporary)) {
                Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-r--r--"));
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /** A file beside others to be locked, for its owner only; made if it is not there. */
    public static FileChannel lockable(File file) throws IOException {
        return FileChannel.open(
                file.toPath(),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                attributes(file.toPath(), "rw-------"));
    }

    /** Makes a directory for its owner only, and any missing ones above it likewise. */
    public static void directories(Path directory) throws IOException {
        directories(directory, false);
    }

    /**
     * Makes a directory that every user may read, and any missing ones above it likewise; one that is there and is this
     * user's, with the one above it, is opened to all.
     */
    public static void readableDirectories(Path directory) throws IOException {
        directories(directory, true);
        for (Path path : new Path[] {directory.getParent(), directory}) {
            if (path != null && isPosix(path)) {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
                if (permissions.addAll(PosixFilePermissions.fromString("rwxr-xr-x"))) {
                    Files.setPosixFilePermissions(path, permissions);
                }
            }
        }
    }

    private static void directories(Path directory, boolean readable) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            directories(parent, readable);
        }
        try {
            Files.createDirectory(directory, attributes(parent == null ? directory : parent, "rwx------"));
            if (readable && isPosix(directory)) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        } catch (java.nio.file.FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    private static FileAttribute<?>[] attributes(Path near, String permissions) {
        if (!isPosix(near)) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> set = PosixFilePermissions.fromString(permissions);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)};
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
