package io.perfagent.bootstrap;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes a blob as {@link Blob} documents its layout, independently of the code that assembles the agent jar. */
final class BlobFile {
    static final long BUILD = 0x1122334455667788L;

    private final List<TreeMap<Long, byte[]>> sections = new ArrayList<>();
    private final boolean deflated;

    BlobFile(boolean deflated) {
        this.deflated = deflated;
        for (int i = 0; i < 4; i++) {
            sections.add(new TreeMap<>());
        }
    }

    BlobFile put(int section, String name, byte[] bytes) {
        sections.get(section).put(Blob.hash(name), bytes);
        return this;
    }

    /** Writes the blob after some bytes that do not belong to it. */
    Path write(Path file, int offset) throws IOException {
        ByteArrayOutputStream index = new ByteArrayOutputStream();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(index);
        out.write(new byte[offset]);
        out.writeInt(Blob.MAGIC);
        out.writeLong(BUILD);
        out.writeInt(sections.size());
        for (TreeMap<Long, byte[]> section : sections) {
            out.writeInt(section.size());
        }
        for (TreeMap<Long, byte[]> section : sections) {
            for (Map.Entry<Long, byte[]> entry : section.entrySet()) {
                byte[] bytes = entry.getValue();
                byte[] stored = deflated ? deflate(bytes) : bytes;
                CRC32 crc = new CRC32();
                crc.update(bytes);
                out.writeLong(entry.getKey());
                out.writeInt(data.size());
                out.writeInt(stored.length);
                out.writeInt(bytes.length);
                out.writeInt((int) crc.getValue());
                data.write(stored);
            }
        }
        data.writeTo(out);
        return Files.write(file, index.toByteArray());
    }

    private static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(bytes);
        deflater.finish();
        byte[] buffer = new byte[bytes.length + 64];
        int size = deflater.deflate(buffer);
        deflater.end();
        return size < bytes.length ? java.util.Arrays.copyOf(buffer, size) : bytes;
    }
}
