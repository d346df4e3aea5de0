package io.perfagent.trace;

import io.perfagent.export.Pipeline;
import io.perfagent.export.SpanSource;
import io.perfagent.export.proto.ProtoWriter;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Finished spans on their way out: a bounded ring of recycled slots, each holding one encoded OTLP {@code Span}.
 *
 * <p>Many producers, one consumer, no locks: a producer claims a position, writes into the slot's own buffer and publishes
 * it (D. Vyukov's bounded queue). What finds no free slot, or would pass the memory bound, is dropped and counted.
 */
public final class SpanRing implements SpanSource {
    private static final int INITIAL_BYTES = 768;
    static final int MAX_SPAN_BYTES = 64 << 10;
    private static final int WAKE_AT = 512;
    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;

    /** One place in the ring; its writer belongs to whoever claimed it. */
    public static final class Slot {
        public final ProtoWriter out = new ProtoWriter(INITIAL_BYTES, MAX_SPAN_BYTES);
        Scope scope = Scope.NONE;
        long position;
        int countedBytes;
    }

    private volatile @Nullable Pipeline pipeline;
    private final @Nullable Slot[] slots;
    private final AtomicLongArray sequences;
    private final AtomicLong tail = new AtomicLong();
    private volatile long head;
    private final int mask;
    private final long maxGrownBytes;
    private final AtomicLong grownBytes = new AtomicLong();
    private final AtomicLong droppedFull = new AtomicLong();
    private final AtomicLong droppedMemory = new AtomicLong();
    private final AtomicLong droppedLarge = new AtomicLong();

    /**
     * @param capacity spans held, rounded up to a power of two
     * @param maxBytes what all slots may hold together
     */
    public SpanRing(int capacity, long maxBytes) {
        int size = Integer.highestOneBit(Math.max(2, capacity - 1)) << 1;
        slots = new Slot[size];
        sequences = new AtomicLongArray(size);
        for (int i = 0; i < size; i++) {
            sequences.setPlain(i, i);
        }
        mask = size - 1;
        maxGrownBytes = Math.max(0, maxBytes - (long) size * INITIAL_BYTES);
    }

    /** A free slot with an empty writer, or null: the span is dropped, and counted. To be given to {@link #publish}. */
    @Nullable
    Slot claim(Scope scope) {
        if (grownBytes.get() > maxGrownBytes) {
            droppedMemory.incrementAndGet();
            return null;
        }
        long position = tail.get();
        while (true) {
            int index = (int) position & mask;
            long difference = sequences.get(index) - position;
            if (difference == 0) {
                if (tail.compareAndSet(position, position + 1)) {
                    Slot slot = slots[index];
                    if (slot == null) {
                        slot = new Slot();
                        slots[index] = slot;
                    }
                    slot.out.clear();
                    slot.scope = scope;
                    slot.position = position;
                    return slot;
                }
                position = tail.get();
            } else if (difference < 0) {
                droppedFull.incrementAndGet();
                return null;
            } else {
                position = tail.get();
            }
        }
    }

    /** Hands a written slot to the consumer. */
    void publish(Slot slot) {
        publish(slot, false);
    }

    /** @param overflowed whether the span is not whole, and so is dropped and counted */
    void publish(Slot slot, boolean overflowed) {
        if (overflowed || slot.out.overflowed()) {
            droppedLarge.incrementAndGet();
            slot.out.clear();
        }
        int grown = slot.out.array().length - INITIAL_BYTES;
        if (grown != slot.countedBytes) {
            grownBytes.addAndGet(grown - slot.countedBytes);
            slot.countedBytes = grown;
        }
        sequences.set((int) slot.position & mask, slot.position + 1);
        Pipeline waiting = pipeline;
        if (waiting != null && tail.get() - head >= WAKE_AT) {
            waiting.spansAvailable();
        }
    }

    /** Who is to be told when a batch waits. */
    public void wakes(Pipeline waiting) {
        pipeline = waiting;
    }

    @Override
    public int drain(ProtoWriter out, int maxSpans) {
        long from = head;
        int ready = 0;
        while (ready < maxSpans && sequences.get((int) (from + ready) & mask) == from + ready + 1) {
            ready++;
        }
        int written = 0;
        for (int first = 0; first < ready; first++) {
            Scope scope = slot(from + first).scope;
            if (scope == Scope.NONE) {
                continue; // already written, with an earlier span of its scope
            }
            int message = out.open(SCOPE_SPANS);
            out.raw(scope.encoded, 0, scope.encoded.length);
            for (int i = first; i < ready; i++) {
                Slot slot = slot(from + i);
                if (slot.scope == scope) {
                    if (slot.out.size() > 0) {
                        out.bytes(SPANS, slot.out.array(), 0, slot.out.size());
                        written++;
                    }
                    slot.scope = Scope.NONE;
                }
            }
            out.close(message);
        }
        for (int i = 0; i < ready; i++) {
            int index = (int) (from + i) & mask;
            Slot slot = slot(from + i);
            if (slot.countedBytes > 3 * INITIAL_BYTES) {
                grownBytes.addAndGet(-slot.countedBytes);
                slots[index] = null; // one long span must not keep its buffer for good
            }
            sequences.set(index, from + i + mask + 1);
        }
        head = from + ready;
        return written;
    }

    private Slot slot(long position) {
        Slot slot = slots[(int) position & mask];
        if (slot == null) {
            throw new IllegalStateException("published without a slot");
        }
        return slot;
    }

    @Override
    public int pending() {
        return (int) Math.max(0, tail.get() - head);
    }

    @Override
    public int capacity() {
        return mask + 1;
    }

    /** Spans dropped because the exporter was too far behind. */
    public long droppedFull() {
        return droppedFull.get();
    }

    /** Spans dropped because the slots held as many bytes as they may. */
    public long droppedMemory() {
        return droppedMemory.get();
    }

    /** Spans dropped because one alone was over 64 KiB. */
    public long droppedLarge() {
        return droppedLarge.get();
    }

    /** Bytes held by all slots, about. */
    public long heldBytes() {
        return grownBytes.get() + Math.min(tail.get(), capacity()) * (long) INITIAL_BYTES;
    }
}
