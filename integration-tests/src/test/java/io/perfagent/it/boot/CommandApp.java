package io.perfagent.it.boot;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An application that runs {@link Commands} for requests of the form {@code /command?argument}, on the JDK's own server,
 * so that it starts fast; on any port, or on that of the system property {@code port}. {@code /exit} ends it with status 0. Ends with status 3 when its standard input closes.
 */
public final class CommandApp {
    private CommandApp() {}

    public static void main(String[] arguments) throws Exception {
        serve(new Commands());
    }

    /** Serves until it is told to exit. */
    public static void serve(Commands commands) throws IOException, InterruptedException {
        watchParent();
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.getInteger("port", 0)), 0);
        ExecutorService threads = Executors.newCachedThreadPool();
        CountDownLatch exit = new CountDownLatch(1);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String name = exchange.getRequestURI().getPath().substring(1);
            String query = exchange.getRequestURI().getRawQuery();
            String argument = query == null ? "" : URLDecoder.decode(query, StandardCharsets.UTF_8);
            answer(exchange, name.equals("exit") ? "bye" : commands.run(name, argument));
            if (name.equals("exit")) {
                exit.countDown();
            }
        });
        server.start();
        System.out.println("listening on " + server.getAddress().getPort());
        exit.await();
        server.stop(0);
        threads.shutdown();
        System.out.println("application done");
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void watchParent() {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Nothing is ever written: only the end matters.
                        }
                    } catch (IOException e) {
                        // A broken pipe says the same as its end.
                    }
                    Runtime.getRuntime().halt(3);
                },
                "parent-watch");
        thread.setDaemon(true);
        thread.start();
    }
}
