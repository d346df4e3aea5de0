package io.perfagent.sample.shop.server;

/** Why a server did not start, for the line that says what is used instead. */
final class StartFailure {
    private StartFailure() {}

    /** The innermost message, in one line: the outer ones only say that the start failed. */
    static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).replaceAll("\\s+", " ");
    }
}
