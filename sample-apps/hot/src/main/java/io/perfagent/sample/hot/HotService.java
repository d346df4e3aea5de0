package io.perfagent.sample.hot;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers a few paths, each of which has a planted hot spot unless {@code -Dhot.causes=false}: the clean twin, which has
 * the same paths. Prints {@code listening on <port>} and drives itself until it is told to end.
 *
 * <p>{@code -Dport=} is 0 (any free port) by default; {@code -Dhot.drivers=} is the number of its own clients, 4 by default.
 */
public final class HotService {
    private static final int THREADS = 8;

    private HotService() {}

    public static void main(String[] arguments) throws IOException {
        boolean causes = Boolean.parseBoolean(System.getProperty("hot.causes", "true"));
        Map<String, Supplier<String>> pages = pages(causes);
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.getInteger("port", 0));
        HttpServer server = HttpServer.create(address, 0);
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        server.setExecutor(pool);
        pages.forEach((path, page) -> server.createContext(path, exchange -> answer(exchange, page)));
        server.start();
        int port = server.getAddress().getPort();
        System.out.println("listening on " + port);
        Traffic.start(port, pages.keySet(), Integer.getInteger("hot.drivers", 4));
    }

    private static Map<String, Supplier<String>> pages(boolean causes) {
        Prices prices = new Prices(causes);
        Routes routes = new Routes(causes);
        Search search = new Search(causes);
        Statistics statistics = new Statistics(causes);
        Lookup lookup = new Lookup(causes);
        Orders orders = new Orders(causes);
        Export export = new Export(causes);
        Sessions sessions = new Sessions(causes);
        return Map.of(
                "/price", prices::quote,
                "/route", routes::shortest,
                "/search", search::find,
                "/statistics", statistics::sum,
                "/lookup", lookup::count,
                "/order", orders::place,
                "/export", export::render,
                "/session", sessions::open);
    }

    private static void answer(HttpExchange exchange, Supplier<String> page) throws IOException {
        byte[] body = page.get().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
