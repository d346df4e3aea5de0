package io.perfagent.instrument.family;

/** What the servlet API wraps. */
public final class ServletErrors {
    private static final int MAX_CAUSES = 16;

    private ServletErrors() {}

    /** The first throwable that is no {@code ServletException} with a cause, as containers unwrap it themselves. */
    public static Throwable rootCause(Throwable thrown) {
        Throwable root = thrown;
        for (int i = 0; i < MAX_CAUSES; i++) {
            Throwable cause = root.getCause();
            if (cause == null || !root.getClass().getName().endsWith(".servlet.ServletException")) {
                break;
            }
            root = cause;
        }
        return root;
    }
}
