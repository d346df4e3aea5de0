package io.perfagent.instrument.family;

import org.jspecify.annotations.Nullable;

/**
 * A bounded map from up to three strings and a number to what a family keeps per operation; look-ups neither lock nor
 * allocate.
 *
 * <p>Readers see one of a series of tables, each filled before it is published. Safe for all threads.
 *
 * @param <V> what is kept
 */
final class KeyTable<V> {
    private final int maxEntries;
    private volatile @Nullable Slot<V>[] slots;
    private volatile boolean full;
    private int used;

    private static final class Slot<V> {
        final String a;
        final String b;
        final String c;
        final int n;
        final V value;

        Slot(String a, String b, String c, int n, V value) {
            this.a = a;
            this.b = b;
            this.c = c;
            this.n = n;
            this.value = value;
        }
    }

    KeyTable(int maxEntries) {
        this.maxEntries = maxEntries;
        this.slots = table(64);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type cannot be made otherwise
    private static <V> @Nullable Slot<V>[] table(int size) {
        return new Slot[size];
    }

    @Nullable
    V find(String a, String b, String c, int n) {
        @Nullable Slot<V>[] table = slots;
        int mask = table.length - 1;
        for (int i = hash(a, b, c, n) & mask; ; i = (i + 1) & mask) {
            Slot<V> slot = table[i];
            if (slot == null) {
                return null;
            }
            if (slot.n == n && slot.a.equals(a) && slot.b.equals(b) && slot.c.equals(c)) {
                return slot.value;
            }
        }
    }

    /** Adds a value, or returns the one that another thread has added; null, and no lock, when the table is full. */
    @Nullable
    V add(String a, String b, String c, int n, V value) {
        return full ? find(a, b, c, n) : addLocked(a, b, c, n, value);
    }

    private synchronized @Nullable V addLocked(String a, String b, String c, int n, V value) {
        V known = find(a, b, c, n);
        if (known != null) {
            return known;
        }
        if (used >= maxEntries) {
            full = true;
            return null;
        }
        @Nullable Slot<V>[] before = slots;
        @Nullable Slot<V>[] after = table(used * 2 >= before.length ? before.length * 2 : before.length);
        for (Slot<V> slot : before) {
            if (slot != null) {
                insert(after, slot);
            }
        }
        insert(after, new Slot<>(a, b, c, n, value));
        used++;
        slots = after;
        return value;
    }

    private static <V> void insert(@Nullable Slot<V>[] table, Slot<V> slot) {
        int mask = table.length - 1;
        int i = hash(slot.a, slot.b, slot.c, slot.n) & mask;
        while (table[i] != null) {
            i = (i + 1) & mask;
        }
        table[i] = slot;
    }

    private static int hash(String a, String b, String c, int n) {
        int h = ((a.hashCode() * 31 + b.hashCode()) * 31 + c.hashCode()) * 31 + n;
        return h ^ h >>> 16;
    }
}
