package io.perfagent.instrument.hikari;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import io.perfagent.instrument.family.ConnectionPool;
import io.perfagent.instrument.family.ConnectionPools;
import io.perfagent.instrument.family.DatabaseTarget;
import io.perfagent.instrument.family.JdbcUrls;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import java.lang.ref.WeakReference;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The pools met so far, each known from its first connection on. */
final class HikariPools {
    private static final DatabaseTarget UNKNOWN = new DatabaseTarget("other_sql", null, null, 0, null, 0);

    private final Telemetry telemetry = Telemetry.get();
    private final SideTable side = telemetry.tracing.side();
    private final JdbcUrls urls = new JdbcUrls();

    private static final class Entry extends SideEntry {
        final ConnectionPool pool;

        Entry(Object owner, SideTable table, ConnectionPool pool) {
            super(owner, table);
            this.pool = pool;
        }
    }

    /** Reads a pool's gauges without keeping it alive. */
    private static final class Hikari extends ConnectionPool {
        private final WeakReference<HikariPool> reference;

        Hikari(ConnectionPools pools, HikariPool pool, String name, DatabaseTarget target) {
            super(pools, name, target);
            reference = new WeakReference<>(pool);
        }

        @Override
        public boolean isGone() {
            HikariPool pool = reference.get();
            return pool == null || pool.poolState == HikariPool.POOL_SHUTDOWN;
        }

        @Override
        public int used() {
            HikariPool pool = reference.get();
            return pool == null ? 0 : pool.getActiveConnections();
        }

        @Override
        public int idle() {
            HikariPool pool = reference.get();
            return pool == null ? 0 : pool.getIdleConnections();
        }

        @Override
        protected int pending() {
            HikariPool pool = reference.get();
            return pool == null ? 0 : pool.getThreadsAwaitingConnection();
        }

        @Override
        public int max() {
            HikariPool pool = reference.get();
            return pool == null ? 0 : pool.config.getMaximumPoolSize();
        }

        @Override
        public int minIdle() {
            HikariPool pool = reference.get();
            return pool == null ? 0 : pool.config.getMinimumIdle();
        }

        @Override
        protected void setSize(int max, int minIdle) {
            HikariPool pool = reference.get();
            if (pool == null) {
                return;
            }
            HikariConfig config = pool.config;
            if (max >= config.getMaximumPoolSize()) {
                config.setMaximumPoolSize(max);
                config.setMinimumIdle(minIdle);
            } else {
                config.setMinimumIdle(minIdle);
                config.setMaximumPoolSize(max);
            }
        }

        /** Borrowed, so that it is in nobody's hands; evicting it closes it at once and without another in its place. */
        @Override
        protected boolean closeOne(long waitMillis) {
            HikariPool pool = reference.get();
            if (pool == null || pool.poolState != HikariPool.POOL_NORMAL) {
                return false;
            }
            try {
                pool.evictConnection(pool.getConnection(waitMillis));
                return true;
            } catch (SQLException e) {
                return false; // all are in use
            }
        }
    }

    @Nullable
    ConnectionPool known(Object pool) {
        Entry entry = side.find(pool, Entry.class);
        return entry == null ? null : entry.pool;
    }

    synchronized ConnectionPool of(HikariPool pool) {
        ConnectionPool known = known(pool);
        if (known == null) {
            HikariConfig config = pool.config;
            String url = config.getJdbcUrl();
            known = new Hikari(
                    telemetry.connectionPools,
                    pool,
                    String.valueOf(config.getPoolName()),
                    url == null ? UNKNOWN : urls.target(url));
            side.add(new Entry(pool, side, known));
            telemetry.connectionPools.add(known);
        }
        return known;
    }
}
