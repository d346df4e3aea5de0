package io.perfagent.it.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.perfagent.it.fixture.ParentWatch;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.ObjectName;
import org.h2.jdbcx.JdbcDataSource;

/**
 * Four HikariCP pools on H2, each with more threads than connections. {@code small}: a use takes 20 ms. {@code database}: it
 * takes 5 ms for each connection in use, so that more of them give nothing. {@code foreign}: something of the application's own
 * resizes it to four once it has another size than its three. {@code sealed}: refuses any other size. Prints a line for each,
 * each second: {@code small max=3 minIdle=3 total=3 served=150 nanos=...}, and what the agent's status says of it.
 */
public final class PoolApp {
    private static final int THREADS = 16;

    private PoolApp() {}

    /** A pool that takes no other size once it is made. */
    private static final class SealedDataSource extends HikariDataSource {
        private boolean sealed;

        SealedDataSource(HikariConfig config) {
            super(config);
            sealed = true;
        }

        @Override
        public void setMaximumPoolSize(int size) {
            if (sealed) {
                throw new IllegalStateException("sealed");
            }
            super.setMaximumPoolSize(size);
        }
    }

    /** A pool and the threads that use it. */
    private static final class Driven {
        final String name;
        final HikariDataSource pool;
        final double useMillis;
        final double perUseMillis;
        final AtomicInteger inUse = new AtomicInteger();
        final AtomicLong served = new AtomicLong();

        Driven(String name, int size, double useMillis, double perUseMillis) {
            JdbcDataSource h2 = new JdbcDataSource();
            h2.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
            HikariConfig config = new HikariConfig();
            config.setDataSource(h2);
            config.setPoolName(name);
            config.setMaximumPoolSize(size);
            this.name = name;
            this.pool = name.equals("sealed") ? new SealedDataSource(config) : new HikariDataSource(config);
            this.useMillis = useMillis;
            this.perUseMillis = perUseMillis;
            for (int i = 0; i < THREADS; i++) {
                Thread thread = new Thread(this::use, name + "-" + i);
                thread.setDaemon(true);
                thread.start();
            }
        }

        private void use() {
            while (true) {
                try (Connection connection = pool.getConnection()) {
                    double millis = useMillis + perUseMillis * inUse.incrementAndGet();
                    LockSupport.parkNanos((long) (millis * 1e6));
                    if (connection.isReadOnly()) {
                        throw new IllegalStateException("read only");
                    }
                } catch (SQLException e) {
                    System.out.println("failed " + name + " " + e);
                } finally {
                    inUse.decrementAndGet();
                }
                served.incrementAndGet();
            }
        }

        void print() {
            HikariPoolMXBean bean = pool.getHikariPoolMXBean();
            System.out.println(name + " max=" + pool.getMaximumPoolSize() + " minIdle=" + pool.getMinimumIdle()
                    + " total=" + bean.getTotalConnections() + " served=" + served + " nanos=" + System.nanoTime());
        }
    }

    private static String status() {
        try {
            return String.valueOf(ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName("io.perfagent:type=Status"), "Text"));
        } catch (JMException e) {
            return "not yet";
        }
    }

    public static void main(String[] arguments) {
        ParentWatch.start();
        List<Driven> all = new ArrayList<>();
        all.add(new Driven("small", 3, 20, 0));
        all.add(new Driven("database", 4, 0, 5));
        Driven foreign = new Driven("foreign", 3, 20, 0);
        all.add(foreign);
        all.add(new Driven("sealed", 3, 20, 0));
        while (true) {
            LockSupport.parkNanos(1_000_000_000L);
            if (foreign.pool.getMaximumPoolSize() > 4) {
                foreign.pool.setMaximumPoolSize(4);
            }
            for (Driven one : all) {
                one.print();
            }
            for (String line : status().split("\n")) {
                if (line.startsWith("  pool ")) {
                    System.out.println("status" + line);
                }
            }
        }
    }
}
