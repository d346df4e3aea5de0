package io.perfagent.cache.tier;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Versions of what one source holds: of all of it, of tables, of keys. A write moves them on before it is sent and again
 * when it is done, and marks them pending in between; what was read under other numbers is no longer served. So a write
 * touches no entry and waits for nobody.
 *
 * <p>Names are hashed onto a fixed number of slots: a collision drops too much, never too little. Each slot holds a version
 * and, in its lower bits, how many writes are pending, so that one volatile read tells both. Safe for all threads,
 * wait-free.
 *
 * <p>A read by key depends on the source, on writes to the whole table and on writes to its key; any other read on the source
 * and on every write to its tables.
 */
public final class Epochs {
    private static final int TABLES = 1 << 10;
    private static final int KEYS = 1 << 14;
    static final int FLUSH = 0;
    private static final int ANY = 1;
    private static final int WHOLE = ANY + TABLES;
    private static final int KEY = WHOLE + TABLES;
    static final int SLOTS = KEY + KEYS;

    /** A slot's lower 20 bits: pending writes; one connection holds a slot once, so a million connections fit. */
    private static final int PENDING_BITS = 20;

    private static final long PENDING = (1L << PENDING_BITS) - 1;
    private static final long VERSION = 1L << PENDING_BITS;

    private static final WriteSet ALL = new WriteSet(new int[] {FLUSH});

    private final AtomicLongArray slots = new AtomicLongArray(SLOTS);

    /** The number that stands for a table or a part of the key space here; any text, by hash. */
    public int table(String name) {
        return (int) (Hash64.of(name, 0) >>> 1) & TABLES - 1;
    }

    /** Reads of whole tables. */
    public ReadSet reads(int... tables) {
        int[] read = new int[tables.length + 1];
        read[0] = FLUSH;
        for (int i = 0; i < tables.length; i++) {
            read[i + 1] = ANY + tables[i];
        }
        return new ReadSet(read);
    }

    /** A read of one row, or one Redis key. */
    public ReadSet keyedReads(int table, long keyHash) {
        return new ReadSet(new int[] {FLUSH, WHOLE + table, key(table, keyHash)});
    }

    /** Writes that may change any row of these tables. */
    public WriteSet writes(int... tables) {
        int[] written = new int[tables.length * 2];
        for (int i = 0; i < tables.length; i++) {
            written[2 * i] = ANY + tables[i];
            written[2 * i + 1] = WHOLE + tables[i];
        }
        return new WriteSet(written);
    }

    /** A write that changes one row, and not its key. */
    public WriteSet keyedWrites(int table, long keyHash) {
        return new WriteSet(new int[] {ANY + table, key(table, keyHash)});
    }

    /** A write of which nobody knows what it changes. */
    public WriteSet all() {
        return ALL;
    }

    private static int key(int table, long keyHash) {
        return KEY + ((int) (Hash64.mix(keyHash, table) >>> 1) & KEYS - 1);
    }

    /**
     * What a fill is stored under; taken before the read is sent.
     *
     * @param nowNanos {@link System#nanoTime}, from which the answer's age is counted
     * @return null while a write to anything it reads is pending
     */
    public @Nullable Lease lease(ReadSet read, long nowNanos) {
        int[] of = read.slots;
        long[] seen = new long[of.length];
        for (int i = 0; i < of.length; i++) {
            long value = slots.get(of[i]);
            if ((value & PENDING) != 0) {
                return null;
            }
            seen[i] = value;
        }
        return new Lease(this, of, seen, nowNanos);
    }

    boolean holds(int[] of, long[] seen) {
        for (int i = 0; i < of.length; i++) {
            if (slots.get(of[i]) != seen[i]) {
                return false;
            }
        }
        return true;
    }

    /** Marks a write before it is sent, for a caller that ends each by itself; a connection uses {@link PendingWrites}. */
    public PendingWrite begin(WriteSet written) {
        PendingWrite made = new PendingWrite(this, written.slots);
        for (int slot : written.slots) {
            begin(slot);
        }
        return made;
    }

    /** Everything read so far is no longer served. */
    public void flush() {
        slots.addAndGet(FLUSH, VERSION);
    }

    void begin(int slot) {
        slots.addAndGet(slot, VERSION + 1);
    }

    void end(int slot) {
        slots.addAndGet(slot, VERSION - 1);
    }

    /** Writes pending now, over all slots; for tests and the report. */
    public long pending() {
        long pending = 0;
        for (int i = 0; i < SLOTS; i++) {
            pending += slots.get(i) & PENDING;
        }
        return pending;
    }
}
