package io.perfagent.trace.side;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** What we know of one object of the application; subclasses add the fields. Held by a {@link SideTable}. */
public abstract class SideEntry extends WeakReference<Object> {
    final int hash;

    @Nullable
    SideEntry next;

    /** 0 while in the table, 1 once taken out; changed by {@link SideTable} only. */
    volatile int removed;

    protected SideEntry(Object owner, SideTable table) {
        super(owner, table.queue);
        hash = System.identityHashCode(owner);
    }

    /** The object was collected before the entry was taken out; called once, on any thread. */
    protected void ownerCollected() {}

    /** Called once, by whoever took the entry out of the table: also when its object was collected. */
    protected void removed() {}
}
