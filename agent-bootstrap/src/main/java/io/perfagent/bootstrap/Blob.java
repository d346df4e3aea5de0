package io.perfagent.bootstrap;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The stored file inside the agent jar that holds every class and resource of the agent proper.
 *
 * <p>Layout, big-endian: {@code int magic, long build, int sections}, then per section {@code int entries} and the entries
 * sorted by hash: {@code long nameHash, int offset, int storedSize, int size, int crc} (offset from the start of the data,
 * which follows the last index; stored smaller than size means deflated). Names are hashed, so that no string is made at
 * start; the assembly refuses a collision. Each read is checked, because the jar may be overwritten under a running JVM.
 * Safe for all threads.
 */
public final class Blob {
    public static final int MAGIC = 0x50464142;

    /** The agent proper. */
    public static final int CORE = 0;

    /** Weaving: ByteBuddy, ASM and what drives them; dropped when weaving goes quiet. */
    public static final int WEAVE = 1;

    /** Hooks that are linked against a library of the application. */
    public static final int LIBRARY = 2;

    /** The sampling profiler, its native libraries and the reader of what it records; loaded when first asked for. */
    public static final int PROFILE = 3;

    private static final int SECTIONS = 4;
    private static final int MAX_ENTRIES = 1 << 16;
    private static final int MAX_ENTRY_BYTES = 16 << 20;
    private static final int ENTRY_BYTES = 24;

    /** Identifies the build: a hash over everything in the blob. */
    public final long build;

    private final RandomAccessFile file;
    private final long start;
    private final int[] indexOffsets;
    private final int[] counts;
    private final long dataOffset;
    private final @Nullable ByteBuffer[] indexes;

    Blob(RandomAccessFile file, long start) throws IOException {
        this.file = file;
        this.start = start;
        byte[] header = new byte[16];
        read(0, header);
        ByteBuffer head = ByteBuffer.wrap(header);
        if (head.getInt() != MAGIC) {
            throw new IOException("no agent classes behind the manifest");
        }
        build = head.getLong();
        int sections = head.getInt();
        if (sections != SECTIONS) {
            throw damaged();
        }
        counts = new int[sections];
        indexOffsets = new int[sections];
        indexes = new ByteBuffer[sections];
        byte[] sizes = new byte[4 * sections];
        read(16, sizes);
        ByteBuffer sizeBuffer = ByteBuffer.wrap(sizes);
        int at = 16 + sizes.length;
        for (int i = 0; i < sections; i++) {
            counts[i] = sizeBuffer.getInt();
            if (counts[i] < 0 || counts[i] > MAX_ENTRIES) {
                throw damaged();
            }
            indexOffsets[i] = at;
            at += counts[i] * ENTRY_BYTES;
        }
        dataOffset = at;
    }

    /** The 64-bit name hash of the index (FNV-1a over UTF-16 units). */
    public static long hash(String name) {
        long h = 0xcbf29ce484222325L;
        for (int i = 0, n = name.length(); i < n; i++) {
            h = (h ^ name.charAt(i)) * 0x100000001b3L;
        }
        return h;
    }

    /** Whether a section holds an entry of this name. */
    public boolean has(int section, String name) {
        try {
            return find(index(section), counts[section], hash(name)) >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The bytes of an entry, or null where there is none.
     *
     * @throws IOException if the jar cannot be read, or no longer holds what it held at the start
     */
    public byte @Nullable [] read(int section, String name) throws IOException {
        ByteBuffer index = index(section);
        int found = find(index, counts[section], hash(name));
        if (found < 0) {
            return null;
        }
        int at = found * ENTRY_BYTES + 8;
        int offset = index.getInt(at);
        int storedSize = index.getInt(at + 4);
        int size = index.getInt(at + 8);
        if (storedSize < 0 || size < storedSize || size > MAX_ENTRY_BYTES) {
            throw damaged();
        }
        byte[] stored = new byte[storedSize];
        read(dataOffset + offset, stored);
        byte[] bytes = storedSize == size ? stored : inflate(stored, size);
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, size);
        if ((int) crc.getValue() != index.getInt(at + 12)) {
            throw damaged();
        }
        return bytes;
    }

    private ByteBuffer index(int section) throws IOException {
        synchronized (indexes) {
            ByteBuffer index = indexes[section];
            if (index == null) {
                byte[] bytes = new byte[counts[section] * ENTRY_BYTES];
                read(indexOffsets[section], bytes);
                index = ByteBuffer.wrap(bytes);
                indexes[section] = index;
            }
            return index;
        }
    }

    private static int find(ByteBuffer index, int count, long hash) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int mid = (low + high) >>> 1;
            long at = index.getLong(mid * ENTRY_BYTES);
            if (at == hash) {
                return mid;
            }
            if (at < hash) {
                low = mid + 1;
            } else {
                high = mid - 1;
            }
        }
        return -1;
    }

    private void read(long offset, byte[] into) throws IOException {
        synchronized (file) {
            file.seek(start + offset);
            file.readFully(into);
        }
    }

    private static byte[] inflate(byte[] stored, int size) throws IOException {
        Inflater inflater = new Inflater(true);
        try {
            byte[] bytes = new byte[size];
            inflater.setInput(stored);
            int at = 0;
            while (at < size) {
                int n = inflater.inflate(bytes, at, size - at);
                if (n == 0) {
                    throw damaged();
                }
                at += n;
            }
            return bytes;
        } catch (DataFormatException e) {
            throw damaged();
        } finally {
            inflater.end();
        }
    }

    /** Cut short, damaged, or changed while in use: which of them cannot be told. */
    private static IOException damaged() {
        return new IOException("the agent jar is damaged, or was changed while in use");
    }
}
