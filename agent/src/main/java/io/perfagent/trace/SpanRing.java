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

    /** What slots may hold beyond their first buffers at least, however many they are: or no longer span would ever find room. */
    private static final long LEAST_GROWN_BYTES = 256 << 10;

    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;

    /** Bytes around a span in a request, at most: its tag and length, and those of its scope. */
    private static final int SPAN_OVERHEAD = 16;

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
    private final int wakeAt;
    private final AtomicLong grownBytes = new AtomicLong();
    private final AtomicLong droppedFull = new AtomicLong();
    private final AtomicLong droppedMemory = new AtomicLong();
    private final AtomicLong droppedLarge = new AtomicLong();

    /**
     * @param capacity spans held, rounded up to a power of two
     * @param maxBytes what all slots may hold together
     * @param batch spans of one request: so many wake the exporter, or half of the capacity if that is less
     */
    public SpanRing(int capacity, long maxBytes, int batch) {
        int size = Integer.highestOneBit(Math.max(2, capacity - 1)) << 1;
        slots = new Slot[size];
        sequences = new AtomicLongArray(size);
        for (int i = 0; i < size; i++) {
            sequences.setPlain(i, i);
        }
        mask = size - 1;
        maxGrownBytes = Math.max(LEAST_GROWN_BYTES, maxBytes - (long) size * INITIAL_BYTES);
        wakeAt = Math.max(1, Math.min(batch, size / 2));
    }

    /** A free slot with an empty writer, or null: the span is dropped, and counted. To be given to {@link #publish}. */
    @Nullable
    Slot claim(Scope scope) {
        if (grownBytes.get() > maxGrownBytes) {
            droppedMemory.incrementAndGet();
            return null;
        }
        long position = tail.get();
        Slot made = null;
        while (true) {
            int index = (int) position & mask;
            long difference = sequences.get(index) - position;
            if (difference == 0) {
                if (slots[index] == null && made == null) {
                    made = new Slot(); // before the place is taken: one that is never published would block all after
                    // it
                }
                if (tail.compareAndSet(position, position + 1)) {
                    Slot slot = slots[index];
                    if (slot == null) {
                        slot = made == null ? new Slot() : made;
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
        if (waiting != null && tail.get() - head >= wakeAt) {
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
        int ready = ready(from, maxSpans, out.room());
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
            // One long span must not keep its buffer for good, nor many that are a little longer all the room there is.
            boolean isScarce = grownBytes.get() > maxGrownBytes / 2;
            if (slot.countedBytes > (isScarce ? 0 : 3 * INITIAL_BYTES)) {
                grownBytes.addAndGet(-slot.countedBytes);
                slots[index] = null;
            }
            sequences.set(index, from + i + mask + 1);
        }
        head = from + ready;
        return written;
    }

    /** How many of the next spans are published, and fit into what is to be sent. */
    private int ready(long from, int maxSpans, long room) {
        int ready = 0;
        long left = room;
        while (ready < maxSpans && sequences.get((int) (from + ready) & mask) == from + ready + 1) {
            Slot slot = slot(from + ready);
            left -= slot.out.size() + slot.scope.encoded.length + SPAN_OVERHEAD;
            if (left < 0 && ready > 0) {
                return ready; // the rest goes with the next request
            }
            ready++;
        }
        return ready;
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
