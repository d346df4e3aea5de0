package io.perfagent.it.boot;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import net.bytebuddy.jar.asm.ClassReader;

/** A weave cache file taken apart, to be put together again in another way. */
final class CacheFile {
    private final byte[] head = new byte[16];
    final List<Entry> entries = new ArrayList<>();

    /** One class; no bytes if it needs no weaving. */
    record Entry(long high, long low, byte[] bytes) {
        boolean isClass() {
            return bytes.length > 4 && bytes[0] == (byte) 0xca && bytes[1] == (byte) 0xfe;
        }

        String className() {
            return new ClassReader(bytes).getClassName();
        }

        Entry with(byte[] other) {
            return new Entry(high, low, other);
        }
    }

    CacheFile(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
        in.get(head);
        while (in.remaining() >= 24) {
            long high = in.getLong();
            long low = in.getLong();
            byte[] bytes = new byte[in.getInt()];
            int crc = in.getInt();
            in.get(bytes);
            if (crc(bytes) != crc) {
                throw new AssertionError("a checksum is wrong: entry " + entries.size());
            }
            entries.add(new Entry(high, low, bytes));
        }
        if (in.hasRemaining()) {
            throw new AssertionError(in.remaining() + " bytes behind the last entry");
        }
    }

    /** The one cache file below a data directory. */
    static Path in(Path dataDirectory) throws IOException {
        try (Stream<Path> files = Files.list(dataDirectory.resolve("weave"))) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(".weave")).toList();
            if (found.size() != 1) {
                throw new AssertionError("not one cache file: " + found);
            }
            return found.get(0);
        }
    }

    /** Where the entry of a class stands. */
    int indexOf(String internalName) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).isClass() && entries.get(i).className().equals(internalName)) {
                return i;
            }
        }
        throw new AssertionError("not in the cache: " + internalName);
    }

    void write(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(head);
        for (Entry entry : entries) {
            out.writeLong(entry.high());
            out.writeLong(entry.low());
            out.writeInt(entry.bytes().length);
            out.writeInt(crc(entry.bytes()));
            out.write(entry.bytes());
        }
        Files.write(file, bytes.toByteArray());
    }

    private static int crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
