package io.perfagent.cache.redis;

/** Which arguments of a command are keys. One that takes in others too only drops too much. */
public enum RedisKeys {
    NONE,
    FIRST,
    FIRST_TWO,
    SECOND,
    /** The first, third, fifth: keys followed by values. */
    ODD,
    EVERY;

    /**
     * Whether an argument is one.
     *
     * @param index from 0, the command's name not counted
     */
    public boolean has(int index) {
        switch (this) {
            case FIRST:
                return index == 0;
            case FIRST_TWO:
                return index < 2;
            case SECOND:
                return index == 1;
            case ODD:
                return (index & 1) == 0;
            case EVERY:
                return true;
            default:
                return false;
        }
    }
}
