package io.perfagent.cache.shadow;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a cache with invalidation by own writes would have done for one kind of read, at several times to live at once, from
 * a sample of its keys.
 *
 * <p>A key is in the sample iff its hash is below a threshold, so all accesses to it are seen and reuse is unbiased (SHARDS,
 * Waldspurger et al., FAST 2015). The threshold starts at "all" and halves when the sample is full; what was counted before
 * is halved too, as it stands for as many keys fewer. For each key and time to live there is the answer that would be kept:
 * when it was asked for, its digest, and the versions of what it reads. A later answer then says whether serving it would
 * have been right.
 *
 * <p>Memory: {@value #BYTES_PER_SLOT} bytes a slot, 4096 slots at most, 20 such samples are 6 MB; a smaller sample while the
 * budget of all is used up. Safe for all threads: one records at a time, others are counted as skipped rather than made to
 * wait. Time is passed in.
 */
public final class ShadowSample {
    /** The times to live that are tried, in milliseconds; there are {@value #TTLS}. */
    private static final int[] TTL_MILLIS = {1_000, 2_000, 60_000, 600_000, 3_600_000};

    public static final int TTLS = 5;

    static final int BYTES_PER_SLOT = 8 + 4 * 3 + 1 + TTLS * 12;
    private static final int FIRST_SLOTS = 64;
    static final int MAX_SLOTS = 4096;
    private static final int HASH_BITS = 24;

    /**
     * Three answers, each this close to the one before, of which each differs from the one before, were never the same. Of two,
     * somebody else may have written between.
     */
    private static final int QUICK_MILLIS = 50;

    // What a key's last two answers were to each other.
    private static final byte NOT_QUICK = 0;
    private static final byte QUICK_EQUAL = 1;
    private static final byte QUICK_CHANGED = 2;

    private final ShadowBudget budget;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile int threshold = 1 << HASH_BITS;

    // All that follows belongs to whoever holds busy.
    private long[] hashes = new long[0];
    private int[] lastMillis = new int[0];
    private int[] lastDigest = new int[0];
    private int[] lastVersions = new int[0];
    private byte[] lastPair = new byte[0];
    private int[] filledMillis = new int[0];
    private int[] filledDigest = new int[0];
    private int[] filledVersions = new int[0];
    private int size;
    private final double[] hits = new double[TTLS];
    private final double[] staleForeign = new double[TTLS];
    private final double[] droppedByOwn = new double[TTLS];
    private final double[] changedByOwn = new double[TTLS];
    private final double[] savedNanos = new double[TTLS];
    private double reads;
    private double loadNanos;
    private double bytes;
    private double quickTriples;
    private double quickChanged;
    private double pairs;
    private double changed;
    private double pairMillis;
    private final AtomicLong skipped = new AtomicLong();
    private boolean full;

    public ShadowSample(ShadowBudget budget) {
        this.budget = budget;
    }

    /** Whether a key is in the sample; one volatile read. */
    public boolean has(long keyHash) {
        return keyHash >>> 64 - HASH_BITS < threshold;
    }

    /**
     * A key of the sample was read from the original.
     *
     * @param versions of what it reads, as one number, from before it was sent
     * @param askedMillis when it was sent, by any clock that only grows
     * @param nanos what it took
     * @param answerBytes what keeping it would take
     */
    public void record(long keyHash, int versions, long digest, long askedMillis, long nanos, int answerBytes) {
        if (!busy.compareAndSet(false, true)) {
            skipped.incrementAndGet();
            return;
        }
        try {
            if (has(keyHash)) {
                step(keyHash == 0 ? 1 : keyHash, versions, fold(digest), (int) askedMillis, nanos, answerBytes);
            }
        } finally {
            busy.set(false);
        }
    }

    private static int fold(long digest) {
        return (int) (digest ^ digest >>> 32);
    }

    private void step(long hash, int versions, int digest, int now, long nanos, int answerBytes) {
        int slot = find(hash);
        if (slot < 0) {
            slot = add(hash);
            if (slot < 0) {
                return;
            }
            reads++;
            loadNanos += nanos;
            bytes += answerBytes;
            for (int t = 0; t < TTLS; t++) {
                fill(slot * TTLS + t, versions, digest, now);
            }
        } else {
            reads++;
            loadNanos += nanos;
            bytes += answerBytes;
            pair(slot, versions, digest, now);
            for (int t = 0; t < TTLS; t++) {
                look(slot, t, versions, digest, now, nanos);
            }
        }
        lastMillis[slot] = now;
        lastDigest[slot] = digest;
        lastVersions[slot] = versions;
    }

    private void look(int slot, int t, int versions, int digest, int now, long nanos) {
        int at = slot * TTLS + t;
        int age = now - filledMillis[at];
        if (age < 0) {
            return; // asked before what is kept: two at once
        }
        boolean young = age < TTL_MILLIS[t];
        if (young && filledVersions[at] == versions) {
            hits[t]++;
            savedNanos[t] += nanos;
            staleForeign[t] += filledDigest[at] == digest ? 0 : 1;
            return;
        }
        if (young) {
            droppedByOwn[t]++;
            changedByOwn[t] += filledDigest[at] == digest ? 0 : 1;
        }
        fill(at, versions, digest, now);
    }

    private void pair(int slot, int versions, int digest, int now) {
        int distance = now - lastMillis[slot];
        byte before = lastPair[slot];
        lastPair[slot] = NOT_QUICK;
        if (distance < 0 || lastVersions[slot] != versions) {
            return;
        }
        boolean differs = lastDigest[slot] != digest;
        if (distance < QUICK_MILLIS) {
            lastPair[slot] = differs ? QUICK_CHANGED : QUICK_EQUAL;
            quickTriples += before == NOT_QUICK ? 0 : 1;
            quickChanged += differs && before == QUICK_CHANGED ? 1 : 0;
        }
        pairs++;
        pairMillis += distance;
        changed += differs ? 1 : 0;
    }

    private void fill(int at, int versions, int digest, int now) {
        filledMillis[at] = now;
        filledDigest[at] = digest;
        filledVersions[at] = versions;
    }

    private int find(long hash) {
        int mask = hashes.length - 1;
        if (mask < 0) {
            return -1;
        }
        for (int i = home(hash, mask); hashes[i] != 0; i = i + 1 & mask) {
            if (hashes[i] == hash) {
                return i;
            }
        }
        return -1;
    }

    /** Of the bits that do not decide whether it is in the sample. */
    private static int home(long hash, int mask) {
        return (int) hash & mask;
    }

    private int add(long hash) {
        if (size * 4 >= hashes.length * 3 && !grow()) {
            if (hashes.length == 0) {
                threshold = 0; // no room for any sample
                return -1;
            }
            thin();
            if (!has(hash)) {
                return -1;
            }
        }
        int mask = hashes.length - 1;
        int i = home(hash, mask);
        while (hashes[i] != 0) {
            i = i + 1 & mask;
        }
        hashes[i] = hash;
        size++;
        return i;
    }

    private boolean grow() {
        int more = hashes.length == 0 ? FIRST_SLOTS : hashes.length;
        if (hashes.length == MAX_SLOTS || full || !budget.take(more, hashes.length == 0)) {
            full = true; // what there is must do
            return false;
        }
        rebuild(hashes.length + more);
        return true;
    }

    /** Half of the keys go; what was counted stands for half as much. */
    private void thin() {
        do {
            threshold >>= 1;
            rebuild(hashes.length);
            halve(hits);
            halve(staleForeign);
            halve(droppedByOwn);
            halve(changedByOwn);
            halve(savedNanos);
            reads /= 2;
            loadNanos /= 2;
            bytes /= 2;
            quickTriples /= 2;
            quickChanged /= 2;
            pairs /= 2;
            changed /= 2;
            pairMillis /= 2;
        } while (size * 4 >= hashes.length * 3 && threshold > 1);
    }

    private static void halve(double[] counts) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] /= 2;
        }
    }

    private void rebuild(int slots) {
        long[] oldHashes = hashes;
        int[] oldLastMillis = lastMillis;
        int[] oldLastDigest = lastDigest;
        int[] oldLastVersions = lastVersions;
        int[] oldMillis = filledMillis;
        int[] oldDigest = filledDigest;
        int[] oldVersions = filledVersions;
        byte[] oldLastPair = lastPair;
        hashes = new long[slots];
        lastMillis = new int[slots];
        lastDigest = new int[slots];
        lastVersions = new int[slots];
        lastPair = new byte[slots];
        filledMillis = new int[slots * TTLS];
        filledDigest = new int[slots * TTLS];
        filledVersions = new int[slots * TTLS];
        size = 0;
        int mask = slots - 1;
        for (int from = 0; from < oldHashes.length; from++) {
            long hash = oldHashes[from];
            if (hash != 0 && has(hash)) {
                int to = home(hash, mask);
                while (hashes[to] != 0) {
                    to = to + 1 & mask;
                }
                hashes[to] = hash;
                lastMillis[to] = oldLastMillis[from];
                lastDigest[to] = oldLastDigest[from];
                lastVersions[to] = oldLastVersions[from];
                lastPair[to] = oldLastPair[from];
                System.arraycopy(oldMillis, from * TTLS, filledMillis, to * TTLS, TTLS);
                System.arraycopy(oldDigest, from * TTLS, filledDigest, to * TTLS, TTLS);
                System.arraycopy(oldVersions, from * TTLS, filledVersions, to * TTLS, TTLS);
                size++;
            }
        }
    }

    /**
     * What is known now. Waits, for microseconds, while somebody is recording: not for request threads.
     *
     * @param allReads of all keys, in the sample or not
     */
    public ShadowFigures figures(long allReads) {
        while (!busy.compareAndSet(false, true)) {
            Thread.onSpinWait(); // a recording takes microseconds
        }
        try {
            double rate = (double) threshold / (1 << HASH_BITS);
            double mean = reads == 0 ? 0 : bytes / reads;
            return new ShadowFigures(
                    TTL_MILLIS,
                    Math.max(allReads, reads),
                    rate,
                    reads,
                    hits.clone(),
                    staleForeign.clone(),
                    droppedByOwn.clone(),
                    changedByOwn.clone(),
                    savedNanos.clone(),
                    reads == 0 ? 0 : loadNanos / reads,
                    rate == 0 ? 0 : size / rate,
                    mean,
                    quickTriples,
                    quickChanged,
                    pairs,
                    changed,
                    pairs == 0 ? 0 : pairMillis / pairs,
                    skipped.get());
        } finally {
            busy.set(false);
        }
    }

    /** Slots it takes up; for tests. */
    int slots() {
        return hashes.length;
    }
}
