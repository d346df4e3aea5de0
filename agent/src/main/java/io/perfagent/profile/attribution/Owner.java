package io.perfagent.profile.attribution;

import org.jspecify.annotations.Nullable;

/**
 * The operation on whose behalf a thread was running.
 *
 * @param operation its kind and key, such as {@code database SELECT item}
 * @param root the outermost operation of this process that it belongs to, such as {@code HTTP server GET /items/*}; the
 *     same as {@code operation} for one that has no other around it, or whose outermost one is no longer known
 * @param traceId 32 hexadecimal digits, or null when it is not known
 * @param spanId of {@code operation}, 0 when it is not known
 */
public record Owner(String operation, String root, @Nullable String traceId, long spanId) {
    /** An operation that has not ended, so that its name is not known yet: ask again later, or leave it at that. */
    public static final Owner RUNNING = new Owner("(still running)", "(still running)", null);

    /** One whose span is not known. */
    public Owner(String operation, String root, @Nullable String traceId) {
        this(operation, root, traceId, 0);
    }
}
