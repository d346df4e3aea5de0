package io.perfagent.trace.timeline;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The latest moments at which threads went on with another operation, and what became of those operations.
 *
 * <p>Bounded: {@value #STRIPES} stripes, chosen by thread, each of the same number of moments; a new moment takes the place
 * of the stripe's oldest, so that 5 000 threads, or as many virtual ones as there are, need no more memory than two. Safe
 * for all threads; writing takes no lock and allocates nothing. There is one only while something asks: otherwise nothing
 * is written.
 */
public final class Timeline {
    private static final int STRIPES = 16;

    /** Whose latest moments a reader keeps in mind. */
    private static final int MAX_THREADS = 4096;

    private final Stripe[] stripes = new Stripe[STRIPES];

    /** @param moments how many are remembered, about 72 bytes each; rounded up to a power of two in each stripe */
    public Timeline(int moments) {
        int each = Math.max(2, moments / STRIPES);
        int capacity = Integer.highestOneBit(each - 1) << 1;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe(capacity);
        }
    }

    private Stripe of(long threadId) {
        return stripes[(int) threadId & STRIPES - 1];
    }

    /**
     * A thread goes on with an operation, or with none.
     *
     * @param nanos {@link System#nanoTime} of now
     * @param spanId of the operation; 0 for none
     */
    public void goesOn(long threadId, long nanos, long spanId) {
        of(threadId).write(threadId, nanos, spanId, 0, 0, 0, 0, null);
    }

    /**
     * An operation ends on a thread, which goes on with another one, or with none.
     *
     * @param nanos {@link System#nanoTime} of now
     * @param spanId of the operation that goes on; 0 for none
     * @param ended span id of the one that ends
     * @param parent span id of its parent in this process; 0 for none
     * @param key what it is known as, whose text is asked for later on another thread; null if it has none
     */
    public void ends(
            long threadId,
            long nanos,
            long spanId,
            long ended,
            long parent,
            long traceIdHi,
            long traceIdLo,
            @Nullable Object key) {
        of(threadId).write(threadId, nanos, spanId, ended, parent, traceIdHi, traceIdLo, key);
    }

    /** The latest moment of a thread, so that one that rests is not looked for among all the others' again and again. */
    private static final class Latest {
        /** The number of a moment of the stripe up to which there is no later one of the thread. */
        long looked = -1;

        /** Whether there is one at all. */
        boolean any;

        long nanos;
        long spanId;

        boolean isBefore(long when) {
            return !any || nanos - when <= 0;
        }
    }

    /** What a thread was doing at a moment is looked up with this; one thread's own. */
    public final class Reader {
        /** There is no moment of that thread, or none as old: it was never in an operation, or that was too long ago. */
        public static final int UNKNOWN = 0;

        /** The thread was in no operation. */
        public static final int NONE = 1;

        /** The thread was in the operation {@link #spanId}. */
        public static final int FOUND = 2;

        private final Moment moment = new Moment();
        private final Map<Long, Latest> latest = new HashMap<>();

        /** The operation that was found. */
        public long spanId;

        /** Parent of the operation that {@link #ended} has found. */
        public long parentSpanId;

        /** Trace of the operation that {@link #ended} has found. */
        public long traceIdHi;

        public long traceIdLo;

        /** What the operation that {@link #ended} has found is known as. */
        public @Nullable Object key;

        /** What a thread was in at a {@link System#nanoTime}: {@link #UNKNOWN}, {@link #NONE} or {@link #FOUND}. */
        public int at(long threadId, long nanos) {
            Stripe stripe = of(threadId);
            long newest = stripe.next() - 1;
            long oldest = Math.max(0, newest + 1 - stripe.capacity());
            Latest known = latest(threadId);
            boolean isComplete = known.looked >= oldest - 1; // all that came later is still there
            boolean isKnown = isComplete && known.isBefore(nanos);
            long from = isKnown ? known.looked + 1 : oldest;
            long looked = newest;
            boolean isLatest = true;
            boolean found = false;
            for (long i = newest; i >= from && !found; i--) {
                if (!stripe.read(i, moment)) {
                    looked = i - 1; // perhaps still being written: to be looked at again
                } else if (moment.threadId == threadId) {
                    found = moment.nanos - nanos <= 0;
                    isLatest = found && isLatest;
                }
            }
            boolean any = found || (isKnown && known.any);
            spanId = found ? moment.spanId : any ? known.spanId : 0;
            if (isLatest && isComplete == isKnown) {
                known.nanos = found ? moment.nanos : known.nanos;
                known.spanId = spanId;
                known.any = any;
                known.looked = looked;
            }
            return !any ? UNKNOWN : spanId == 0 ? NONE : FOUND;
        }

        private Latest latest(long threadId) {
            Latest known = latest.get(threadId);
            if (known == null) {
                if (latest.size() >= MAX_THREADS) {
                    latest.clear();
                }
                known = new Latest();
                latest.put(threadId, known);
            }
            return known;
        }

        /**
         * Looks for the end of an operation, and makes what is known of it the fields of this reader.
         *
         * @param threadId where it has probably ended: looked at first
         * @return whether it has ended
         */
        public boolean ended(long threadId, long span) {
            Stripe likely = of(threadId);
            if (endedIn(likely, span)) {
                return true;
            }
            for (Stripe stripe : stripes) {
                if (stripe != likely && endedIn(stripe, span)) {
                    return true;
                }
            }
            return false;
        }

        private boolean endedIn(Stripe stripe, long span) {
            long newest = stripe.next() - 1;
            long oldest = Math.max(0, newest + 1 - stripe.capacity());
            for (long i = newest; i >= oldest; i--) {
                if (stripe.endedAt(i) == span && stripe.read(i, moment) && moment.ended == span) {
                    parentSpanId = moment.parent;
                    traceIdHi = moment.traceIdHi;
                    traceIdLo = moment.traceIdLo;
                    key = moment.key;
                    moment.key = null;
                    return true;
                }
            }
            return false;
        }

        /** Whether an operation has begun in this process that the timeline still knows of. */
        public boolean begun(long span) {
            for (Stripe stripe : stripes) {
                long newest = stripe.next() - 1;
                long oldest = Math.max(0, newest + 1 - stripe.capacity());
                for (long i = newest; i >= oldest; i--) {
                    if (stripe.spanAt(i) == span && stripe.read(i, moment) && moment.spanId == span) {
                        moment.key = null;
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** Reads for one thread. */
    public Reader reader() {
        return new Reader();
    }

    /** How many moments were not written because another thread was still writing in their place. */
    public long lost() {
        long sum = 0;
        for (Stripe stripe : stripes) {
            sum += stripe.lost();
        }
        return sum;
    }

    /** Bytes that this holds, about. */
    public long heldBytes() {
        long sum = 0;
        for (Stripe stripe : stripes) {
            sum += 72L * stripe.capacity();
        }
        return sum;
    }
}
