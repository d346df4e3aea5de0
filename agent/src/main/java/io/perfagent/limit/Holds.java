package io.perfagent.limit;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which operations hold places behind gates, and since when: so that those that never end can be taken out. Bounded: what
 * finds no room is not watched. Safe for all threads; allocates nothing.
 *
 * <p>A ticket is the second in which its operation began and the gates it holds. Who takes it out of its slot, the operation
 * at its end or {@link #takeOld}, gives the places back: one of the two, once. A slot that is taken anew has a later second,
 * so no ticket can be taken for an older one.
 */
final class Holds {
    static final int SLOTS = 2048;
    private static final int PROBES = 8;
    private static final long NANOS = 1_000_000_000L;

    private final AtomicLongArray tickets = new AtomicLongArray(SLOTS);
    private final long[] kinds = new long[SLOTS]; // read long after it was written
    private final String[] threads = new String[SLOTS];
    private final long[] keys = new long[SLOTS];
    private final long baseNanos;

    Holds(long baseNanos) {
        this.baseNanos = baseNanos;
    }

    /** A ticket for gates as bits; never 0. */
    long ticket(int gates, long startNanos) {
        return Math.max(0, (startNanos - baseNanos) / NANOS) + 1 << 32 | gates;
    }

    /**
     * Notes a ticket.
     *
     * @param threadId of the thread it begins on, which has a slot that it finds as it left it; what begins there while that
     *     is taken goes elsewhere
     * @param hint where else
     * @return its place, above 0, or 0 if there is no room
     */
    int add(long ticket, long threadId, int hint, long kind, String thread, long heldKeys) {
        int own = (int) (threadId * 0x9E3779B97F4A7C15L >>> 53); // 11 bits, apart from those of its neighbours
        if (take(own, ticket, kind, thread, heldKeys)) {
            return own + 1;
        }
        for (int i = 0; i < PROBES; i++) {
            int slot = hint + i & SLOTS - 1;
            if (take(slot, ticket, kind, thread, heldKeys)) {
                return slot + 1;
            }
        }
        return 0;
    }

    private boolean take(int slot, long ticket, long kind, String thread, long heldKeys) {
        if (tickets.get(slot) != 0 || !tickets.compareAndSet(slot, 0, ticket)) {
            return false;
        }
        kinds[slot] = kind;
        keys[slot] = heldKeys;
        if (threads[slot] != thread) { // by identity: what is there already need not be stored, which costs a fence
            threads[slot] = thread;
        }
        return true;
    }

    /** Its operation has ended; false if it was taken out before. */
    boolean remove(int place, long ticket) {
        return tickets.compareAndSet(place - 1, ticket, 0);
    }

    /** Whether an operation that is open for so long is stuck. */
    interface Judge {
        boolean isStuck(long kind, long ageNanos);
    }

    /** Hears of one that was taken out. */
    interface Taken {
        /**
         * It holds nothing from now on.
         *
         * @param gates that it held, as bits
         * @param keys that it was counted for, as {@link KeyLimits} has it
         */
        void taken(int gates, long keys, long ageNanos, String thread);
    }

    /** Takes out those that are stuck. */
    void takeOld(long nowNanos, Judge judge, Taken taken) {
        long second = (nowNanos - baseNanos) / NANOS + 1;
        for (int slot = 0; slot < SLOTS; slot++) {
            long ticket = tickets.get(slot);
            long ageNanos = (second - (ticket >>> 32)) * NANOS;
            if (ticket != 0 && judge.isStuck(kinds[slot], ageNanos)) {
                String thread = threads[slot];
                long held = keys[slot];
                if (tickets.compareAndSet(slot, ticket, 0)) {
                    taken.taken((int) ticket, held, ageNanos, thread == null ? "" : thread);
                }
            }
        }
    }

    /** Operations that hold places, and are watched. */
    int size() {
        int size = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            if (tickets.get(slot) != 0) {
                size++;
            }
        }
        return size;
    }
}
