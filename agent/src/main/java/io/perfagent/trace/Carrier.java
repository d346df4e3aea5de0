package io.perfagent.trace;

import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;

/** The context kept beside a task that waits; subclasses may add what else they need to know. */
public class Carrier extends SideEntry {
    final Snapshot context;

    /** @param context the operation that is current where the task is handed over */
    protected Carrier(Object owner, SideTable table, Operation context) {
        super(owner, table);
        this.context = new Snapshot(context);
    }
}
