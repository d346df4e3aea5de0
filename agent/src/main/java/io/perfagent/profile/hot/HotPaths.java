package io.perfagent.profile.hot;

import io.perfagent.profile.attribution.Owner;
import io.perfagent.profile.attribution.Owners;
import io.perfagent.profile.attribution.WaitingSamples;
import io.perfagent.profile.finding.Evidence;
import io.perfagent.profile.finding.Finding;
import io.perfagent.profile.finding.Findings;
import io.perfagent.profile.finding.LiveHeap;
import io.perfagent.profile.finding.LiveObjects;
import io.perfagent.profile.stack.StackProfile;
import io.perfagent.profile.stack.Unit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of hot paths: profiles of CPU time and memory with operations as their first frames, lists of the most,
 * running totals, the heap. One thread adds, others read; each call holds the lock for as long as it takes to add one event,
 * or to copy a window. Bounded.
 */
public final class HotPaths {
    /** The first frame of samples that no operation is known for. */
    public static final String UNATTRIBUTED = "(unattributed)";

    /** How long a sample waits for its operation to end. */
    private static final long MAX_WAIT_NANOS = 10_000_000_000L;

    private static final int WAITING_SAMPLES = 4096;

    private static final int SLICE_NODES = 2000;
    private static final int WINDOW_NODES = 12_000;
    private static final double PRUNED_SHARE = 0.002;
    private static final int LIST_NAMES = 200;
    private static final int PAST_NAMES = 50;
    private static final int NODE_BYTES = 100;

    /** Between a lock and an operation. */
    private static final char SEPARATOR = '\n';

    private @Nullable WaitingSamples<Sample> waiting;
    private final Slices<StackProfile> cpu;
    private final Slices<StackProfile> allocation;
    private final Map<TopList, Slices<TopTable>> lists = new EnumMap<>(TopList.class);
    private final Slices<TopTable> waiters;
    private final Slices<long[]> thrown;
    private final Slices<long[]> gcPauses;
    private final Counts counts = new Counts();
    private final LiveHeap heap = new LiveHeap();
    private @Nullable LiveObjects live;
    private long thrownTotal = -1;
    private long nowNanos;
    private boolean resting;

    /** @param windowNanos length of the window that reports are about */
    public HotPaths(long windowNanos) {
        long slice = Math.max(1, windowNanos / Slices.SLICES);
        cpu = profiles(slice, Unit.NANOSECONDS);
        allocation = profiles(slice, Unit.BYTES);
        thrown = sums(slice);
        gcPauses = sums(slice);
        waiters = tables(slice);
        for (TopList list : TopList.values()) {
            lists.put(list, tables(slice));
        }
    }

    private static Slices<TopTable> tables(long slice) {
        return new Slices<>(
                slice, () -> new TopTable(LIST_NAMES), TopTable::addAll, table -> table.compacted(PAST_NAMES));
    }

    private static Slices<StackProfile> profiles(long slice, Unit unit) {
        return new Slices<>(
                slice,
                () -> new StackProfile(unit, SLICE_NODES),
                (sum, more) -> {
                    StackProfile wide = sum;
                    if (sum.nodes() == 0 && sum.samples() == 0) {
                        wide = new StackProfile(unit, WINDOW_NODES);
                    }
                    wide.add(more);
                    return wide;
                },
                profile -> Pruning.prune(profile, PRUNED_SHARE, SLICE_NODES));
    }

    private static Slices<long[]> sums(long slice) {
        return new Slices<>(
                slice,
                () -> new long[1],
                (sum, more) -> {
                    sum[0] += more[0];
                    return sum;
                },
                sum -> sum);
    }

    /** From now on operations are asked for here; null: they are not known any more. */
    public synchronized void ask(@Nullable Owners owners) {
        WaitingSamples<Sample> before = waiting;
        if (before != null) {
            before.finish(this::joined);
        }
        waiting = owners == null ? null : new WaitingSamples<>(owners, WAITING_SAMPLES, MAX_WAIT_NANOS);
    }

    /** No events come any more until the next {@link #begin}: what the last window tells is of the past. */
    public synchronized void rest() {
        resting = true;
    }

    /** Whether the last window is not that of now. */
    public synchronized boolean isResting() {
        return resting;
    }

    /** Events are read from a moment on: windows begin with it. */
    public synchronized void begin(long now) {
        nowNanos = now;
        resting = false;
        cpu.restart(now);
        allocation.restart(now);
        waiters.restart(now);
        thrown.restart(now);
        gcPauses.restart(now);
        lists.values().forEach(slices -> slices.restart(now));
        thrownTotal = -1;
    }

    /** A sample was taken. */
    public synchronized void sample(Sample sample) {
        WaitingSamples<Sample> known = waiting;
        if (known == null || sample.threadId() < 0) {
            joined(sample, null);
        } else {
            known.add(sample.threadId(), sample.nanoTime(), sample, this::joined);
        }
    }

    /** Goes on to a moment: joins the samples whose operations have ended by now. */
    public synchronized void advance(long now) {
        nowNanos = now;
        if (waiting != null) {
            waiting.advance(now, this::joined);
        }
    }

    private void joined(Sample sample, @Nullable Owner owner) {
        counts.add(Count.SAMPLES, sample.kind().label, 1);
        if (owner == null) {
            counts.add(Count.UNATTRIBUTED, sample.kind().label, 1);
        }
        String operation = owner == null ? UNATTRIBUTED : owner.root();
        if (sample.kind() == Sample.Kind.LOCK) {
            String lock = sample.frames().get(0);
            slices(TopList.LOCKS).current(nowNanos).add(lock, sample.value());
            waiters.current(nowNanos).add(lock + SEPARATOR + operation, sample.value());
            return;
        }
        List<String> frames = new ArrayList<>(sample.frames().size() + 1);
        frames.add(operation);
        frames.addAll(sample.frames());
        if (sample.kind() == Sample.Kind.CPU) {
            cpu.current(nowNanos).add(frames, sample.value(), 1);
        } else {
            counts.add(Count.ALLOCATED, "", sample.value());
            allocation.current(nowNanos).add(frames, sample.value(), 1);
        }
    }

    /** Something of a list has happened, and took or had so much. */
    public synchronized void list(TopList list, String name, long value) {
        slices(list).current(nowNanos).add(name, value);
    }

    private Slices<TopTable> slices(TopList list) {
        Slices<TopTable> slices = lists.get(list);
        if (slices == null) {
            throw new IllegalStateException(list.name()); // each has one
        }
        return slices;
    }

    /** Counts. */
    public synchronized void count(Count count, String value, long amount) {
        counts.add(count, value, amount);
    }

    /** A running total of the virtual machine's own. */
    public synchronized void runningTotal(Count count, long total) {
        counts.set(count, "", total);
    }

    /** Throwables made since the virtual machine has started. */
    public synchronized void thrownTotal(long total) {
        if (thrownTotal >= 0 && total >= thrownTotal) {
            thrown.current(nowNanos)[0] += total - thrownTotal;
        }
        thrownTotal = total;
        counts.set(Count.THROWN, "", total);
    }

    /** A collection is over. */
    public synchronized void collected(String collector, String cause, long pauseNanos, long longestNanos) {
        heap.collected(collector);
        counts.add(Count.GC_PAUSE_NANOS, cause, pauseNanos);
        gcPauses.current(nowNanos)[0] += pauseNanos;
        slices(TopList.PAUSES).current(nowNanos).add(collector + ", " + cause, longestNanos);
    }

    /** What a collection has left, and what the heap may grow to. */
    public synchronized void heapLeft(long nanoTime, long usedBytes, long maxBytes) {
        heap.left(nanoTime, usedBytes);
        heap.limit(maxBytes);
    }

    /** Whether the heap grows so that it is worth looking at who holds it. */
    public synchronized boolean isGrowing() {
        return heap.growth().probability() <= 0.05;
    }

    /** A reading of long-lived objects. */
    public synchronized void live(LiveObjects objects) {
        live = objects;
    }

    /** The last window of CPU time: operations, then frames. A copy. */
    public synchronized StackProfile cpu() {
        return cpu.window(nowNanos);
    }

    /** The last window of allocated memory. A copy. */
    public synchronized StackProfile allocation() {
        return allocation.window(nowNanos);
    }

    /** The last {@value Slices#WINDOWS} windows of CPU time; small frames of the past count for their callers. */
    public synchronized StackProfile cpuHistory() {
        return cpu.history(nowNanos);
    }

    /** One list over the last window, or over all that is kept. */
    public synchronized TopTable list(TopList list, boolean history) {
        Slices<TopTable> slices = slices(list);
        return history ? slices.history(nowNanos) : slices.window(nowNanos);
    }

    /** How long the last window is so far, in nanoseconds. */
    public synchronized long windowNanos() {
        return cpu.windowNanos(nowNanos);
    }

    synchronized Map<String, Long> counted(Count count) {
        return counts.values(count);
    }

    /** The sum over all values of its attribute. */
    public synchronized long total(Count count) {
        return counts.total(count);
    }

    synchronized @Nullable LiveObjects live() {
        return live;
    }

    synchronized long gcPauseNanos() {
        return gcPauses.window(nowNanos)[0];
    }

    synchronized double thrownPerSecond() {
        return thrown.window(nowNanos)[0] * 1e9 / thrown.windowNanos(nowNanos);
    }

    /** Bytes held, about. */
    public synchronized long heldBytes() {
        long[] nodes = new long[1];
        cpu.each(slice -> nodes[0] += slice.nodes());
        allocation.each(slice -> nodes[0] += slice.nodes());
        return nodes[0] * NODE_BYTES + (waiting == null ? 0 : waiting.size() * 64L);
    }

    /** What is wrong, by the last window; the heap by all that was seen of it. */
    public synchronized List<Finding> findings() {
        List<Evidence.Lock> locks = new ArrayList<>();
        for (TopTable.Entry entry : list(TopList.LOCKS, false).top(LIST_NAMES)) {
            locks.add(new Evidence.Lock(entry.name(), entry.count(), entry.value(), payers(entry)));
        }
        return Findings.of(
                new Evidence(windowNanos(), cpu(), allocation(), locks, thrownPerSecond(), gcPauseNanos(), heap, live));
    }

    private List<Finding.Part> payers(TopTable.Entry lock) {
        List<Finding.Part> payers = new ArrayList<>();
        String before = lock.name() + SEPARATOR;
        for (TopTable.Entry entry : waiters.window(nowNanos).top(LIST_NAMES)) {
            if (entry.name().startsWith(before) && payers.size() < 3 && lock.value() > 0) {
                payers.add(new Finding.Part(
                        entry.name().substring(before.length()), (double) entry.value() / lock.value()));
            }
        }
        return List.copyOf(payers);
    }

    synchronized String heapText() {
        return HeapText.of(heap);
    }
}
