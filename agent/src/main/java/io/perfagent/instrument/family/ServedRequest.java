package io.perfagent.instrument.family;

import org.jspecify.annotations.Nullable;

/**
 * A request as it arrived, for containers whose request object tells of a forward or dispatch later on.
 *
 * <p>Belongs to its operation, and to one thread at a time.
 */
public final class ServedRequest {
    /** The raw path. */
    public final @Nullable String path;

    /** The raw query, or null. */
    public final @Nullable String query;

    /** What the container calls the request; null while the operation is parked beside it. */
    public @Nullable Object subject;

    /** Whether its error was thrown after a part of the answer was sent, which then tells nothing of it. */
    public boolean threwLate;

    public ServedRequest(Object subject, @Nullable String path, @Nullable String query) {
        this.subject = subject;
        this.path = path;
        this.query = query;
    }
}
