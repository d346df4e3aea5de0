package io.perfagent.instrument.jdbc;

import io.perfagent.instrument.family.Database;
import io.perfagent.instrument.family.DatabaseTarget;
import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import io.perfagent.trace.sql.SqlText;
import org.jspecify.annotations.Nullable;

/** What is known of a statement: where it goes, what it was prepared for, what its batch holds. */
final class StatementEntry extends SideEntry {
    final DatabaseTarget target;

    /** What it was prepared for; null for a plain statement. */
    final @Nullable SqlText prepared;

    /** The key of the prepared text's calls, once it has been needed. */
    Database.@Nullable Call call;

    /** What has been added to its batch; null while nothing has. */
    @Nullable
    Batch batch;

    StatementEntry(Object statement, SideTable table, DatabaseTarget target, @Nullable SqlText prepared) {
        super(statement, table);
        this.target = target;
        this.prepared = prepared;
    }
}
