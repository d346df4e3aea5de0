package io.perfagent.instrument.lettuce;

import io.perfagent.cache.redis.RedisObservation;
import io.perfagent.cache.redis.RedisSource;
import io.perfagent.cache.tier.PendingWrite;
import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import org.jspecify.annotations.Nullable;

/** A command whose bytes have been made, until it is over. */
final class WatchedCommand extends SideEntry {
    private final RedisSource redis;
    private final @Nullable PendingWrite write;
    private final @Nullable RedisObservation read;

    WatchedCommand(
            Object command,
            SideTable table,
            RedisSource redis,
            @Nullable PendingWrite write,
            @Nullable RedisObservation read) {
        super(command, table);
        this.redis = redis;
        this.write = write;
        this.read = read;
    }

    /** Its reply is there; the application does not know yet. */
    void answered(@Nullable Object output) {
        if (write != null) {
            write.end();
        }
        if (read != null) {
            read.answered(output, System.nanoTime());
        }
    }

    /** An error reply. */
    void refused() {
        if (write != null) {
            write.end();
        }
        if (read != null) {
            read.failed();
        }
    }

    /** Nobody waits for its reply any more; the server may carry it out all the same. */
    void givenUp() {
        if (write != null) {
            redis.linger(write, System.nanoTime());
        }
        if (read != null) {
            read.failed();
        }
    }

    @Override
    protected void ownerCollected() {
        givenUp();
    }
}
