package io.perfagent.metric;

import io.perfagent.export.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.HdrHistogram.AtomicHistogram;
import org.jspecify.annotations.Nullable;

/**
 * All operation keys and their statistics over 10 s, 1 min and since the start.
 *
 * <p>Bounded: names beyond the limit share one key per kind named {@value #OVERFLOW_NAME}, and all latency distributions
 * together keep to a number of bytes (at least one histogram per kind, 165 KiB together). Counts, errors, totals and maxima
 * stay exact whatever is shared. Thread-safe: keys are looked up without lock or allocation.
 */
public final class OperationTable implements Held {
    /** Default limit on the number of keys. */
    public static final int DEFAULT_MAX_KEYS = 4096;

    /** Chars of a name that are kept. */
    public static final int MAX_NAME_CHARS = 255;

    /** Name of the key that stands for all the names beyond the limit. */
    public static final String OVERFLOW_NAME = "(other)";

    private static final double NANOS_PER_SECOND = 1e9;
    private static final int READ_ATTEMPTS = 100;

    private final int maxKeys;
    private final Clock clock;
    private final KeySlots keys = new KeySlots();
    private final OperationKey[] overflowKeys = new OperationKey[OperationKinds.COUNT];
    private final LongCount overflowed = new LongCount();
    private final RecorderShares shares;

    // Guarded by this.
    private final SliceCutter cutter;
    private final long[] tickNanos = new long[Window.MAX_SLICES + 1];
    private long tick;
    private final long startNanos;

    /** A table with the default limits, on the system's clock. */
    public OperationTable() {
        this(DEFAULT_MAX_KEYS, MetricSettings.DEFAULT_HISTOGRAM_BYTES, Clock.SYSTEM);
    }

    /**
     * @param maxKeys names that get a key of their own, all kinds together
     * @param histogramBytes bytes for all latency distributions together
     * @param clock read when statistics since the start are asked for
     */
    public OperationTable(int maxKeys, long histogramBytes, Clock clock) {
        this.maxKeys = maxKeys;
        this.clock = clock;
        for (int kind = 0; kind < overflowKeys.length; kind++) {
            overflowKeys[kind] = new OperationKey(this, kind, OVERFLOW_NAME, 0, true);
        }
        shares = new RecorderShares(histogramBytes, overflowKeys);
        cutter = new SliceCutter(shares.budget);
        startNanos = clock.nanoTime();
        tickNanos[0] = startNanos;
    }

    /**
     * The key of a name, made if it is new.
     *
     * @param kind one of {@link OperationKinds}; another number counts as a span
     * @param name cut after 255 chars; cutting allocates, so callers keep names shorter
     */
    public OperationKey key(int kind, String name) {
        int knownKind = OperationKinds.isKind(kind) ? kind : OperationKinds.SPAN;
        String knownName = name.length() <= MAX_NAME_CHARS ? name : cut(name);
        int hash = 31 * knownName.hashCode() + knownKind;
        OperationKey key = find(knownKind, knownName, hash);
        return key != null ? key : addKey(knownKind, knownName, hash);
    }

    private @Nullable OperationKey find(int kind, String name, int hash) {
        AtomicReferenceArray<OperationKey> table = keys.slots();
        int mask = table.length() - 1;
        int i = HashSlots.spread(hash) & mask;
        while (true) {
            OperationKey key = table.get(i);
            if (key == null || (key.hash == hash && key.kind == kind && key.name.equals(name))) {
                return key;
            }
            i = (i + 1) & mask;
        }
    }

    private OperationKey addKey(int kind, String name, int hash) {
        // Read without the lock, so that a flood of names never queues here.
        if (keys.size() < maxKeys) {
            synchronized (keys) {
                OperationKey key = find(kind, name, hash);
                if (key == null && keys.size() < maxKeys) {
                    key = new OperationKey(this, kind, name, hash, false);
                    keys.add(key);
                }
                if (key != null) {
                    return key;
                }
            }
        }
        overflowed.increment();
        return overflowKeys[kind];
    }

    private static String cut(String name) {
        boolean splitsPair = Character.isHighSurrogate(name.charAt(MAX_NAME_CHARS - 1));
        return name.substring(0, splitsPair ? MAX_NAME_CHARS - 1 : MAX_NAME_CHARS);
    }

    /**
     * Ends the current slice of all keys. Called by one thread every 10 s; the windows are as long as the time between
     * the calls.
     *
     * @param nowNanos {@link Clock#nanoTime()}
     */
    public synchronized void tick(long nowNanos) {
        tick++;
        tickNanos[(int) (tick % tickNanos.length)] = nowNanos;
        shares.fold(cutter);
        AtomicReferenceArray<OperationKey> table = keys.slots();
        for (int i = 0; i < table.length(); i++) {
            OperationKey key = table.get(i);
            if (key != null) {
                key.history.cut(key, tick, cutter);
            }
        }
        for (int kind = 0; kind < overflowKeys.length; kind++) {
            overflowKeys[kind].history.cut(overflowKeys[kind], tick, cutter);
        }
        shares.share(table, cutter);
    }

    /**
     * Every key with at least one call in the window, overflow keys included, in no particular order. Waits for a tick
     * that is under way: not for threads that serve requests.
     */
    public synchronized List<OperationSnapshot> snapshots(Window window) {
        List<OperationSnapshot> snapshots = new ArrayList<>();
        AtomicReferenceArray<OperationKey> table = keys.slots();
        for (int i = 0; i < table.length(); i++) {
            OperationKey key = table.get(i);
            if (key != null) {
                addSnapshot(key, window, snapshots);
            }
        }
        for (int kind = 0; kind < overflowKeys.length; kind++) {
            addSnapshot(overflowKeys[kind], window, snapshots);
        }
        return snapshots;
    }

    private void addSnapshot(OperationKey key, Window window, List<OperationSnapshot> snapshots) {
        OperationSnapshot snapshot = snapshot(key, window);
        if (snapshot.count() > 0) {
            snapshots.add(snapshot);
        }
    }

    /** Before the first tick every window is the time since the start. */
    synchronized OperationSnapshot snapshot(OperationKey key, Window window) {
        return window == Window.SINCE_START || tick == 0 ? sinceStart(key, window) : slices(key, window);
    }

    private OperationSnapshot sinceStart(OperationKey key, Window window) {
        double seconds = Math.max(0, clock.nanoTime() - startNanos) / NANOS_PER_SECOND;
        long max = Math.max(key.history.maxNanos(), key.sliceMaxNanos.get());
        long[] counts = cutter.read(key);
        for (int attempt = 0; counts == null && attempt < READ_ATTEMPTS; attempt++) {
            Thread.onSpinWait();
            counts = cutter.read(key);
        }
        if (counts == null) {
            counts = cutter.none();
        }
        return Percentiles.snapshot(
                key,
                window,
                seconds,
                key.count.sum(),
                key.errors.sum(),
                key.totalNanos.sum(),
                counts,
                max,
                StatusClasses.of(key.statusCounts()));
    }

    private OperationSnapshot slices(OperationKey key, Window window) {
        long first = Math.max(0, tick - window.slices);
        long spannedNanos = tickNanos[(int) (tick % tickNanos.length)] - tickNanos[(int) (first % tickNanos.length)];
        long count = 0;
        long errors = 0;
        long totalNanos = 0;
        long max = 0;
        long[] counts = cutter.none();
        long[] statuses = new long[StatusClasses.COUNT];
        Slice[] slices = key.history.slices();
        for (int i = 0; i < slices.length; i++) {
            Slice slice = slices[i];
            if (slice.tick > first) {
                count += slice.count;
                errors += slice.errors;
                totalNanos += slice.totalNanos;
                max = Math.max(max, slice.maxNanos);
                for (int status = 0; slice.statuses != null && status < statuses.length; status++) {
                    statuses[status] += slice.statuses[status];
                }
                if (slice.distribution != null) {
                    SparseCounts.addTo(slice.distribution, counts, 1);
                }
            }
        }
        return Percentiles.snapshot(
                key,
                window,
                spannedNanos / NANOS_PER_SECOND,
                count,
                errors,
                totalNanos,
                counts,
                max,
                StatusClasses.of(statuses));
    }

    AtomicHistogram recorderFor(OperationKey key) {
        return shares.recorderFor(key);
    }

    /** Keys of their own, overflow keys not counted. */
    public int size() {
        return keys.size();
    }

    /** Look-ups that were answered with an overflow key. */
    public long overflowed() {
        return overflowed.sum();
    }

    /** Times that a key's histogram was folded into the overflow key of its kind to make room. */
    public long foldedHistograms() {
        return shares.folded();
    }

    /** Slices that hold counts but no distribution for want of room. */
    public long lostSliceDistributions() {
        return cutter.lost.sum();
    }

    /** Bytes that the latency distributions of all keys take now. */
    public long histogramBytes() {
        return shares.usedBytes();
    }

    @Override
    public String structure() {
        return "operation_histograms";
    }

    @Override
    public long heldBytes() {
        return histogramBytes();
    }

    private static final class KeySlots extends HashSlots<OperationKey> {
        @Override
        int hashOf(OperationKey key) {
            return key.hash;
        }
    }
}
