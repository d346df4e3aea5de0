package io.perfagent.limit;

import io.perfagent.instrument.family.OutboundHost;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The hosts and pools of connections that calls go to, each with what holds calls back. At most {@value #MAX}; calls to more are
 * not held back. Safe for all threads.
 */
public final class Outbound implements OutboundHost.Of {
    public static final int MAX = 64;

    private volatile GuardedHost[] hosts = {};

    /** Loads all that a call needs: the first call may be a virtual thread's, and loading a class would pin its carrier. */
    public Outbound() {
        GuardedHost any = new GuardedHost("", 0, 0);
        if (any.enter(1) == null) {
            any.ended(1, 2, 0, null);
            any.ended(1, 2, false);
        }
    }

    @Override
    public @Nullable OutboundHost host(String host, int port) {
        GuardedHost[] known = hosts;
        GuardedHost found = find(known, host, port);
        return found != null || host.isEmpty() || known.length == MAX ? found : add(host, port);
    }

    @Override
    public @Nullable OutboundHost pool(String name) {
        return host(name, GuardedHost.POOL);
    }

    /** Without a lock and without allocation: asked at each call to a host that there was no room for. */
    private static @Nullable GuardedHost find(GuardedHost[] known, String host, int port) {
        for (GuardedHost one : known) {
            if (one.is(host, port)) {
                return one;
            }
        }
        return null;
    }

    private synchronized @Nullable GuardedHost add(String host, int port) {
        GuardedHost[] known = hosts;
        GuardedHost found = find(known, host, port);
        if (found != null || known.length == MAX) {
            return found;
        }
        GuardedHost[] more = Arrays.copyOf(known, known.length + 1);
        long now = System.nanoTime();
        more[known.length] =
                port == GuardedHost.POOL ? GuardedHost.ofPool(host, now) : new GuardedHost(host, port, now);
        hosts = more;
        return more[known.length];
    }

    /** Those that calls have gone to. */
    public GuardedHost[] hosts() {
        return hosts.clone();
    }
}
