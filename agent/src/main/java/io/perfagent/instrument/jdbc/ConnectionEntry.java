package io.perfagent.instrument.jdbc;

import io.perfagent.instrument.family.DatabaseTarget;
import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;

/** Where a connection goes. */
final class ConnectionEntry extends SideEntry {
    final DatabaseTarget target;

    ConnectionEntry(Object connection, SideTable table, DatabaseTarget target) {
        super(connection, table);
        this.target = target;
    }
}
