package io.perfagent.instrument.family;

import io.perfagent.trace.Carrier;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Tracing;
import io.perfagent.trace.side.SideTable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A request of a servlet container between the dispatches that answer it, kept beside an object that the container has for
 * it. Safe for all threads; the operation belongs to whoever takes the entry, or to whom the container lets run.
 */
public final class AsyncRequest extends Carrier {
    private static final AtomicInteger PARKED = new AtomicInteger();

    /** Null where only the context is carried, and the operation ends by other means. */
    public final @Nullable Operation operation;

    private AsyncRequest(Object owner, SideTable table, Operation context, @Nullable Operation operation) {
        super(owner, table, context);
        this.operation = operation;
    }

    /**
     * Takes the operation off its thread and keeps it beside {@code owner}.
     *
     * <p>The entry must not keep its owner: the caller has cleared what of the operation leads to it.
     */
    public static void park(Tracing tracing, Object owner, Operation operation) {
        tracing.detach(operation);
        add(tracing, owner, operation, operation);
    }

    /** Keeps a copy of the operation's context beside {@code owner}. */
    public static void carry(Tracing tracing, Object owner, Operation context) {
        add(tracing, owner, context, null);
    }

    private static void add(Tracing tracing, Object owner, Operation context, @Nullable Operation operation) {
        PARKED.incrementAndGet();
        if (!tracing.side().add(new AsyncRequest(owner, tracing.side(), context, operation))) {
            PARKED.decrementAndGet();
        }
    }

    /** Whether no request is parked; one that was lost with its connection may make this false for longer. */
    public static boolean none() {
        return PARKED.get() <= 0;
    }

    /** What is kept beside {@code owner}, and stays there; or null. */
    public static @Nullable AsyncRequest find(Tracing tracing, Object owner) {
        return none() ? null : tracing.side().find(owner, AsyncRequest.class);
    }

    /** Takes out what is kept beside {@code owner}, or returns null. */
    public static @Nullable AsyncRequest take(Tracing tracing, Object owner) {
        AsyncRequest parked = none() ? null : tracing.side().take(owner, AsyncRequest.class);
        if (parked != null) {
            PARKED.decrementAndGet();
        }
        return parked;
    }

    /** Takes this entry out; true for the one caller that did. */
    public boolean remove(Tracing tracing) {
        boolean removed = tracing.side().remove(this);
        if (removed) {
            PARKED.decrementAndGet();
        }
        return removed;
    }
}
