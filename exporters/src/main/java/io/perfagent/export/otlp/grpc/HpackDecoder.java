package io.perfagent.export.otlp.grpc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes header blocks, the dynamic table of {@value #MAX_TABLE_BYTES} bytes included. Input is hostile: what is
 * malformed, or longer than a bound, is an {@link IOException}, after which the connection is of no use. Not thread-safe.
 *
 * <p>Source: RFC 7541.
 */
final class HpackDecoder {
    /** Takes the fields of a block in their order. */
    interface Fields {
        void field(String name, String value);
    }

    private static final int MAX_TABLE_BYTES = 4096;
    private static final int ENTRY_BYTES = 32;
    private static final int MAX_ENTRIES = MAX_TABLE_BYTES / ENTRY_BYTES;

    private final int maxListBytes;
    /** Names and values in turn, as a ring: the newest entry is at {@link #newest}. */
    private final String[] table = new String[2 * MAX_ENTRIES];

    private int newest;
    private int entries;
    private int tableBytes;
    private int maxTableBytes = MAX_TABLE_BYTES;

    private byte[] data = new byte[0];
    private int position;
    private int limit;

    /** @param maxListBytes bound of a block when decoded, counted as HTTP/2's SETTINGS_MAX_HEADER_LIST_SIZE */
    HpackDecoder(int maxListBytes) {
        this.maxListBytes = maxListBytes;
    }

    /** Decodes one block, in {@code data} from {@code from} to before {@code to}. */
    void decode(byte[] data, int from, int to, Fields fields) throws IOException {
        this.data = data;
        position = from;
        limit = to;
        int listBytes = 0;
        boolean sizeAllowed = true;
        while (position < limit) {
            int first = data[position] & 0xff;
            String name;
            String value;
            if ((first & 0x80) != 0) {
                int index = number(7);
                name = name(index);
                value = index <= StaticTable.SIZE ? StaticTable.value(index) : table[2 * slot(index) + 1];
            } else if ((first & 0xe0) == 0x20) {
                resize(number(5), sizeAllowed);
                continue;
            } else {
                boolean indexing = (first & 0xc0) == 0x40;
                int index = number(indexing ? 6 : 4);
                name = index == 0 ? text() : name(index);
                value = text();
                if (indexing) {
                    insert(name, value);
                }
            }
            sizeAllowed = false;
            listBytes += name.length() + value.length() + ENTRY_BYTES;
            if (listBytes > maxListBytes) {
                throw new IOException("header too long");
            }
            fields.field(name, value);
        }
    }

    private String name(int index) throws IOException {
        return index <= StaticTable.SIZE && index > 0 ? StaticTable.name(index) : table[2 * slot(index)];
    }

    private int slot(int index) throws IOException {
        int age = index - StaticTable.SIZE - 1;
        if (age < 0 || age >= entries) {
            throw malformed();
        }
        return (newest - age + MAX_ENTRIES) % MAX_ENTRIES;
    }

    private void resize(int bytes, boolean allowed) throws IOException {
        if (!allowed || bytes > MAX_TABLE_BYTES) {
            throw malformed();
        }
        maxTableBytes = bytes;
        evict(0);
    }

    private void insert(String name, String value) {
        int bytes = name.length() + value.length() + ENTRY_BYTES;
        evict(bytes);
        if (bytes <= maxTableBytes) {
            newest = (newest + 1) % MAX_ENTRIES;
            table[2 * newest] = name;
            table[2 * newest + 1] = value;
            entries++;
            tableBytes += bytes;
        }
    }

    /** Drops the oldest entries until {@code bytes} more would fit, or none is left. */
    private void evict(int bytes) {
        while (entries > 0 && tableBytes + bytes > maxTableBytes) {
            int oldest = (newest - entries + 1 + MAX_ENTRIES) % MAX_ENTRIES;
            tableBytes -= table[2 * oldest].length() + table[2 * oldest + 1].length() + ENTRY_BYTES;
            entries--;
        }
    }

    private int number(int prefixBits) throws IOException {
        int most = (1 << prefixBits) - 1;
        int value = next() & most;
        if (value < most) {
            return value;
        }
        for (int shift = 0; shift <= 21; shift += 7) {
            int b = next();
            value += (b & 0x7f) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw malformed();
    }

    private String text() throws IOException {
        boolean huffman = position < limit && (data[position] & 0x80) != 0;
        int length = number(7);
        if (length > limit - position) {
            throw malformed();
        }
        int from = position;
        position += length;
        return huffman
                ? Huffman.decode(data, from, position)
                : new String(data, from, length, StandardCharsets.ISO_8859_1);
    }

    private int next() throws IOException {
        if (position >= limit) {
            throw malformed();
        }
        return data[position++] & 0xff;
    }

    private static IOException malformed() {
        return new IOException("malformed header");
    }

    /** Bytes of the dynamic table, as the RFC counts them. */
    int tableBytes() {
        return tableBytes;
    }
}
