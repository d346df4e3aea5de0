package io.perfagent.it.gain;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.perfagent.it.fixture.ParentWatch;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.LogManager;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.builders.StandaloneClientBuilder;
import redis.clients.jedis.csc.DefaultCache;

/**
 * The shop over HTTP: {@code /<operation>/<item>}, of which the answer begins with the version and a space. {@code /counts} tells how
 * many reads there were and how many of them the sources were asked for, as far as the repository sees; {@code /status} is the
 * agent's. Prints {@code listening on <port>}.
 *
 * <p>System properties: {@code shop.url}, {@code shop.redis} (a port), {@code shop.pool} (connections to each), {@code
 * shop.repository} ({@code source}, {@code constant}, {@code caffeine}, {@code spring}, {@code csc}), {@code shop.bound}
 * (milliseconds).
 */
public final class ShopService {
    private ShopService() {}

    public static void main(String[] arguments) throws Exception {
        ParentWatch.start();
        LogManager.getLogManager().reset();
        int size = Integer.getInteger("shop.pool", 8);
        String repository = System.getProperty("shop.repository", "source");
        SourceShop source = new SourceShop(pool(size), redis(size, repository.equals("csc")));
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("shop-service-").toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
        Context root = tomcat.addContext("", null);
        Tomcat.addServlet(root, "shop", new Service(source, shop(source, repository)));
        root.addServletMappingDecoded("/*", "shop");
        tomcat.start();
        System.out.println("listening on " + tomcat.getConnector().getLocalPort());
    }

    private static Shop shop(SourceShop source, String repository) {
        Duration bound = Duration.ofMillis(Long.getLong("shop.bound", 0));
        return switch (repository) {
            case "source", "csc" -> source;
            case "constant" -> new ConstantShop(source);
            case "caffeine" -> new CaffeineShop(source, bound);
            case "spring" -> SpringShop.of(source, bound);
            default -> throw new IllegalArgumentException("no repository " + repository);
        };
    }

    private static HikariDataSource pool(int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(System.getProperty("shop.url"));
        config.addDataSourceProperty("prepareThreshold", "1");
        config.setMaximumPoolSize(size);
        config.setPoolName("shop");
        return new HikariDataSource(config);
    }

    private static UnifiedJedis redis(int size, boolean caching) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(size);
        pool.setMaxIdle(size);
        StandaloneClientBuilder<RedisClient> builder = RedisClient.builder()
                .hostAndPort(new HostAndPort("127.0.0.1", Integer.getInteger("shop.redis", 6379)))
                .poolConfig(pool);
        if (caching) {
            builder.clientConfig(DefaultJedisClientConfig.builder()
                            .protocol(RedisProtocol.RESP3)
                            .build())
                    .cache(new TrackedByOlder());
        }
        return builder.build();
    }

    /** Jedis asks for Redis 7.4, and the one of the tests is older; what is used of it has been there since 6.0. */
    private static final class TrackedByOlder extends DefaultCache {
        TrackedByOlder() {
            super(2 * Shop.ITEMS);
        }

        @Override
        public boolean compatibilityMode() {
            return true;
        }
    }

    private static final class Service extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private final transient SourceShop source;
        private final transient Shop shop;
        private final LongAdder reads = new LongAdder();

        Service(SourceShop source, Shop shop) {
            this.source = source;
            this.shop = shop;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String path = request.getPathInfo() == null ? request.getServletPath() : request.getPathInfo();
            int slash = path.indexOf('/', 1);
            String operation = path.substring(1, slash < 0 ? path.length() : slash);
            int id = slash < 0 ? 0 : Integer.parseInt(path, slash + 1, path.length(), 10);
            response.setContentType("text/plain");
            if (operation.equals("status")) {
                response.setBufferSize(1 << 18); // in one piece
            }
            response.getWriter().print(answer(operation, id));
        }

        private Object answer(String operation, int id) {
            return switch (operation) {
                case "key" -> show(shop.item(id, false));
                case "key-tx" -> show(shop.item(id, true));
                case "aggregate" -> show(shop.summary(id, false));
                case "aggregate-tx" -> show(shop.summary(id, true));
                case "get" -> {
                    reads.increment();
                    yield shop.text(id);
                }
                case "write" -> shop.writeItem(id) + " written";
                case "set" -> shop.writeText(id) + " written";
                case "counts" -> "reads=" + reads.sum() + " loads=" + source.loads();
                case "status" -> status();
                default -> throw new IllegalArgumentException("no operation " + operation);
            };
        }

        private String show(Shop.Item item) {
            reads.increment();
            return item.version() + " " + item.id() + " " + item.name() + " " + item.price();
        }

        private String show(Shop.Summary summary) {
            reads.increment();
            return summary.version() + " " + summary.id() + " " + summary.count() + " " + summary.amount();
        }

        private static Object status() {
            try {
                return ManagementFactory.getPlatformMBeanServer()
                        .getAttribute(new ObjectName("io.perfagent:type=Status"), "Text");
            } catch (JMException e) {
                return "not yet: " + e;
            }
        }
    }
}
