package io.perfagent.it.boot;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints that are hot in a method of their own each, which runs by turns on the request's thread, in a pool and behind a
 * future; with {@code ?virtual} on virtual threads too. {@code /items} is slow in a statement, {@code /slow} in itself.
 */
public final class MixedApp {
    private static final String URL = "jdbc:h2:mem:mixed;DB_CLOSE_DELAY=-1";
    private static final ExecutorService POOL = Executors.newFixedThreadPool(4);
    private static final @Nullable ExecutorService VIRTUAL = virtual();
    private static final AtomicInteger TURN = new AtomicInteger();

    private MixedApp() {}

    private interface Work {
        double work(int rounds);
    }

    public static void main(String[] arguments) throws Exception {
        try (Connection connection = DriverManager.getConnection(URL);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE item AS SELECT X AS id, 'item ' || X AS name FROM SYSTEM_RANGE(1, 20000)");
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/red", exchange -> answer(exchange, () -> mixed(exchange, MixedApp::burnRed)));
        server.createContext("/blue", exchange -> answer(exchange, () -> mixed(exchange, MixedApp::burnBlue)));
        server.createContext("/items", exchange -> answer(exchange, MixedApp::items));
        server.createContext("/slow", exchange -> answer(exchange, () -> burnSlowly(80)));
        server.start();
        System.out.println("listening on " + server.getAddress().getPort());
        while (System.in.read() >= 0) {
            // Until whoever has started it is gone.
        }
        Runtime.getRuntime().halt(3);
    }

    private static @Nullable ExecutorService virtual() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            return null; // before 21
        }
    }

    private static void answer(HttpExchange exchange, Callable<?> work) throws IOException {
        byte[] body;
        try {
            body = String.valueOf(work.call()).getBytes(StandardCharsets.UTF_8);
        } catch (Exception e) {
            throw new IOException(e);
        }
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static double mixed(HttpExchange exchange, Work work) throws Exception {
        ExecutorService virtual = "virtual".equals(exchange.getRequestURI().getQuery()) ? VIRTUAL : null;
        switch (TURN.getAndIncrement() % (virtual == null ? 3 : 4)) {
            case 0:
                return work.work(5);
            case 1:
                return POOL.submit(() -> work.work(5)).get();
            case 2:
                return CompletableFuture.supplyAsync(() -> work.work(2), POOL)
                        .thenApplyAsync(before -> before + work.work(3), POOL)
                        .get();
            default:
                return virtual == null ? 0 : virtual.submit(() -> work.work(5)).get();
        }
    }

    static double burnRed(int rounds) {
        double x = 1;
        for (int i = 0; i < rounds * 1_000_000; i++) {
            x = x * 1.000001 + i % 3;
            x = x > 1e100 ? 1 : x;
        }
        return x;
    }

    static double burnBlue(int rounds) {
        double x = 2;
        for (int i = 0; i < rounds * 1_000_000; i++) {
            x = x * 1.000002 + i % 5;
            x = x > 1e90 ? 1 : x;
        }
        return x;
    }

    static double burnSlowly(int rounds) {
        double x = 3;
        for (int i = 0; i < rounds * 1_000_000; i++) {
            x = x * 1.000003 + i % 7;
            x = x > 1e80 ? 1 : x;
        }
        return x;
    }

    private static long items() throws SQLException {
        try (Connection connection = DriverManager.getConnection(URL);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM item WHERE name LIKE '%9%'")) {
            result.next();
            return result.getLong(1);
        }
    }
}
