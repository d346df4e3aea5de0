package io.perfagent.limit;

import io.perfagent.instrument.family.HttpServerReader;
import io.perfagent.limit.policy.AdmissionLevel;
import io.perfagent.limit.policy.SipHash;
import io.perfagent.trace.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cohort of a request within its tier: by whose it is, as a keyed hash of the first source that it has something in, so
 * that all requests of one user have one fate. A user of whom no request has been completed lately is of the last cohort:
 * another cookie, or none, wins nothing. Who is first is drawn anew for each overload, or the same users would always go
 * without. Safe for all threads; allocates nothing for a request.
 */
public final class Cohorts {
    /** All users are one. */
    public static final Cohorts NONE = new Cohorts(List.of(), null);

    /** No limit is in effect: nothing is noted. */
    static final int NOTHING = 0;

    /** Far from an overload: one completed request in {@value #SAMPLE} is noted. */
    static final int SAMPLED = 1;

    /** All are. */
    static final int EVERYTHING = 2;

    private static final int SAMPLE = 32;
    private static final int LAST = AdmissionLevel.COHORTS - 1;

    /** An overload that begins so long after the last one is another one. */
    private static final long EPISODE_NANOS = 60_000_000_000L;

    private final KeySource[] sources;
    private final @Nullable SipHash hash;
    private final SeenKeys seen = new SeenKeys();
    private volatile int attention;
    private volatile long order;
    private long overloadedNanos; // of the one thread that steps
    private boolean overloadedBefore;

    /** @param hash null if there is no source */
    public Cohorts(List<KeySource> sources, @Nullable SipHash hash) {
        this.sources = sources.toArray(new KeySource[0]);
        this.hash = hash;
    }

    /** Whose a request is; 0 if nobody can say. */
    long key(HttpServerReader reader, Object request) {
        if (hash == null) {
            return 0;
        }
        for (int i = 0; i < sources.length; i++) {
            long key = sources[i].key(hash, reader, request, i + 1);
            if (key != 0) {
                return key;
            }
        }
        return 0;
    }

    /** Makes the key known to the operation if its end is to be noted. */
    void attend(Operation operation, HttpServerReader reader, Object request) {
        int now = attention;
        if (now != NOTHING && (now == EVERYTHING || (operation.spanId() & SAMPLE - 1) == 0)) {
            operation.userKey = key(reader, request);
        }
    }

    /** A request of this user was completed. */
    void completed(long key) {
        seen.add(key);
    }

    /** The cohort of a user, from 0 on. */
    int of(long key) {
        if (sources.length == 0) {
            return 0;
        }
        if (key == 0 || !seen.contains(key)) {
            return LAST;
        }
        long mixed = (key ^ order) * 0x9e3779b97f4a7c15L;
        return (int) ((mixed >>> 32) * LAST >>> 32);
    }

    /** The time goes on: what is to be noted from now on, and whether there is an overload; by one thread. */
    void step(int wanted, boolean overloaded, long nowNanos) {
        if (sources.length == 0) {
            return;
        }
        if (wanted != NOTHING) {
            seen.turn(nowNanos);
        }
        if (overloaded) {
            if (!overloadedBefore || nowNanos - overloadedNanos > EPISODE_NANOS) {
                order = hash == null ? 0 : hash.of("", 0, 0, nowNanos);
            }
            overloadedBefore = true;
            overloadedNanos = nowNanos;
        }
        attention = wanted;
    }
}
