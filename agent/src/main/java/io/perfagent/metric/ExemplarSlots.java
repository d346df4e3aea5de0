package io.perfagent.metric;

import io.perfagent.export.metric.Exemplars;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The last sampled duration per slot, with its span.
 *
 * <p>Thread-safe: one writer at a time, guarded by a flag that nobody waits for. A duration that meets another writer is
 * not kept, which loses an example and no measurement.
 */
final class ExemplarSlots {
    private static final int FIELDS = 5;
    private static final int READ_ATTEMPTS = 100;

    private final AtomicBoolean busy = new AtomicBoolean();
    private final long[] fields;

    ExemplarSlots(int slots) {
        fields = new long[slots * FIELDS];
    }

    /** @param unixNanos when it was recorded; 0 or less is not kept, since 0 marks an empty slot */
    void offer(int slot, long durationNanos, long traceIdHi, long traceIdLo, long spanId, long unixNanos) {
        if (unixNanos <= 0 || busy.get() || !busy.compareAndSet(false, true)) {
            return;
        }
        long[] f = fields;
        int at = slot * FIELDS;
        f[at] = durationNanos;
        f[at + 1] = traceIdHi;
        f[at + 2] = traceIdLo;
        f[at + 3] = spanId;
        f[at + 4] = unixNanos;
        busy.set(false);
    }

    /** Moves what was kept since the last call into {@code target}; nothing when writers leave no gap. */
    void drainTo(Exemplars target) {
        for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
            if (busy.compareAndSet(false, true)) {
                for (int at = 0; at < fields.length; at += FIELDS) {
                    if (fields[at + 4] != 0) {
                        target.add(
                                fields[at + 1],
                                fields[at + 2],
                                fields[at + 3],
                                fields[at] / DurationMetric.NANOS_PER_SECOND,
                                fields[at + 4]);
                        fields[at + 4] = 0;
                    }
                }
                busy.set(false);
                return;
            }
            Thread.onSpinWait();
        }
    }
}
