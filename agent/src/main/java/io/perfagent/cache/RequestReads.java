package io.perfagent.cache;

import io.perfagent.cache.tier.CacheKey;
import io.perfagent.cache.tier.Entry;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import org.jspecify.annotations.Nullable;

/**
 * What one HTTP request has read, so that it need not read it again. Kept beside the request; bounded.
 *
 * <p>Of two reads in progress at once nobody knows which saw the newer value, as in {@link Order}: an answer is kept only if
 * the request got no other since it was asked for.
 */
final class RequestReads {
    private static final int MAX = 32;

    private final @Nullable CacheKey[] keys = new CacheKey[MAX];
    private final @Nullable Entry[] entries = new Entry[MAX];
    private int next; // guarded by this, as all here: a request may go on on another thread

    /** Another one after each answer; compared by identity. */
    private Object answers = new Object();

    private static @Nullable Operation request() {
        return ThreadState.get().innermost(OperationKinds.HTTP_SERVER);
    }

    private static @Nullable RequestReads of(@Nullable Operation request) {
        Object known = request == null ? null : request.reads;
        return known instanceof RequestReads ? (RequestReads) known : null;
    }

    /** What the request on this thread has read for a key; null if nothing, or if there is no request. */
    static @Nullable Entry find(CacheKey key) {
        RequestReads known = of(request());
        return known == null ? null : known.get(key);
    }

    /** A read is about to be sent. What to hand to {@link #answered}; null if there is no request. */
    static @Nullable Object begin() {
        Operation request = request();
        if (request == null) {
            return null;
        }
        RequestReads known = of(request);
        if (known == null) {
            known = new RequestReads();
            request.reads = known;
        }
        return known.answers();
    }

    /**
     * The request on this thread has got an answer.
     *
     * @param since what {@link #begin} gave before it was sent
     * @param made what is to be kept if it is the only answer since then; null: nothing
     */
    static void answered(CacheKey key, long digest, @Nullable Object since, @Nullable Entry made) {
        RequestReads known = of(request());
        if (known != null) {
            known.add(key, digest, since, made);
        }
    }

    /** The request on this thread has got this answer by another way. */
    static void observed(CacheKey key, long digest) {
        answered(key, digest, null, null);
    }

    /** The request on this thread has got an answer that nobody has looked at. */
    static void observed(CacheKey key) {
        RequestReads known = of(request());
        if (known != null) {
            known.remove(key);
        }
    }

    private synchronized Object answers() {
        return answers;
    }

    private synchronized @Nullable Entry get(CacheKey key) {
        int at = find(key, keys);
        return at < 0 ? null : entries[at];
    }

    private synchronized void remove(CacheKey key) {
        answers = new Object();
        int at = find(key, keys);
        if (at >= 0) {
            keys[at] = null;
            entries[at] = null;
        }
    }

    private synchronized void add(CacheKey key, long digest, @Nullable Object since, @Nullable Entry made) {
        boolean only = since == answers;
        Entry kept = get(key);
        if (made == null || !only) {
            if (kept != null && kept.digest != digest) {
                remove(key);
            }
            answers = new Object();
            return;
        }
        answers = new Object();
        int at = find(key, keys);
        if (at < 0) {
            at = next++ % MAX;
        }
        keys[at] = key;
        entries[at] = made;
    }

    private static int find(CacheKey key, @Nullable CacheKey[] keys) {
        for (int i = 0; i < MAX; i++) {
            if (key.equals(keys[i])) {
                return i;
            }
        }
        return -1;
    }
}
