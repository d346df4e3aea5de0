package io.perfagent.it.outbound;

import java.util.concurrent.locks.LockSupport;

/**
 * Calls something by several ways, ten times a second each, and prints what comes of it whenever that is something else than the
 * last time: {@code <way> <result>}, or {@code <way> <exception>: <message>}. And {@code tick}, twice a second.
 */
final class Ways {
    private Ways() {}

    /** One way to call. */
    interface Way {
        Object call() throws Exception;
    }

    static void drive(String name, Way way) {
        Thread thread = new Thread(
                () -> {
                    String last = "";
                    while (true) {
                        String now;
                        try {
                            now = String.valueOf(way.call());
                        } catch (Exception e) {
                            now = e.getClass().getName() + ": " + e.getMessage();
                        }
                        if (!now.equals(last)) {
                            System.out.println(name + " " + now);
                            last = now;
                        }
                        LockSupport.parkNanos(100_000_000);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Does not return. */
    static void tick() {
        while (true) {
            LockSupport.parkNanos(500_000_000);
            System.out.println("tick");
        }
    }
}
