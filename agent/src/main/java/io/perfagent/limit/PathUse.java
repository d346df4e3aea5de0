package io.perfagent.limit;

import io.perfagent.limit.policy.TailEstimate;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which resources the requests to a path use, learned from those that have ended. Bounded: {@value #PATHS} kinds of paths,
 * where a run of digits counts as one place; one that finds no room takes that of one that hardly comes. Safe for all threads; a
 * request that is counted at the same moment as another may be lost, which does not matter.
 */
final class PathUse {
    static final int PATHS = 1024;

    /** A path uses a resource if one request in so many does. */
    private static final int SELDOM = 20;

    /** A part of a path that is as long and has a digit is taken for an identifier. */
    private static final int IDENTIFIER = 8;

    private static final int PROBES = 8;
    private static final int HALVE_AT = 1 << 20;

    /** Per path: hash, requests, requests by resource, how long the longest of a thousand take, and what is used as bits. */
    private static final int FIELDS = 4 + LimitResource.MAX;

    private static final int TAIL = 2 + LimitResource.MAX;
    private static final int USES = TAIL + 1;

    /** After so many requests it is seen anew what they use; at once when one has used something else. */
    private static final int LOOK_EVERY = 64;

    private final AtomicLongArray table = new AtomicLongArray(PATHS * FIELDS);

    /**
     * The kind of a path: its hash with each run of digits as one place, and each part that is long and has one (such as an
     * identifier in hexadecimal); without what follows {@code ;} or {@code ?}; never 0.
     */
    static long kind(String path) {
        long hash = 0xcbf29ce484222325L;
        long before = hash;
        int partStart = 0;
        boolean hasDigit = false;
        boolean digits = false;
        int end = 0;
        for (; end < path.length(); end++) {
            char c = path.charAt(end);
            if (c == ';' || c == '?') {
                break;
            }
            if (c == '/') {
                hash = mix(hasDigit && end - partStart >= IDENTIFIER ? mix(before, '0') : hash, c);
                before = hash;
                partStart = end + 1;
                hasDigit = false;
                digits = false;
                continue;
            }
            boolean digit = c >= '0' && c <= '9';
            if (!digit || !digits) {
                hash = mix(hash, digit ? '0' : c);
            }
            digits = digit;
            hasDigit |= digit;
        }
        hash = hasDigit && end - partStart >= IDENTIFIER ? mix(before, '0') : hash;
        return hash == 0 ? 1 : hash;
    }

    private static long mix(long hash, char c) {
        return (hash ^ c) * 0x100000001b3L;
    }

    private int place(long kind, boolean add) {
        int start = (int) ((kind ^ kind >>> 32) & PATHS - 1);
        for (int i = 0; i < PROBES; i++) {
            int at = ((start + i) & PATHS - 1) * FIELDS;
            long there = table.get(at);
            if (there == kind || (there == 0 && add && table.compareAndSet(at, 0, kind))) {
                return at;
            }
            if (there == 0) {
                return -1;
            }
        }
        return add ? replace(kind, start) : -1;
    }

    /** Takes the place of the kind that had the fewest requests, or makes that one fewer: what comes often gets one in the end. */
    private int replace(long kind, int start) {
        int least = 0;
        long requests = Long.MAX_VALUE;
        for (int i = 0; i < PROBES; i++) {
            int at = ((start + i) & PATHS - 1) * FIELDS;
            long its = table.getOpaque(at + 1);
            if (its < requests) {
                requests = its;
                least = at;
            }
        }
        if (requests > 1) {
            table.setOpaque(least + 1, requests - 1);
            return -1;
        }
        if (!table.compareAndSet(least, table.get(least), kind)) {
            return -1;
        }
        for (int field = 1; field < FIELDS; field++) {
            table.set(least + field, 0);
        }
        return least;
    }

    /**
     * A request has ended.
     *
     * @param nanos how long it took, whether it was taken for stuck or not
     * @param resources that it has used, as bits
     */
    void ended(long kind, long nanos, int resources) {
        int at = place(kind, true);
        if (at < 0) {
            return;
        }
        table.setOpaque(at + TAIL, TailEstimate.next(table.getOpaque(at + TAIL), nanos));
        long requests = count(at + 1);
        if (requests >= HALVE_AT) {
            for (int field = 1; field < TAIL; field++) {
                table.set(at + field, table.get(at + field) / 2);
            }
        }
        for (int bits = resources; bits != 0; bits &= bits - 1) {
            count(at + 2 + Integer.numberOfTrailingZeros(bits));
        }
        if (requests % LOOK_EVERY == 0 || (resources & ~(int) table.getOpaque(at + USES)) != 0) {
            table.setOpaque(at + USES, look(at));
        }
    }

    /** One more; not exact under race, which costs a fence less. */
    private long count(int at) {
        long next = table.getOpaque(at) + 1;
        table.setOpaque(at, next);
        return next;
    }

    /** How long all but one in a thousand requests of a kind take, in ns; 0 if that is not known. */
    long tailNanos(long kind) {
        int at = place(kind, false);
        return at < 0 ? 0 : table.get(at + TAIL);
    }

    /** The resources that a request of this kind will probably use, as bits; none for a path that is not known. */
    int uses(long kind) {
        int at = place(kind, false);
        return at < 0 ? 0 : (int) table.getOpaque(at + USES);
    }

    private int look(int at) {
        long requests = table.get(at + 1);
        int bits = 0;
        for (int resource = 0; resource < LimitResource.MAX; resource++) {
            long used = table.get(at + 2 + resource);
            if (used > 0 && used * SELDOM >= requests) {
                bits |= 1 << resource;
            }
        }
        return bits;
    }
}
