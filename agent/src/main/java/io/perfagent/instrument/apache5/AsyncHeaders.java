package io.perfagent.instrument.apache5;

import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import org.jspecify.annotations.Nullable;

/** The headers of all requests of one exchange, beside its future; holds nothing of the application. */
final class AsyncHeaders extends SideEntry {
    final @Nullable String[] pairs;

    AsyncHeaders(Object future, SideTable table, @Nullable String[] pairs) {
        super(future, table);
        this.pairs = pairs;
    }
}
