package io.perfagent.limit;

import io.perfagent.limit.policy.AdmissionLevel;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Those that wait at a gate: a tier before all those below it, within it the better cohort, and within that the first or the
 * newest first. Guarded by the gate.
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
        final int rank;

        /** @param rank of {@link AdmissionLevel#rank} */
        Waiter(int rank) {
            this.rank = rank;
        }

        int tier() {
            return rank / AdmissionLevel.COHORTS;
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
        tiers[waiter.tier()].addLast(waiter);
        size++;
    }

    void remove(Waiter waiter) {
        if (tiers[waiter.tier()].remove(waiter)) {
            size--;
        }
    }

    /** Takes out who is next; null if nobody is left. */
    @Nullable
    Waiter poll(boolean newest) {
        for (ArrayDeque<Waiter> tier : tiers) {
            if (!tier.isEmpty()) {
                size--;
                Waiter next = best(tier, newest);
                tier.remove(next);
                return next;
            }
        }
        return null;
    }

    /** The first, or the newest, of the best cohort that waits. */
    private static Waiter best(ArrayDeque<Waiter> tier, boolean newest) {
        Waiter best = newest ? tier.getLast() : tier.getFirst();
        if (best.rank % AdmissionLevel.COHORTS != 0) { // as it always is while cohorts are not looked at
            for (Iterator<Waiter> all = newest ? tier.descendingIterator() : tier.iterator(); all.hasNext(); ) {
                Waiter one = all.next();
                best = one.rank < best.rank ? one : best;
            }
        }
        return best;
    }

    /** Takes out the last that came of the lowest rank, if that is below this one; else null. */
    @Nullable
    Waiter pollBelow(int rank) {
        for (int lower = tiers.length - 1; lower >= rank / AdmissionLevel.COHORTS; lower--) {
            Waiter last = tiers[lower].peekLast();
            if (last == null) {
                continue;
            }
            for (Iterator<Waiter> all = tiers[lower].descendingIterator(); all.hasNext(); ) {
                Waiter one = all.next();
                last = one.rank > last.rank ? one : last;
            }
            if (last.rank <= rank) {
                return null;
            }
            remove(last);
            return last;
        }
        return null;
    }
}
