package io.perfagent.trace;

import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import org.jspecify.annotations.Nullable;

/**
 * The route of a request that is matched on another thread than the one its operation began on.
 *
 * <p>Kept beside an object of the request that both threads know. The operation itself is never touched by a thread that
 * does not own it: it asks here when it ends.
 */
public final class LateRoute extends SideEntry {
    private volatile @Nullable String route;

    public LateRoute(Object owner, SideTable side) {
        super(owner, side);
    }

    public @Nullable String route() {
        return route;
    }

    /** Sets the route; the first one stands. */
    public void set(String matched) {
        if (route == null) {
            route = matched;
        }
    }
}
