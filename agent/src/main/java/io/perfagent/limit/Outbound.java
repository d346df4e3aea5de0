package io.perfagent.limit;

import io.perfagent.instrument.family.OutboundHost;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The hosts that calls go to, each with what holds calls back. At most {@value #MAX}; calls to more are not held back. Safe for all threads. */
public final class Outbound implements OutboundHost.Of {
    public static final int MAX = 64;

    private volatile GuardedHost[] hosts = {};

    @Override
    public synchronized @Nullable OutboundHost host(String host, int port) {
        GuardedHost[] known = hosts;
        String name = host + ":" + port;
        for (GuardedHost one : known) {
            if (one.name().equals(name)) {
                return one;
            }
        }
        if (host.isEmpty() || known.length == MAX) {
            return null;
        }
        GuardedHost[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = new GuardedHost(name, System.nanoTime());
        hosts = more;
        return more[known.length];
    }

    /** Those that calls have gone to. */
    public GuardedHost[] hosts() {
        return hosts.clone();
    }
}
