package io.perfagent.sample.slowstart;

import java.util.Locale;

/**
 * A planted reason for a slow start. Each is there unless {@code -Dslow-start.<name>=false}, such as
 * {@code -Dslow-start.static-initializer=false}; {@code -Dslow-start.causes=false} leaves them all out: the clean twin, which
 * has the same beans and does the same otherwise.
 */
enum Cause {
    /** A bean whose constructor sleeps. */
    SLEEPING_BEAN(250),
    /** A class whose static initialiser computes. */
    STATIC_INITIALIZER(400),
    /** Two beans that need nothing of each other and are made one after the other; each takes this long. */
    SEQUENTIAL(200),
    /** A host name that is slow to resolve. */
    DNS(250),
    /** A {@code ReentrantLock} that another thread holds when the main thread needs it. */
    LOCK(200),
    /** A monitor that another thread holds when the main thread needs it. */
    MONITOR(200),
    /** A task of a pool that the main thread waits for. */
    FUTURE(250);

    /** How long it lasts where it is planted. */
    final long millis;

    Cause(long millis) {
        this.millis = millis;
    }

    boolean isPlanted() {
        String name = name().toLowerCase(Locale.ROOT).replace('_', '-');
        return isOn("causes") && isOn(name);
    }

    private static boolean isOn(String name) {
        return Boolean.parseBoolean(System.getProperty("slow-start." + name, "true"));
    }

    /** Does nothing for that long, if it is planted. */
    void sleep() {
        if (isPlanted()) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Computes for that long, if it is planted; a number that depends on all of it. */
    int compute() {
        int result = 1;
        if (isPlanted()) {
            long end = System.nanoTime() + millis * 1_000_000;
            while (System.nanoTime() - end < 0) {
                for (int i = 0; i < 10_000; i++) {
                    result = result * 31 + i;
                }
            }
        }
        return result;
    }
}
