package io.perfagent.trace.side;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The one table of state beside objects of the application: by identity, weak, bounded, without locks.
 *
 * <p>Several entries may belong to one object: of different types, or of the same type when the same task is submitted
 * twice. New entries go to the head of a chain by compare-and-set; an entry is taken out by setting its flag, which one
 * thread wins, and unlinked by whoever passes. An unlink that is lost to a race leaves a flagged entry for the next passer;
 * a live entry is never lost, because nothing is inserted behind a head.
 */
public final class SideTable {
    private static final int BUCKETS = 1 << 13;

    /** So many entries of one object are looked through for the oldest. */
    private static final int MOST_SAME = 64;

    private static final VarHandle REMOVED;

    static {
        try {
            REMOVED = MethodHandles.lookup().findVarHandle(SideEntry.class, "removed", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final ReferenceQueue<Object> queue = new ReferenceQueue<>();
    private final AtomicReferenceArray<@Nullable SideEntry> heads = new AtomicReferenceArray<>(BUCKETS);
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();
    private final int maxEntries;

    public SideTable(int maxEntries) {
        this.maxEntries = maxEntries;
    }

    /** Adds an entry; false, and counted, when the table is full. */
    public boolean add(SideEntry entry) {
        expunge();
        if (size.get() >= maxEntries) {
            refused.incrementAndGet();
            entry.removed = 1; // so that taking it out changes no count
            return false;
        }
        size.incrementAndGet();
        int bucket = bucket(entry.hash);
        SideEntry head;
        do {
            head = heads.get(bucket);
            entry.next = head;
        } while (!heads.compareAndSet(bucket, head, entry));
        return true;
    }

    /** The youngest entry of a type for an object, or null. */
    public <T extends SideEntry> @Nullable T find(Object owner, Class<T> type) {
        int hash = System.identityHashCode(owner);
        for (SideEntry entry = heads.get(bucket(hash)); entry != null; entry = entry.next) {
            if (entry.hash == hash && entry.removed == 0 && entry.getClass() == type && entry.refersTo(owner)) {
                return type.cast(entry);
            }
        }
        return null;
    }

    /** Takes out and returns the youngest entry of a type for an object, or null. */
    public <T extends SideEntry> @Nullable T take(Object owner, Class<T> type) {
        T found;
        do {
            found = find(owner, type);
        } while (found != null && !remove(found));
        return found;
    }

    /**
     * Takes out and returns the oldest entry of a type for an object, or null: of what is queued more than once in turn. Of more than
     * {@value #MOST_SAME} it is not the oldest, so that a long queue of one object costs no more than a short one.
     */
    public <T extends SideEntry> @Nullable T takeOldest(Object owner, Class<T> type) {
        T found;
        do {
            found = null;
            int seen = 0;
            int hash = System.identityHashCode(owner);
            SideEntry entry = heads.get(bucket(hash));
            for (; entry != null && seen < MOST_SAME; entry = entry.next) {
                if (entry.hash == hash && entry.removed == 0 && entry.getClass() == type && entry.refersTo(owner)) {
                    found = type.cast(entry);
                    seen++;
                }
            }
        } while (found != null && !remove(found));
        return found;
    }

    /** Takes an entry out; true for the one caller that did. */
    public boolean remove(SideEntry entry) {
        if (!REMOVED.compareAndSet(entry, 0, 1)) {
            return false;
        }
        size.decrementAndGet();
        unlink(bucket(entry.hash), entry);
        entry.clear();
        entry.removed();
        return true;
    }

    /** Unlinks what was taken out, up to and with an entry: those behind it may be many of one object. */
    private void unlink(int bucket, SideEntry last) {
        boolean passed = false;
        SideEntry head = heads.get(bucket);
        while (head != null && head.removed != 0) {
            passed |= heads.compareAndSet(bucket, head, head.next) && head == last;
            head = heads.get(bucket);
        }
        SideEntry before = head;
        while (before != null && !passed) {
            SideEntry entry = before.next;
            if (entry != null && entry.removed != 0) {
                before.next = entry.next;
                passed = entry == last;
            } else {
                before = entry;
            }
        }
    }

    /** Takes out the entries of objects that are gone. */
    public void expunge() {
        Reference<?> gone;
        while ((gone = queue.poll()) != null) {
            SideEntry entry = (SideEntry) gone;
            if (remove(entry)) {
                entry.ownerCollected();
            }
        }
    }

    public int size() {
        return size.get();
    }

    public int capacity() {
        return maxEntries;
    }

    /** Entries that found no room. */
    public long refused() {
        return refused.get();
    }

    private static int bucket(int hash) {
        return (hash ^ hash >>> 13) & BUCKETS - 1;
    }
}
