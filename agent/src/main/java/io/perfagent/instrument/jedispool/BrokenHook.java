package io.perfagent.instrument.jedispool;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;

/**
 * A connection is given back that was lost, or on which no answer came in time. One that the application has closed itself is
 * broken to Jedis too.
 */
public final class BrokenHook extends Hook {
    private final Borrows borrows = new Borrows();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object resource, @Nullable Object second) {
        if (resource != null && isClosed(resource)) {
            borrows.endClosed(resource);
        } else if (resource != null) {
            borrows.end(resource, true);
        }
        return null;
    }

    /** The socket of one that was lost is still there, as nobody has closed it on this side. */
    private static boolean isClosed(Object resource) {
        return resource instanceof Jedis && !((Jedis) resource).isConnected()
                || resource instanceof Connection && !((Connection) resource).isConnected();
    }
}
