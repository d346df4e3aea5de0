package io.perfagent.profile;

import org.jspecify.annotations.Nullable;

/** Classes on whose objects a thread parks because another one has the lock; elsewhere it waits for work, or for time. */
public final class LockClasses {
    private static final String[] LOCKS = {
        "java.util.concurrent.locks.ReentrantLock",
        "java.util.concurrent.locks.ReentrantReadWriteLock",
        "java.util.concurrent.locks.StampedLock",
        "java.util.concurrent.Semaphore"
    };

    private LockClasses() {}

    /** The lock that an object of a class is part of; null if it is none. */
    public static @Nullable String lock(String type) {
        for (String lock : LOCKS) {
            if (type.startsWith(lock)) {
                return lock;
            }
        }
        return null;
    }
}
