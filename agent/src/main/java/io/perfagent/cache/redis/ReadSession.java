package io.perfagent.cache.redis;

import org.jspecify.annotations.Nullable;

/** What is known of the connection that a read is about to be sent on, and of who reads. */
public interface ReadSession {
    /**
     * Whether a read may be answered in place of the server, and its answer kept. What follows says why it may not, and who
     * it is for if it may.
     */
    boolean isPlain();

    /** Whether something is on its way that an answer from memory could overtake. */
    boolean isBusy();

    /** In a transaction, or keys are watched. */
    boolean isInTransaction();

    /** Whether it was opened before anybody watched. */
    boolean isBlind();

    /** Where it leads; null if that is not known. */
    @Nullable
    RedisServer server();

    int database();

    String user();

    int protocol();

    /** The read counts as nothing else when it is sent: the gate has looked at it. One that is not so counts as a write. */
    void reading();
}
