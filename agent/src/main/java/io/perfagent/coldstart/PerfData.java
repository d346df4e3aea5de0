package io.perfagent.coldstart;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's own counters ({@code hsperfdata}, version 2): what it spends on loading classes, compiling and collecting.
 *
 * <p>Where a counter lies is looked up once; its value is read from the buffer each time, so over the live memory of this JVM
 * a reading costs a few loads. Source: HotSpot's {@code perfMemory.hpp}. Not thread-safe.
 */
final class PerfData {
    private static final int MAGIC = 0xcafec0c0;
    private static final int PROLOGUE_BYTES = 32;
    private static final int ENTRY_BYTES = 20;
    private static final int MAX_ENTRIES = 4096;

    private final ByteBuffer data;
    private final Map<String, Integer> offsets = new HashMap<>();

    private PerfData(ByteBuffer data) {
        this.data = data;
    }

    /** The counters in a buffer, or null if it holds none that can be read. */
    static @Nullable PerfData of(ByteBuffer buffer) {
        ByteBuffer data = buffer.duplicate().order(ByteOrder.BIG_ENDIAN);
        if (data.limit() < PROLOGUE_BYTES || data.getInt(0) != MAGIC || data.get(5) != 2) {
            return null;
        }
        data.order(data.get(4) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        PerfData read = new PerfData(data);
        try {
            read.index(data.getInt(24), data.getInt(28));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return null; // cut short, or of a format of its own
        }
        return read;
    }

    private void index(int firstEntry, int entries) {
        int at = firstEntry;
        for (int i = 0; i < Math.min(entries, MAX_ENTRIES); i++) {
            int length = data.getInt(at);
            if (length < ENTRY_BYTES || at + length > data.limit()) {
                return; // the JVM may be adding this one
            }
            int name = at + data.getInt(at + 4);
            boolean isLong = data.getInt(at + 8) == 0 && data.get(at + 12) == 'J';
            int value = data.getInt(at + 16);
            if (isLong && value >= ENTRY_BYTES && value <= length - Long.BYTES) {
                offsets.put(text(name, at + length), at + value);
            }
            at += length;
        }
    }

    private String text(int from, int limit) {
        int end = from;
        while (end < limit && data.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - from];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = data.get(from + i);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The present value of a counter, or {@link Counters#NOT_MEASURED}. */
    long value(String name) {
        Integer offset = offsets.get(name);
        return offset == null ? Counters.NOT_MEASURED : data.getLong(offset);
    }
}
