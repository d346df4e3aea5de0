package io.perfagent.profile.hot;

import java.util.ArrayDeque;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Something that is added up in slices of time, and read over the last window of {@value #SLICES} slices or over
 * {@value #WINDOWS} windows. Whole windows are compacted when they are over, so that the past costs less than the present.
 * Bounded by the bound of what is added up. Not thread-safe.
 *
 * @param <A> what adds up
 */
public final class Slices<A> {
    /** Slices of a window, the one that is being filled included. */
    public static final int SLICES = 6;

    /** Windows that are looked back on, besides the present one. */
    public static final int WINDOWS = 10;

    private final long sliceNanos;
    private final Supplier<A> empty;
    private final BinaryOperator<A> into;
    private final UnaryOperator<A> compact;
    private final ArrayDeque<A> recent = new ArrayDeque<>();
    private final ArrayDeque<A> past = new ArrayDeque<>();
    private A current;
    private A passing;
    private int passed;
    private long slicesSeen;
    private long sliceEnd;
    private boolean begun;

    /**
     * @param sliceNanos length of a slice, above 0
     * @param into adds the second to the first and answers it
     * @param compact answers less of the same
     */
    public Slices(long sliceNanos, Supplier<A> empty, BinaryOperator<A> into, UnaryOperator<A> compact) {
        this.sliceNanos = sliceNanos;
        this.empty = empty;
        this.into = into;
        this.compact = compact;
        current = empty.get();
        passing = empty.get();
    }

    /** Begins anew at a moment, as after a time in which nothing could be seen; the past is kept. */
    public void restart(long nowNanos) {
        recent.clear();
        current = empty.get();
        begun = true;
        sliceEnd = nowNanos + sliceNanos;
        slicesSeen = 0;
    }

    /** What the slice of this moment is added to; moments do not go back. */
    public A current(long nowNanos) {
        roll(nowNanos);
        return current;
    }

    /** The last window, added up anew. */
    public A window(long nowNanos) {
        roll(nowNanos);
        A sum = empty.get();
        for (A slice : recent) {
            sum = into.apply(sum, slice);
        }
        return into.apply(sum, current);
    }

    /** All that is kept, added up anew. */
    public A history(long nowNanos) {
        A sum = window(nowNanos);
        sum = into.apply(sum, passing);
        for (A window : past) {
            sum = into.apply(sum, window);
        }
        return sum;
    }

    /** Shows all that is kept, a piece at a time and not added up. */
    public void each(Consumer<A> look) {
        recent.forEach(look);
        past.forEach(look);
        look.accept(passing);
        look.accept(current);
    }

    /** Length of what {@link #window} tells of, in nanoseconds: less at the beginning. */
    public long windowNanos(long nowNanos) {
        roll(nowNanos);
        long whole = Math.min(slicesSeen, SLICES - 1) * sliceNanos;
        return Math.max(1, whole + sliceNanos - Math.max(0, sliceEnd - nowNanos));
    }

    private void roll(long nowNanos) {
        if (!begun) {
            begun = true;
            sliceEnd = nowNanos + sliceNanos;
            return;
        }
        long behind = nowNanos - sliceEnd;
        if (behind >= (long) (SLICES + SLICES * WINDOWS) * sliceNanos) {
            recent.clear();
            past.clear();
            passing = empty.get();
            passed = 0;
            current = empty.get();
            sliceEnd = nowNanos + sliceNanos;
            slicesSeen = SLICES;
            return;
        }
        while (nowNanos - sliceEnd >= 0) {
            next();
        }
    }

    private void next() {
        recent.addLast(current);
        current = empty.get();
        sliceEnd += sliceNanos;
        slicesSeen++;
        if (recent.size() < SLICES) {
            return;
        }
        passing = into.apply(passing, recent.removeFirst());
        passed++;
        if (passed == SLICES) {
            past.addLast(compact.apply(passing));
            passing = empty.get();
            passed = 0;
            if (past.size() > WINDOWS) {
                past.removeFirst();
            }
        }
    }
}
