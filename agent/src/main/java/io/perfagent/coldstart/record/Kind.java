package io.perfagent.coldstart.record;

/** What a piece of work at the start is. Numbers, because hooks hand them over; the names are those of reports. */
public final class Kind {
    /** A phase of a framework's own start, such as Spring's {@code refreshContext}. */
    public static final int PHASE = 0;

    /** A bean or another part that a container makes. */
    public static final int BEAN = 1;

    /** A pool of connections that is filled. */
    public static final int POOL = 2;

    /** Changes to the database's schema. */
    public static final int MIGRATION = 3;

    /** The factory of an object-relational mapper. */
    public static final int PERSISTENCE = 4;

    /** A servlet context, filter or servlet. */
    public static final int SERVLET = 5;

    /** A client of a message broker. */
    public static final int MESSAGING = 6;

    /** A look-up of a host's name. */
    public static final int DNS = 7;

    /** A task that a pool's thread has run. */
    public static final int TASK = 8;

    /** A thread that waited for another. */
    public static final int WAIT = 9;

    /** A service found by {@code ServiceLoader}. */
    public static final int SERVICE = 10;

    /** A scan of the class path. */
    public static final int SCAN = 11;

    /** A class's static initialiser. */
    public static final int STATIC_INIT = 12;

    /** A thread ends what others wait for: it completes a future, or counts a latch down. */
    public static final int RELEASE = 13;

    private static final String[] NAMES = {
        "phase",
        "bean",
        "pool",
        "migration",
        "persistence",
        "servlet",
        "messaging",
        "dns",
        "task",
        "wait",
        "service",
        "scan",
        "static initialiser",
        "release"
    };

    private Kind() {}

    public static String name(int kind) {
        return NAMES[kind];
    }

    /** How many kinds there are. */
    public static int count() {
        return NAMES.length;
    }
}
