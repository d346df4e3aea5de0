package io.perfagent.instrument.hikari;

import com.zaxxer.hikari.pool.HikariPool;
import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.ConnectionPool;
import io.perfagent.instrument.family.OutboundHost;
import io.perfagent.instrument.family.Outgoing;
import io.perfagent.instrument.family.Telemetry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * A connection is asked for: the wait is a measured time of its own. None is waited for while the pool has none and cannot get
 * one, if that is permitted.
 */
public final class BorrowHook extends Hook {
    private static final int LEARN_FROM_FIRST = 8;

    /** SQLSTATE 08001. */
    private static final String UNABLE_TO_CONNECT = "08001";

    private final Telemetry telemetry = Telemetry.get();
    private final HikariPools pools = new HikariPools();
    private final Borrows borrows = new Borrows();
    private int borrowed;

    /** One wait in progress. */
    private static final class Wait {
        final long startNanos = System.nanoTime();

        /** Told of its end; null if nobody is. */
        @Nullable
        OutboundHost guarded;
    }

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        Wait wait = new Wait();
        ConnectionPool pool = self != null && telemetry.outgoing.isHeard() ? pools.known(self) : null;
        if (pool == null || pool.isDrainer()) {
            return wait;
        }
        if (telemetry.outgoing.isTooLate(wait.startNanos)) {
            return heldBack(Outgoing.DEADLINE, pool, wait.startNanos);
        }
        OutboundHost guarded = telemetry.outgoing.pool(pool);
        if (guarded == null) {
            return wait;
        }
        if (!guarded.isClosed() && pool.used() + pool.idle() > 0) {
            guarded.reached(wait.startNanos); // the pool has got a connection by itself
        }
        String reason = guarded.enter(wait.startNanos);
        if (reason != null) {
            return heldBack(reason, pool, wait.startNanos);
        }
        wait.guarded = guarded;
        return wait;
    }

    private static Answer heldBack(String reason, ConnectionPool pool, long nowNanos) {
        Outgoing.heldBack(reason, "jdbc:" + pool.name(), nowNanos);
        return Answer.throwing(new SQLTransientConnectionException(
                Outgoing.message("pool " + pool.name(), reason, "it has no connection and cannot get one"),
                UNABLE_TO_CONNECT));
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        if (!(self instanceof HikariPool)) {
            return;
        }
        ConnectionPool known = pools.known(self);
        ConnectionPool pool = known == null ? pools.of((HikariPool) self) : known;
        Wait wait = (Wait) state;
        boolean timedOut = thrown instanceof SQLTransientConnectionException;
        long nowNanos = System.nanoTime();
        pool.waited(nowNanos - wait.startNanos, timedOut);
        if (wait.guarded != null && !pool.isGone()) {
            tell(wait.guarded, wait.startNanos, nowNanos, pool, result != null, timedOut);
        }
        if (result != null) {
            borrows.begin(result);
        }
        if (borrowed < LEARN_FROM_FIRST && result instanceof Connection) {
            borrowed++;
            learn((Connection) result);
        }
    }

    private static void tell(
            OutboundHost guarded, long startNanos, long nowNanos, ConnectionPool pool, boolean had, boolean timedOut) {
        if (had) {
            guarded.ended(startNanos, nowNanos, false);
        } else if (timedOut && pool.used() + pool.idle() == 0) {
            guarded.ended(startNanos, nowNanos, true);
        } else {
            guarded.saidNothing(startNanos); // all are in use, or it was interrupted: the database may well be there
        }
    }

    /** The driver's own connection class, which no table may know. */
    private void learn(Connection proxy) {
        try {
            Connection own = proxy.unwrap(Connection.class);
            if (own != null && own != proxy) {
                telemetry.learning.learn(own.getClass(), "jdbc-connections");
            }
        } catch (SQLException e) {
            borrowed = LEARN_FROM_FIRST; // a pool that does not unwrap: the driver manager has to tell
        }
    }
}
