package io.perfagent.instrument.pgjdbc;

import org.jspecify.annotations.Nullable;

/**
 * Who reads, and how: server, user, database, every property of the connection but passwords, and what the server said of
 * the session when it was opened (time zone, encodings). Connections that agree in all of it get the same answers.
 */
final class PgIdentity {
    /** Stands for it in keys. */
    final int number;

    /** What {@code SHOW TRANSACTION ISOLATION LEVEL} said on one of its connections; null: not asked yet. */
    volatile @Nullable String isolation;

    PgIdentity(int number) {
        this.number = number;
    }
}
