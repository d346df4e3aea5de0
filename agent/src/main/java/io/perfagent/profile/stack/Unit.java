package io.perfagent.profile.stack;

/** What the values of a profile are counted in. */
public enum Unit {
    /** Time, in nanoseconds. */
    NANOSECONDS,
    /** Memory, in bytes. */
    BYTES,
    /** Occurrences. */
    COUNT
}
