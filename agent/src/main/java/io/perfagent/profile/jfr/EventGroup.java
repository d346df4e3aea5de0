package io.perfagent.profile.jfr;

/** Events that are switched together; the name in lower case is that of the setting's item. */
public enum EventGroup {
    CPU,
    ALLOCATION,
    LOCKS,
    GC,
    SAFEPOINTS,
    IO,
    EXCEPTIONS,
    CLASSES,
    COMPILATION,
    PINNING,
    CONTAINER,
    LIVE
}
