package io.perfagent.it.bench;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Judges promise P1 from outside: a read violates it if its version is below the newest whose write had been answered before
 * the read was sent. All moments are of one clock. Pure; for one thread.
 *
 * <p>The last {@value #KEPT} writes of a key are remembered; a read that was on its way for longer than that is judged by none.
 */
final class VersionCheck {
    private static final int KEPT = 64;

    private final @Nullable ArrayDeque<Written>[] keys;
    private long reads;
    private long violations;
    private String first = "";

    private record Written(long endNanos, long version) {}

    @SuppressWarnings("unchecked")
    VersionCheck(int size) {
        keys = new ArrayDeque[size];
    }

    /** A write was answered. */
    void wrote(int key, long version, long endNanos) {
        ArrayDeque<Written> known = keys[key];
        if (known == null) {
            known = new ArrayDeque<>();
            keys[key] = known;
        }
        Written last = known.peekLast();
        if (last == null || version > last.version) {
            known.addLast(new Written(endNanos, version));
            if (known.size() > KEPT) {
                known.removeFirst();
            }
        }
    }

    /** A read was answered that had been sent at {@code sentNanos}. */
    void read(int key, long version, long sentNanos) {
        reads++;
        long floor = floor(key, sentNanos);
        if (version < floor) {
            violations++;
            if (first.isEmpty()) {
                first = "key " + key + " gave version " + version + " after " + floor;
            }
        }
    }

    private long floor(int key, long sentNanos) {
        long floor = Long.MIN_VALUE;
        ArrayDeque<Written> known = keys[key];
        if (known != null) {
            for (Written one : known) {
                if (one.endNanos - sentNanos < 0) {
                    floor = one.version;
                }
            }
        }
        return floor;
    }

    long reads() {
        return reads;
    }

    long violations() {
        return violations;
    }

    /** Of the first violation; empty if there is none. */
    String first() {
        return first;
    }
}
