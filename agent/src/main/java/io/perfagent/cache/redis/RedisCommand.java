package io.perfagent.cache.redis;

/** One command: what it does, which of its arguments are keys, what its use tells of them. Immutable. */
public final class RedisCommand {
    /** In upper case; empty for a command that is not known. */
    public final String name;

    public final RedisAction action;
    public final RedisKeys keys;

    /** Such commands belong to locks, counters and sessions: their keys are no data to keep. */
    public final boolean shared;

    RedisCommand(String name, RedisAction action, RedisKeys keys, boolean shared) {
        this.name = name;
        this.action = action;
        this.keys = keys;
        this.shared = shared;
    }

    /** Whether it may change a key. */
    public boolean writes() {
        return action == RedisAction.WRITE || action == RedisAction.WRITE_ALL;
    }

    /** Whether its arguments say what it does to the connection. */
    public boolean readsArguments() {
        switch (action) {
            case CLUSTER:
            case SELECT:
            case AUTH:
            case HELLO:
            case CLIENT:
                return true;
            default:
                return false;
        }
    }

    @Override
    public String toString() {
        return name.isEmpty() ? "unknown command" : name;
    }
}
