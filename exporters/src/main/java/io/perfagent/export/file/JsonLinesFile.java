package io.perfagent.export.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines, appended to, with one predecessor named {@code .1}. The two together stay within twice the bound. Not
 * thread-safe; one process writes to a file, which {@link WriterLock} sees to.
 */
final class JsonLinesFile {
    private static final FileAttribute<?>[] NONE = new FileAttribute<?>[0];

    private final Path path;
    private final Path predecessor;
    private final long maxSizeBytes;
    private @Nullable FileChannel channel;
    private long size;

    JsonLinesFile(Path path, long maxSizeBytes) {
        this.path = path;
        this.predecessor = path.resolveSibling(path.getFileName() + ".1");
        this.maxSizeBytes = maxSizeBytes;
    }

    /** Appends a line; after an exception nothing of it is left in the file, as far as that can be had. */
    void append(byte[] line, int length) throws IOException {
        FileChannel open = open();
        if (size > 0 && size + length + 1 > maxSizeBytes) {
            close();
            Files.move(path, predecessor, StandardCopyOption.REPLACE_EXISTING);
            open = open();
        }
        try {
            write(open, ByteBuffer.wrap(line, 0, length), ByteBuffer.wrap(new byte[] {'\n'}));
            size += length + 1;
        } catch (IOException e) {
            takeBack(open);
            throw e;
        }
    }

    private void takeBack(FileChannel open) {
        try {
            open.truncate(size);
        } catch (IOException e) {
            size = 0; // a torn line stays; what matters is the first failure, already on its way up
        } finally {
            close();
        }
    }

    /** In one call, so that whoever reads along sees whole lines. */
    private static void write(FileChannel channel, ByteBuffer line, ByteBuffer end) throws IOException {
        ByteBuffer[] bytes = {line, end};
        while (end.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private FileChannel open() throws IOException {
        FileChannel open = channel;
        if (open != null && Files.exists(path)) {
            return open;
        }
        close(); // or removed under us: start anew
        open = openOrMake(path);
        size = open.size();
        channel = open;
        return open;
    }

    /** Opens a file to append to; what is missing of it and its directory is made, for its owner alone. */
    static FileChannel openOrMake(Path path) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(directory, posix ? mode("rwx------") : NONE);
        }
        Set<OpenOption> options = new HashSet<>();
        options.add(StandardOpenOption.CREATE);
        options.add(StandardOpenOption.WRITE);
        options.add(StandardOpenOption.APPEND);
        return FileChannel.open(path, options, posix ? mode("rw-------") : NONE);
    }

    private static FileAttribute<?>[] mode(String permissions) {
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }

    void close() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                size = 0; // the next open asks for it again
            }
        }
    }
}
