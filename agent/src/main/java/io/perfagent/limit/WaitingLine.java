package io.perfagent.limit;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Those that wait at a gate: a tier before all those below it, and within it the first or the newest first. Guarded by the
 * gate.
 */
final class WaitingLine {
    static final int WAITING = 0;
    static final int LET_IN = 1;
    static final int GONE = 2;

    /** Its place in the line was given to one of a higher tier. */
    static final int DISPLACED = 3;

    private final ArrayDeque<Waiter>[] tiers = tiers();
    private int size;

    /** A thread that waits. Its state changes from {@link #WAITING} once, by whoever comes first. */
    static final class Waiter {
        final Thread thread = Thread.currentThread();
        final AtomicInteger state = new AtomicInteger(WAITING);
        final int tier;

        Waiter(int tier) {
            this.tier = tier;
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays know no type arguments
    private static ArrayDeque<Waiter>[] tiers() {
        ArrayDeque[] made = new ArrayDeque[Tiers.COUNT];
        for (int i = 0; i < made.length; i++) {
            made[i] = new ArrayDeque<Waiter>();
        }
        return made;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(Waiter waiter) {
        tiers[waiter.tier].addLast(waiter);
        size++;
    }

    void remove(Waiter waiter) {
        if (tiers[waiter.tier].remove(waiter)) {
            size--;
        }
    }

    /** Takes out who is next; null if nobody is left. */
    @Nullable
    Waiter poll(boolean newest) {
        for (ArrayDeque<Waiter> tier : tiers) {
            if (!tier.isEmpty()) {
                size--;
                return newest ? tier.pollLast() : tier.pollFirst();
            }
        }
        return null;
    }

    /** Takes out the last that came of the lowest tier, if that is below this one; else null. */
    @Nullable
    Waiter pollBelow(int tier) {
        for (int lower = tiers.length - 1; lower > tier; lower--) {
            if (!tiers[lower].isEmpty()) {
                size--;
                return tiers[lower].pollLast();
            }
        }
        return null;
    }
}
