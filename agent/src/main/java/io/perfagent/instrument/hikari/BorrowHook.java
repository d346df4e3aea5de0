package io.perfagent.instrument.hikari;

import com.zaxxer.hikari.pool.HikariPool;
import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.ConnectionPool;
import io.perfagent.instrument.family.Telemetry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** A connection is asked for: the wait is a measured time of its own. */
public final class BorrowHook extends Hook {
    private static final int LEARN_FROM_FIRST = 8;

    private final Telemetry telemetry = Telemetry.get();
    private final HikariPools pools = new HikariPools();
    private final Borrows borrows = new Borrows();
    private int borrowed;

    /** One wait in progress. */
    private static final class Wait {
        final long startNanos = System.nanoTime();
    }

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        return new Wait();
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        if (!(self instanceof HikariPool)) {
            return;
        }
        ConnectionPool known = pools.known(self);
        ConnectionPool pool = known == null ? pools.of((HikariPool) self) : known;
        pool.waited(System.nanoTime() - ((Wait) state).startNanos, thrown instanceof SQLTransientConnectionException);
        if (result != null) {
            borrows.begin(result);
        }
        if (borrowed < LEARN_FROM_FIRST && result instanceof Connection) {
            borrowed++;
            learn((Connection) result);
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
