package io.perfagent.cache.redis;

/** What a command means for answers that are kept. */
public enum RedisAction {
    /** Reads keys, and its answer may be kept. */
    KEPT_READ,
    /** Changes no key and no state of the connection; its answer is never kept. */
    NONE,
    /** Changes the keys that {@link RedisKeys} tells. */
    WRITE,
    /** May change anything on the server: scripts, other databases, what is not known. */
    WRITE_ALL,
    /** Asks for, or changes, something of the whole cluster: by its first argument. */
    CLUSTER,
    /** Changes the database that the connection speaks to. */
    SELECT,
    /** Changes the user. */
    AUTH,
    /** Changes the protocol and maybe the user. */
    HELLO,
    /** About the connection: by its first argument. */
    CLIENT,
    /** From here on commands are only queued. */
    MULTI,
    /** Ends that, and what was watched. */
    EXEC,
    /** From here on a read must reach the server, as what it reads is compared there. */
    WATCH,
    /** Ends that. */
    UNWATCH,
    /** Reads of this connection mean something else from here on, such as a replica's answers. */
    OTHER_READS,
    /** From here on there is not one reply for each command, or nobody knows which state is left. */
    NOT_IN_STEP
}
