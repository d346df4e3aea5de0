package io.perfagent.it.overload;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.perfagent.it.fixture.ParentWatch;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.LogManager;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.catalina.Context;
import org.apache.catalina.Valve;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.AbstractAccessLogValve;
import org.h2.jdbcx.JdbcDataSource;

/**
 * Tomcat with 200 threads and a HikariCP pool. {@code /db/<n>} holds a connection for a time with an exponential law, which
 * stands for a database that sleeps rather than computes; {@code /static} does nothing; {@code /begin} begins
 * the changes of that time; {@code /logged} tells how many rejections the access log has. Prints {@code listening on <port>}.
 *
 * <p>System properties: {@code service.pool} (10), {@code service.holds} (its mean
 * in milliseconds, and from which second after the beginning on: {@code 20@0,60@40}), {@code service.law} ({@code exponential},
 * or {@code heavy}: nine tenths 5 ms, 9 % 50 ms, 1 % one second), {@code service.limiter} (see {@link Limiters}).
 */
public final class PooledService {
    private static final boolean HEAVY = "heavy".equals(System.getProperty("service.law"));
    private static final String[] HOLDS =
            System.getProperty("service.holds", "20@0").split(",");
    private static volatile long beginNanos = System.nanoTime();

    private PooledService() {}

    public static void main(String[] arguments) throws Exception {
        ParentWatch.start();
        LogManager.getLogManager().reset();
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:service;DB_CLOSE_DELAY=-1");
        HikariConfig config = new HikariConfig();
        config.setDataSource(h2);
        config.setPoolName("main");
        config.setMaximumPoolSize(Integer.getInteger("service.pool", 10));
        HikariDataSource pool = new HikariDataSource(config);
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("pooled-service-").toString());
        tomcat.setPort(0);
        Counting log = new Counting();
        tomcat.getHost().getPipeline().addValve(log);
        Valve limiter = Limiters.of(System.getProperty("service.limiter", "none"));
        if (limiter != null) {
            tomcat.getHost().getPipeline().addValve(limiter);
        }
        Context root = tomcat.addContext("", null);
        Tomcat.addServlet(root, "service", new Service(pool, log));
        root.addServletMappingDecoded("/*", "service");
        tomcat.start();
        System.out.println("listening on " + tomcat.getConnector().getLocalPort());
    }

    private static final class Counting extends AbstractAccessLogValve {
        private volatile int rejections;

        Counting() {
            setPattern("%s");
        }

        @Override
        protected synchronized void log(java.io.CharArrayWriter message) {
            if (message.toString().contains("503")) {
                rejections++;
            }
        }
    }

    private static final class Service extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private final transient HikariDataSource pool;
        private final transient Counting log;

        Service(HikariDataSource pool, Counting log) {
            this.pool = pool;
            this.log = log;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String path = request.getPathInfo() == null ? request.getServletPath() : request.getPathInfo();
            response.setContentType("text/plain");
            if (path.startsWith("/db/")) {
                query(response);
            } else if (path.equals("/begin")) {
                beginNanos = System.nanoTime();
            } else if (path.equals("/logged")) {
                response.getWriter().print(log.rejections);
            } else if (path.equals("/status")) {
                response.getWriter().print(bean("Status", null));
            } else if (path.equals("/undo")) {
                response.getWriter().print(bean("Control", request.getQueryString()));
            } else {
                response.getWriter().print("static");
            }
        }

        /** The text of one of the agent's beans, or what taking an adaptation out says. */
        private static Object bean(String type, String undo) {
            try {
                ObjectName name = new ObjectName("io.perfagent:type=" + type);
                MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
                return undo == null
                        ? beans.getAttribute(name, "Text")
                        : beans.invoke(name, "undo", new Object[] {undo}, new String[] {String.class.getName()});
            } catch (JMException e) {
                return "not yet: " + e;
            }
        }

        private static double holdMillis() {
            double random = ThreadLocalRandom.current().nextDouble();
            if (HEAVY) {
                return random < 0.9 ? 5 : random < 0.99 ? 50 : 1000;
            }
            return -meanMillis((System.nanoTime() - beginNanos) / 1e9) * Math.log(1 - random);
        }

        private static double meanMillis(double second) {
            double mean = 0;
            for (String hold : HOLDS) {
                int at = hold.indexOf('@');
                if (second >= Double.parseDouble(hold.substring(at + 1))) {
                    mean = Double.parseDouble(hold.substring(0, at));
                }
            }
            return mean;
        }

        private void query(HttpServletResponse response) throws IOException {
            try (Connection connection = pool.getConnection()) {
                double millis = holdMillis();
                LockSupport.parkNanos((long) (millis * 1e6));
                response.getWriter().print(connection.isReadOnly());
            } catch (SQLException e) {
                response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR, "no connection");
            }
        }
    }
}
