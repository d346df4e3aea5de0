package io.perfagent.trace.timeline;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A ring of moments that any thread writes and any thread reads, without a lock.
 *
 * <p>A writer takes a number, and its slot by a compare-and-set from the number that was written there one round before: if
 * that one is still being written, the new moment is lost and counted, so that no slot is ever written by two. A reader
 * copies a slot and keeps the copy only if the slot's number was the same before and after (a sequence lock).
 */
final class Stripe {
    private static final int FIELDS = 7;

    private final int mask;
    private final AtomicLong next = new AtomicLong();

    /** Number + 1 of the moment in a slot; negative while it is being written; 0 when there is none. */
    private final AtomicLongArray numbers;

    private final long[] fields;
    private final @Nullable Object[] keys;
    private final LongAdder lost = new LongAdder();

    /** @param capacity a power of two */
    Stripe(int capacity) {
        mask = capacity - 1;
        numbers = new AtomicLongArray(capacity);
        fields = new long[capacity * FIELDS];
        keys = new Object[capacity];
    }

    int capacity() {
        return mask + 1;
    }

    /** The number that the next moment gets. */
    long next() {
        return next.get();
    }

    long lost() {
        return lost.sum();
    }

    void write(
            long threadId,
            long nanos,
            long spanId,
            long ended,
            long parent,
            long traceIdHi,
            long traceIdLo,
            @Nullable Object key) {
        long number = next.getAndIncrement();
        int slot = (int) number & mask;
        long before = numbers.get(slot);
        if (before < 0 || before > number || !numbers.compareAndSet(slot, before, -number - 1)) {
            lost.increment();
            return;
        }
        int at = slot * FIELDS;
        fields[at] = threadId;
        fields[at + 1] = nanos;
        fields[at + 2] = spanId;
        fields[at + 3] = ended;
        fields[at + 4] = parent;
        fields[at + 5] = traceIdHi;
        fields[at + 6] = traceIdLo;
        keys[slot] = key;
        numbers.setRelease(slot, number + 1);
    }

    /** Copies the moment of a number; false if it is not there, or no longer. */
    boolean read(long number, Moment into) {
        int slot = (int) number & mask;
        if (numbers.getAcquire(slot) != number + 1) {
            return false;
        }
        int at = slot * FIELDS;
        into.threadId = fields[at];
        into.nanos = fields[at + 1];
        into.spanId = fields[at + 2];
        into.ended = fields[at + 3];
        into.parent = fields[at + 4];
        into.traceIdHi = fields[at + 5];
        into.traceIdLo = fields[at + 6];
        into.key = keys[slot];
        VarHandle.acquireFence();
        return numbers.getPlain(slot) == number + 1;
    }

    /** The operation that a number's slot may say a thread goes on with: a hint, to be confirmed by reading it. */
    long spanAt(long number) {
        return fields[((int) number & mask) * FIELDS + 2];
    }

    /** The operation whose end may be in a number's slot: a hint, to be confirmed by reading it. */
    long endedAt(long number) {
        return fields[((int) number & mask) * FIELDS + 3];
    }
}
