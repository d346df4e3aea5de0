package io.perfagent.sample.lean;

import io.perfagent.sample.lean.resp.RespServer;
import java.io.IOException;
import org.apache.catalina.LifecycleException;

/**
 * The service that benchmarks start, with and without an agent.
 *
 * <p>Settings are read from system properties, then from the environment: {@code PORT} (8080; 0 means any free port) and
 * {@code REDIS_PORT} (none: a Redis server inside the process). It prints {@code listening on <port>} and {@code ready
 * in <n> ms}, counted from the first line of {@code main}, and runs until the process is told to end.
 */
public final class LeanService {
    private LeanService() {}

    public static void main(String[] arguments) throws IOException, LifecycleException {
        long startNanos = System.nanoTime();
        int redisPort = portSetting("REDIS_PORT", 0);
        if (redisPort == 0) {
            redisPort = RespServer.start(0).port();
        }
        Backends backends = new Backends(redisPort);
        EmbeddedTomcat server = new EmbeddedTomcat(portSetting("PORT", 8080));
        Servlets.addTo(server, backends);
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, backends), "lean-stop"));

        System.out.println("listening on " + server.port());
        System.out.println("ready in " + (System.nanoTime() - startNanos) / 1_000_000 + " ms");
        server.awaitStop();
    }

    private static void stop(EmbeddedTomcat server, Backends backends) {
        server.close();
        backends.close();
    }

    private static int portSetting(String name, int defaultPort) {
        String value = System.getProperty(name);
        if (value == null) {
            value = System.getenv(name);
        }
        if (value == null || value.isEmpty()) {
            return defaultPort;
        }
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Reported below, as a number out of range is.
        }
        throw new IllegalArgumentException(name + " must be a port, 0 to 65535, not '" + value + "'");
    }
}
