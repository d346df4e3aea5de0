package io.perfagent.it.cache;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/** A cache as one might write it, with one fault of a kind, or none: what the checker must tell apart. */
final class FaultyCache implements OwnWrites.Reader, OwnWrites.Listener {
    /** What is wrong with it. */
    enum Fault {
        NONE,
        NEVER_INVALIDATED,
        INVALIDATED_BEFORE_COMMIT_ONLY,
        INVALIDATED_AFTER_COMMIT_ONLY,
        FILLED_WITHOUT_LEASE,
        SERVED_IN_OWN_TRANSACTION,
        COPY_UNSEEN
    }

    private static final long LATEST_FILL_NANOS = 5_000_000;
    private static final long LATEST_DROP_NANOS = 1_000_000;

    private final Fault fault;
    private final ConcurrentHashMap<String, long[]> kept = new ConcurrentHashMap<>();

    /** Writes of each key that were seen to begin, and to end. */
    private final AtomicLongArray begun = new AtomicLongArray(OwnWrites.KEYS);

    private final AtomicLongArray ended = new AtomicLongArray(OwnWrites.KEYS);

    FaultyCache(Fault fault) {
        this.fault = fault;
    }

    @Override
    public long read(Connection connection, String sql, int... keys) throws SQLException {
        boolean mayServe = fault == Fault.SERVED_IN_OWN_TRANSACTION || connection.getAutoCommit();
        if (!mayServe) {
            return OwnWrites.query(connection, sql, keys);
        }
        String key = sql + Arrays.toString(keys);
        long before = sum(begun, keys);
        long after = sum(ended, keys);
        long[] entry = kept.get(key);
        boolean leased = fault == Fault.NONE || fault == Fault.COPY_UNSEEN;
        if (entry != null && (!leased || entry[1] == before && before == after)) {
            return entry[0];
        }
        long value = OwnWrites.query(connection, sql, keys);
        if (fault == Fault.FILLED_WITHOUT_LEASE && ThreadLocalRandom.current().nextInt(4) == 0) {
            awaitEnd(after, keys);
        }
        if (!leased || before == after) {
            kept.put(key, new long[] {value, before});
        }
        return value;
    }

    private static long sum(AtomicLongArray of, int... keys) {
        long sum = 0;
        for (int key : keys) {
            sum += of.get(key);
        }
        return sum;
    }

    /** A fill that is late: until a write has ended since, or none does. Such a moment is too rare to be waited for. */
    private void awaitEnd(long known, int... keys) {
        long deadline = System.nanoTime() + LATEST_FILL_NANOS;
        while (sum(ended, keys) == known && System.nanoTime() - deadline < 0) {
            Thread.yield();
        }
        Thread.yield(); // the write has yet to drop what is kept
    }

    @Override
    public void write(String moment, int key, boolean copy) {
        if (copy && fault == Fault.COPY_UNSEEN) {
            return;
        }
        boolean before = moment.equals("before");
        (before ? begun : ended).incrementAndGet(key);
        boolean drops = switch (fault) {
            case NONE, NEVER_INVALIDATED, COPY_UNSEEN -> false;
            case INVALIDATED_BEFORE_COMMIT_ONLY -> before;
            case INVALIDATED_AFTER_COMMIT_ONLY -> !before;
            case FILLED_WITHOUT_LEASE, SERVED_IN_OWN_TRANSACTION -> true;
        };
        if (fault == Fault.INVALIDATED_AFTER_COMMIT_ONLY && drops) {
            LockSupport.parkNanos(LATEST_DROP_NANOS); // others read meanwhile; at full speed hardly ever
        }
        if (drops) {
            kept.clear();
        }
    }
}
