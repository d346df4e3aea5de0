package io.perfagent.cache;

import io.perfagent.cache.tier.CacheKey;
import io.perfagent.cache.tier.Entry;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import org.jspecify.annotations.Nullable;

/** What one HTTP request has read, so that it need not read it again. Kept beside the request; bounded. */
final class RequestReads {
    private static final int MAX = 32;

    private final CacheKey[] keys = new CacheKey[MAX];
    private final Entry[] entries = new Entry[MAX];
    private int next; // guarded by this, as all here: a request may go on on another thread

    private static @Nullable Operation request() {
        return ThreadState.get().innermost(OperationKinds.HTTP_SERVER);
    }

    /** What the request on this thread has read for a key; null if nothing, or if there is no request. */
    static @Nullable Entry find(CacheKey key) {
        Operation request = request();
        Object known = request == null ? null : request.reads;
        return known instanceof RequestReads ? ((RequestReads) known).get(key) : null;
    }

    static void put(CacheKey key, Entry entry) {
        Operation request = request();
        if (request != null) {
            Object known = request.reads;
            RequestReads reads = known instanceof RequestReads ? (RequestReads) known : new RequestReads();
            request.reads = reads;
            reads.add(key, entry);
        }
    }

    /** The request on this thread has got this answer by another way. */
    static void observed(CacheKey key, long digest) {
        Operation request = request();
        Object known = request == null ? null : request.reads;
        if (request != null && known instanceof RequestReads) {
            Entry kept = ((RequestReads) known).get(key);
            if (kept != null && kept.digest != digest) {
                request.reads = null;
            }
        }
    }

    private synchronized @Nullable Entry get(CacheKey key) {
        for (int i = 0; i < Math.min(next, MAX); i++) {
            if (key.equals(keys[i])) {
                return entries[i];
            }
        }
        return null;
    }

    private synchronized void add(CacheKey key, Entry entry) {
        int at = next % MAX;
        for (int i = 0; i < Math.min(next, MAX); i++) {
            at = key.equals(keys[i]) ? i : at;
        }
        next += key.equals(keys[at]) ? 0 : 1;
        keys[at] = key;
        entries[at] = entry;
    }
}
