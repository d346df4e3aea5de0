package io.perfagent.it.cache;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * When each write of a version had returned, in a file that the process that writes and the one that reads have mapped: {@link
 * System#nanoTime} is one clock for all processes of a machine. Versions of a key count from 1, and one thread writes them.
 */
final class WriteTimes {
    /** Of one key; more are a mistake of the test. */
    static final int MAX_VERSIONS = 1 << 16;

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer mapped;
    private final int keys;

    private WriteTimes(ByteBuffer mapped, int keys) {
        this.mapped = mapped;
        this.keys = keys;
    }

    /** All of a file, which is made if it is not there; nothing has been written yet. */
    static WriteTimes in(Path file, int keys) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long bytes = (long) keys * MAX_VERSIONS * Long.BYTES;
            return new WriteTimes(channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes), keys);
        }
    }

    /** Of this process alone. */
    static WriteTimes here(int keys) {
        return new WriteTimes(ByteBuffer.allocateDirect(keys * MAX_VERSIONS * Long.BYTES), keys);
    }

    int keys() {
        return keys;
    }

    private static int at(int key, long version) {
        if (version < 0 || version >= MAX_VERSIONS) {
            throw new IllegalArgumentException("version " + version + " of key " + key);
        }
        return (int) (key * (long) MAX_VERSIONS + version) * Long.BYTES;
    }

    /** A write has returned. */
    void returned(int key, long version, long nanos) {
        LONGS.setRelease(mapped, at(key, version), nanos);
    }

    /** Whether a write of a version had returned before a moment. */
    boolean hadReturned(int key, long version, long nanos) {
        long returned = (long) LONGS.getAcquire(mapped, at(key, version));
        return returned != 0 && returned - nanos < 0;
    }
}
