package io.perfagent.instrument.family;

import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.LateRoute;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.side.SideTable;
import org.jspecify.annotations.Nullable;

/**
 * {@code http.route} as a framework below the server knows it, which is more specific than the server's own mapping.
 *
 * <p>The first framework that matches a request names it: what is forwarded, included or dispatched afterwards does not.
 * Combined routes are made once and kept, bounded. Safe for all threads.
 */
public final class ServerRoutes {
    /** Known to the server: a servlet's mapping. */
    static final int SERVER = 1;

    /** Matched by a framework in part: a resource that locates another one. */
    static final int PARTIAL = 2;

    /** Matched by a framework. */
    static final int FRAMEWORK = 3;

    private static final int MAX_ROUTES = 2048;
    private static final int AS_WRITTEN = 0;
    private static final int AS_SEGMENTS = 1;

    private final SideTable side;
    private final KeyTable<String> combined = new KeyTable<>(MAX_ROUTES);

    /** Whether exchanges are served by operations of ours at all; a race changes nothing but what is kept for nothing. */
    private boolean claimed;

    ServerRoutes(SideTable side) {
        this.side = side;
    }

    /** The operation of the request that this thread serves, unless a framework has named its route already. */
    public @Nullable Operation unmatched() {
        Operation operation = ThreadState.get().innermost(OperationKinds.HTTP_SERVER);
        return operation == null || operation.routeRank >= FRAMEWORK ? null : operation;
    }

    /** Names the route of a request that a framework has matched; an empty one says nothing. */
    public void match(Operation operation, String route) {
        if (operation.routeRank < FRAMEWORK && !route.isEmpty()) {
            operation.route = route;
            operation.routeRank = FRAMEWORK;
            operation.routeOwner = null;
        }
    }

    /** Names the beginning of a route whose rest is still to be matched. */
    public void matchPart(Operation operation, String route) {
        if (operation.routeRank < FRAMEWORK && !route.isEmpty()) {
            operation.route = route;
            operation.routeRank = PARTIAL;
        }
    }

    /** The beginning of the route that {@link #matchPart} has named, or null. */
    public @Nullable String part(Operation operation) {
        return operation.routeRank == PARTIAL ? operation.route : null;
    }

    /**
     * Says by which object other threads know the request that this thread serves, so that one of them may match it.
     *
     * @param owner an object of this request only, alive while it is served
     */
    public void claim(Object owner) {
        Operation operation = unmatched();
        claimed = operation != null;
        if (operation != null && operation.lateRoute == null) {
            operation.routeOwner = owner;
        }
    }

    /** As {@link #match}, for the request that was {@link #claim}ed with an object, on whatever thread. */
    public void matchClaimed(Object owner, String route) {
        if (route.isEmpty()) {
            return;
        }
        Operation operation = ThreadState.get().innermost(OperationKinds.HTTP_SERVER);
        if (operation != null && operation.routeOwner == owner) {
            match(operation, route);
            return;
        }
        LateRoute late = side.find(owner, LateRoute.class);
        if (late == null && operation == null && claimed) {
            // This thread is faster than the one that hands the request over: it will look here when the request ends.
            late = new LateRoute(owner, side);
            side.add(late);
        }
        if (late != null) {
            late.set(route);
        }
    }

    /** The route that an operation ends with. */
    @Nullable
    String routeOf(Operation operation) {
        LateRoute late = operation.lateRoute;
        Object owner = late == null ? operation.routeOwner : late.get();
        String route = late == null ? null : late.route();
        if (owner != null) {
            for (LateRoute one; (one = side.take(owner, LateRoute.class)) != null; ) {
                route = one.route() == null ? route : one.route();
            }
        }
        return route == null || operation.routeRank >= FRAMEWORK ? operation.route : route;
    }

    /** A pattern below a prefix such as the context path, each as it is written. */
    public String below(@Nullable String prefix, String pattern) {
        if (prefix == null || prefix.isEmpty()) {
            return pattern;
        }
        return combine(prefix, pattern, AS_WRITTEN);
    }

    /**
     * A path below another one, with one slash between them and none at the end.
     *
     * @return empty for the root
     */
    public String segments(String prefix, @Nullable String path) {
        return path == null || path.isEmpty() ? prefix : combine(prefix, path, AS_SEGMENTS);
    }

    private String combine(String prefix, String path, int how) {
        String known = combined.find(prefix, path, "", how);
        if (known != null) {
            return known;
        }
        String made = prefix + (how == AS_WRITTEN ? path : segment(path));
        String added = combined.add(prefix, path, "", how, made);
        return added == null ? made : added;
    }

    private static String segment(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        int start = 0;
        while (start < end && path.charAt(start) == '/') {
            start++;
        }
        return start == end ? "" : "/" + path.substring(start, end);
    }
}
