package io.perfagent.coldstart.archive;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Lets one {@code prepare} work in a data directory at a time; the system lets go of it when the process ends. */
final class PrepareLock implements AutoCloseable {
    private final FileChannel channel;

    private PrepareLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws PrepareFailure if another process has it */
    static PrepareLock take(File file) throws IOException, PrepareFailure {
        FileChannel channel = FileChannel.open(file.toPath(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock = null;
        try {
            lock = channel.tryLock();
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new PrepareFailure("another prepare is at work in " + file.getParent());
        }
        return new PrepareLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
