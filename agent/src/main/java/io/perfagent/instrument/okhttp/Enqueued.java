package io.perfagent.instrument.okhttp;

import io.perfagent.trace.Carrier;
import io.perfagent.trace.Operation;
import io.perfagent.trace.side.SideTable;

/** A call that waits in the dispatcher: the context it was enqueued in. */
final class Enqueued extends Carrier {
    Enqueued(Object call, SideTable table, Operation context) {
        super(call, table, context);
    }
}
