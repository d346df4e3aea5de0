package io.perfagent.limit;

import io.perfagent.instrument.family.ConnectionPool;
import io.perfagent.instrument.family.OutboundHost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hosts and pools of connections that calls go to, each with what holds calls back. At most {@value #MAX} of each; calls to
 * more are not held back. Safe for all threads.
 */
public final class Outbound implements OutboundHost.Of {
    public static final int MAX = 64;

    private volatile GuardedHost[] hosts = {};
    private final List<GuardedHost> pools = new ArrayList<>(); // guarded by this, as what follows
    private final List<GuardedHost> links = new ArrayList<>();
    private final Set<String> holding = new HashSet<>();

    /** Loads all that a call needs: the first call may be a virtual thread's, and loading a class would pin its carrier. */
    public Outbound() {
        GuardedHost any = new GuardedHost("", 0, 0);
        if (any.enter(1) == null) {
            any.ended(1, 2, 0, null, true);
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
    public synchronized @Nullable OutboundHost link(String host, int port) {
        for (GuardedHost one : links) {
            if (one.is(host, port)) {
                return one;
            }
        }
        if (host.isEmpty() || links.size() == MAX) {
            return null;
        }
        GuardedHost made = made(GuardedHost.link(host, port, System.nanoTime()));
        links.add(made);
        return made;
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
        more[known.length] = made(new GuardedHost(host, port, System.nanoTime()));
        hosts = more;
        return more[known.length];
    }

    /** One for each pool: two of one name may be of different databases. */
    @Override
    public synchronized @Nullable OutboundHost pool(ConnectionPool pool) {
        forgetGone();
        for (GuardedHost one : pools) {
            if (one.isOf(pool)) {
                return one;
            }
        }
        if (pools.size() == MAX) {
            return null;
        }
        GuardedHost made = made(new GuardedHost(pool, System.nanoTime()));
        pools.add(made);
        return made;
    }

    private GuardedHost made(GuardedHost host) {
        if (holding.contains(host.name())) {
            host.hold(System.nanoTime());
        }
        return host;
    }

    /** A pool that is closed must not keep its application's loader alive. */
    private void forgetGone() {
        for (int i = pools.size() - 1; i >= 0; i--) {
            if (pools.get(i).isGone()) {
                pools.remove(i);
            }
        }
    }

    /** All that calls have gone to; asked once a second. */
    public synchronized List<GuardedHost> hosts() {
        forgetGone();
        List<GuardedHost> all = new ArrayList<>(Arrays.asList(hosts));
        all.addAll(links);
        all.addAll(pools);
        return all;
    }

    /** Calls to what has this name are held back from now on, or no more: those that are there, and those to come. */
    public synchronized void hold(String name, boolean on) {
        if (on) {
            holding.add(name);
        } else {
            holding.remove(name);
        }
        for (GuardedHost one : hosts()) {
            if (one.name().equals(name)) {
                if (on) {
                    one.hold(System.nanoTime());
                } else {
                    one.open();
                }
            }
        }
    }
}
