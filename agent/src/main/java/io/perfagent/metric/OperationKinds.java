package io.perfagent.metric;

/** The kinds of operation. */
public final class OperationKinds {
    public static final int HTTP_SERVER = 0;
    public static final int HTTP_CLIENT = 1;
    public static final int DATABASE = 2;
    public static final int REDIS = 3;
    public static final int TASK = 4;
    public static final int SPAN = 5;

    /** How many kinds there are. */
    public static final int COUNT = 6;

    private static final String[] NAMES = {"HTTP server", "HTTP client", "database", "Redis", "task", "span"};

    private OperationKinds() {}

    /** The kind's name for people; {@code other} for a number that is no kind. */
    public static String name(int kind) {
        return isKind(kind) ? NAMES[kind] : "other";
    }

    static boolean isKind(int kind) {
        return kind >= 0 && kind < COUNT;
    }
}
