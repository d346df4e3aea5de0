package io.perfagent.export;

/** What became of one request: a status, how many items the receiver rejected, and a short message without secrets. */
public final class ExportResult {
    /** How a request ended. */
    public enum Status {
        /** Accepted whole. */
        SUCCESS,
        /** Accepted, but the receiver rejected some items or had a warning. Never sent again. */
        PARTIAL,
        /** The receiver asked to try later; tried again as often as allowed, then given up. */
        RETRYABLE_FAILED,
        /** Refused for good: sending the same request again would not help. */
        REJECTED,
        /** No answer: not connected, connection lost, or out of time. */
        UNREACHABLE
    }

    /** Longest message kept, in chars. */
    public static final int MAX_MESSAGE_CHARS = 300;

    /** Accepted whole. */
    public static final ExportResult SUCCESS = new ExportResult(Status.SUCCESS, 0, "", true);

    private final Status status;
    private final boolean answered;
    private final long rejected;
    private final String message;

    private ExportResult(Status status, long rejected, String message, boolean answered) {
        this.status = status;
        this.answered = answered;
        this.rejected = rejected;
        this.message = printable(message);
    }

    /** @param rejected items the receiver did not take; 0 for a mere warning */
    public static ExportResult partial(long rejected, String message) {
        return new ExportResult(Status.PARTIAL, Math.max(0, rejected), message, true);
    }

    public static ExportResult retryableFailed(String message) {
        return new ExportResult(Status.RETRYABLE_FAILED, 0, message, true);
    }

    public static ExportResult rejected(String message) {
        return new ExportResult(Status.REJECTED, 0, message, true);
    }

    public static ExportResult unreachable(String message) {
        return new ExportResult(Status.UNREACHABLE, 0, message, false);
    }

    /** A failure that was found here: nothing was sent, so it tells nothing of the receiver. */
    public static ExportResult unsent(Status status, String message) {
        return new ExportResult(status, 0, message, false);
    }

    public Status status() {
        return status;
    }

    /** Whether the receiver took the request, whole or in part. */
    public boolean accepted() {
        return status == Status.SUCCESS || status == Status.PARTIAL;
    }

    /** Whether the receiver said so. */
    public boolean answered() {
        return answered;
    }

    /** Items the receiver rejected, with {@link Status#PARTIAL}; 0 otherwise. */
    public long rejected() {
        return rejected;
    }

    /** At most {@value #MAX_MESSAGE_CHARS} printable chars, empty for success. */
    public String message() {
        return message;
    }

    @Override
    public String toString() {
        return message.isEmpty() ? status.name() : status.name() + ": " + message;
    }

    // Messages may quote a receiver: one line, bounded, no control characters.
    private static String printable(String message) {
        int n = Math.min(message.length(), MAX_MESSAGE_CHARS);
        StringBuilder text = new StringBuilder(n);
        for (int i = 0; i < n; i++) {
            char c = message.charAt(i);
            text.append(
                    Character.isISOControl(c) || Character.isSurrogate(c) || Character.isIdentifierIgnorable(c)
                            ? ' '
                            : c);
        }
        return text.toString().trim();
    }
}
