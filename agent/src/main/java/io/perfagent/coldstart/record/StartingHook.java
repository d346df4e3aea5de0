package io.perfagent.coldstart.record;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/**
 * The whole start of a framework or a server: a phase, during which nobody else has the last word on whether the
 * application is ready. Where the framework has no signal of its own, it is ready when its start has returned.
 */
public final class StartingHook extends Hook {
    private static final char SIGNALS = 's';
    private static final char READY_AT_RETURN = 'r';
    private static final char READY_WITHIN = 'w';

    /** The state of a start that found no room to be recorded. */
    private static final Object NOT_RECORDED = new Object();

    private final char mode;
    private final String method;
    private final String by;

    /** @param declared what one of the static methods has returned */
    public StartingHook(String declared) {
        int end = declared.indexOf('|');
        mode = declared.charAt(0);
        method = declared.substring(1, end);
        by = declared.substring(end + 1);
    }

    /** A phase called {@code method}; a {@link ReadyHook} tells when it is ready. */
    public static String signals(String method) {
        return SIGNALS + method + '|';
    }

    /** A phase called {@code method}, at whose return {@code by} is ready. */
    public static String readyAtReturn(String method, String by) {
        return READY_AT_RETURN + method + '|' + by;
    }

    /**
     * A phase called {@code method}, at whose return {@code by} is ready, though it may still be in another start of its own: one
     * that does not return as long as it serves.
     */
    public static String readyWithin(String method, String by) {
        return READY_WITHIN + method + '|' + by;
    }

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        StartRecorder recorder = StartRecorder.SHARED;
        if (!recorder.isOpen()) {
            return null;
        }
        StartRecord piece = recorder.begin(Kind.PHASE, method);
        if (mode != READY_WITHIN) {
            recorder.startBegins();
        }
        return piece == null ? NOT_RECORDED : piece;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        if (state instanceof StartRecord) {
            StartRecorder.end((StartRecord) state, thrown != null);
        }
        boolean within = mode == READY_WITHIN;
        if (!within) {
            StartRecorder.SHARED.startEnds();
        }
        if (mode != SIGNALS && thrown == null) {
            StartRecorder.SHARED.ready(by, within ? 1 : 0);
        }
    }
}
