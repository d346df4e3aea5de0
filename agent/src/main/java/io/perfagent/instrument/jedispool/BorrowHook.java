package io.perfagent.instrument.jedispool;

import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.OutboundHost;
import io.perfagent.instrument.family.Outgoing;
import io.perfagent.instrument.family.Telemetry;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A connection is taken from a pool. What is done with it is one call: failed if it could not be had, or comes back broken, as
 * Jedis gives it back when it was lost or did not answer in time.
 */
public final class BorrowHook extends Hook {
    private final Telemetry telemetry = Telemetry.get();
    private final PoolPlaces places = new PoolPlaces(telemetry.tracing.side());
    private final Borrows borrows = new Borrows();

    /** One that was permitted. */
    private static final class Asked {
        final OutboundHost host;
        final long startNanos;

        Asked(OutboundHost host, long startNanos) {
            this.host = host;
            this.startNanos = startNanos;
        }
    }

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (self == null || !telemetry.outgoing.isHeard()) {
            return null;
        }
        PoolPlaces.Place place = places.of(self);
        OutboundHost host = telemetry.outgoing.host(place.host, place.port);
        if (host == null) {
            return null;
        }
        long startNanos = System.nanoTime();
        String reason = telemetry.outgoing.isTooLate(startNanos) ? Outgoing.DEADLINE : host.enter(startNanos);
        if (reason == null) {
            return new Asked(host, startNanos);
        }
        String target = place.host + ":" + place.port;
        Outgoing.heldBack(reason, target, startNanos);
        return Answer.throwing(
                new JedisConnectionException(Outgoing.message(target, reason, "connections to it fail")));
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        Asked asked = (Asked) state;
        if (result != null) {
            borrows.begin(result, asked.host, asked.startNanos);
        } else if (isFailure(thrown)) {
            asked.host.ended(asked.startNanos, System.nanoTime(), true);
        } else {
            asked.host.saidNothing(asked.startNanos);
        }
    }

    /**
     * Not that all are in use. Jedis 3 says the same where the pool is closed, the thread was interrupted, or the server has
     * refused a password.
     */
    private static boolean isFailure(@Nullable Throwable thrown) {
        Throwable cause = thrown == null ? null : thrown.getCause();
        return thrown instanceof JedisConnectionException
                && !(cause instanceof JedisDataException)
                && !(cause instanceof IllegalStateException)
                && !(cause instanceof InterruptedException);
    }
}
