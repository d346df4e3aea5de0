package io.perfagent.export.otlp;

import io.perfagent.export.ExportResult;

/** What a server's answer to one attempt comes to. */
final class Attempt {
    final ExportResult result;
    /** Whether the protocol lets the same request be sent again. */
    final boolean retryable;
    /** How long the server asked to be left alone, or {@link RetryPolicy#NONE}. */
    final long askedNanos;

    private Attempt(ExportResult result, boolean retryable, long askedNanos) {
        this.result = result;
        this.retryable = retryable;
        this.askedNanos = askedNanos;
    }

    static Attempt done(ExportResult result) {
        return new Attempt(result, false, RetryPolicy.NONE);
    }

    static Attempt again(ExportResult result, long askedNanos) {
        return new Attempt(result, true, askedNanos);
    }
}
