package io.perfagent.trace;

import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import org.jspecify.annotations.Nullable;

/** The context kept beside a task that waits; subclasses may add what else they need to know. */
public class Carrier extends SideEntry {
    final @Nullable Snapshot context;

    /** @param context the operation that is current where the task is handed over, or null */
    protected Carrier(Object owner, SideTable table, @Nullable Operation context) {
        super(owner, table);
        this.context = context == null ? null : new Snapshot(context);
    }
}
