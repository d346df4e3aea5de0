package io.perfagent.it.memory;

import com.sun.net.httpserver.HttpServer;
import io.perfagent.it.fixture.ParentWatch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A server whose old generation is nine tenths full for good, and whose collections take two fifths of the time, asked for by
 * a thread of its own: no load makes either more or less. Prints {@code listening on <port>} once it is full.
 */
public final class FullHeapApp {
    private static final double FULL = 0.88;
    private static final List<byte[]> KEPT = new ArrayList<>();

    private FullHeapApp() {}

    private static MemoryPoolMXBean oldGeneration() {
        MemoryPoolMXBean largest = null;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            boolean larger = largest == null
                    || pool.getUsage().getMax() > largest.getUsage().getMax();
            largest = pool.getType() == MemoryType.HEAP && larger ? pool : largest;
        }
        return largest;
    }

    public static void main(String[] arguments) throws IOException {
        ParentWatch.start();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        MemoryPoolMXBean old = oldGeneration();
        while (old.getUsage().getUsed() < FULL * old.getUsage().getMax()) {
            KEPT.add(new byte[1 << 20]);
            System.gc();
        }
        server.start();
        System.out.println("listening on " + server.getAddress().getPort());
        while (true) {
            long begin = System.nanoTime();
            System.gc();
            LockSupport.parkNanos((System.nanoTime() - begin) * 3 / 2);
        }
    }
}
