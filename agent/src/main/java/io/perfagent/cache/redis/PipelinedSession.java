package io.perfagent.cache.redis;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a client that many threads dispatch commands to, and that has many on their way at a time: what may be
 * answered from memory in between. An answer never overtakes a command that was dispatched before it on the same connection
 * and may change something, whether its bytes have left or not. Safe for all threads.
 */
public final class PipelinedSession {
    private final RedisSource redis;

    /** Commands that may change something, dispatched and not over. */
    private final AtomicInteger underWay = new AtomicInteger();

    private volatile @Nullable RedisLink link;
    private volatile boolean transaction;
    private volatile boolean watching;
    private volatile boolean spoiled;
    private volatile boolean proven;

    public PipelinedSession(RedisSource redis) {
        this.redis = redis;
    }

    /**
     * A command is dispatched that is no read whose answer is kept.
     *
     * @return whether {@link #over} is to be called, once, when its reply is there or nobody waits for it any more
     */
    public boolean dispatching(RedisCommand command) {
        if (command.action == RedisAction.NONE) {
            return false;
        }
        underWay.getAndIncrement(); // first: what follows may say that nothing stands in the way any more
        switch (command.action) {
            case MULTI:
                transaction = true;
                break;
            case WATCH:
                watching = true;
                break;
            case EXEC:
                transaction = false;
                watching = false;
                break;
            case UNWATCH:
                watching = false;
                break;
            default:
                if (RedisLink.isAboutConnection(command)) {
                    spoiled = true; // when it takes effect nobody knows
                }
        }
        return true;
    }

    public void over() {
        underWay.getAndDecrement();
    }

    /** A command of it goes out, on this link. */
    public void writing(RedisLink to) {
        if (link != to) {
            link = to;
        }
    }

    /** A command that was dispatched to it has gone through all hooks, and its reply too. */
    public void proven() {
        RedisLink now = link;
        if (!proven && now != null && now.isPlain()) {
            proven = true;
            redis.proven();
        }
    }

    /**
     * See {@link ReadSession#isPlain}.
     *
     * @param now where it led a moment ago
     */
    public boolean isPlain(@Nullable RedisLink now) {
        return proven
                && now != null
                && now == link
                && now.isPlain()
                && !spoiled
                && underWay.get() == 0
                && !transaction
                && !watching
                && redis.isServable(now.server());
    }

    public boolean isBusy() {
        return underWay.get() != 0;
    }

    public boolean isInTransaction() {
        return transaction || watching;
    }

    /** What it writes to now; null before it has written. */
    public @Nullable RedisLink link() {
        return link;
    }
}
