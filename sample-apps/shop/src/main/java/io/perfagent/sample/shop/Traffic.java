package io.perfagent.sample.shop;

import io.perfagent.sample.lean.NamedThreads;
import io.perfagent.sample.shop.store.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Visitors: a few threads that each ask for a page, wait for the answer and ask for the next one (a closed loop).
 *
 * <p>They use {@link HttpURLConnection}, so that the shop's own calls are the only ones made with {@code java.net.http}.
 */
final class Traffic {
    private static final int VISITORS = 4;
    private static final int CUSTOMERS = 50;
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final String[] WORDS = {"kettle", "lamp", "blue", "clock", "teapot", "no. 1"};

    /**
     * How the visits went.
     *
     * @param requests all that were sent
     * @param failedOnPurpose those that {@code /fail} answered with 500
     * @param errors all others that were answered with anything but 200, or not at all
     */
    record Result(long requests, long failedOnPurpose, long errors) {}

    private record Visit(String method, String path) {}

    private final String shop;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong failedOnPurpose = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();

    Traffic(int port) {
        shop = "http://127.0.0.1:" + port;
    }

    /** Visits the shop for a while; returns when the last visitor has left. */
    Result run(int seconds, int ratePerSecond) throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long intervalNanos = ratePerSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(VISITORS) / ratePerSecond;
        ThreadFactory factory = new NamedThreads("visitor");
        List<Thread> visitors = new ArrayList<>();
        for (int visitor = 0; visitor < VISITORS; visitor++) {
            Random random = new Random(visitor);
            Thread thread = factory.newThread(() -> visitUntil(endNanos, intervalNanos, random));
            thread.start();
            visitors.add(thread);
        }
        for (Thread visitor : visitors) {
            visitor.join();
        }
        return new Result(requests.get(), failedOnPurpose.get(), errors.get());
    }

    private void visitUntil(long endNanos, long intervalNanos, Random random) {
        try {
            // Not all at the same moment.
            long nextNanos = System.nanoTime() + (long) (random.nextDouble() * intervalNanos);
            while (true) {
                long nowNanos = System.nanoTime();
                if (Math.max(nowNanos, nextNanos) - endNanos >= 0) {
                    return;
                }
                if (nextNanos - nowNanos > 0) {
                    TimeUnit.NANOSECONDS.sleep(nextNanos - nowNanos);
                }
                visit(choose(random));
                // After a slow answer it goes on from now: what was missed is not made up for.
                nextNanos = Math.max(nextNanos + intervalNanos, System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void visit(Visit visit) {
        requests.incrementAndGet();
        int status;
        try {
            status = send(visit);
        } catch (IOException noAnswer) {
            status = 0;
        }
        if (status == 500 && visit.path().equals("/fail")) {
            failedOnPurpose.incrementAndGet();
        } else if (status != 200) {
            errors.incrementAndGet();
        }
    }

    private int send(Visit visit) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(shop + visit.path()).toURL().openConnection();
        connection.setRequestMethod(visit.method());
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        int status = connection.getResponseCode();
        // Read to its end, or the connection could not be used again.
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            if (body != null) {
                body.readAllBytes();
            }
        }
        return status;
    }

    private static Visit choose(Random random) {
        // Squared, so that some items are visited far more often than others.
        int item = 1 + (int) (Schema.ITEMS * random.nextDouble() * random.nextDouble());
        String customer = "customer=visitor-" + random.nextInt(CUSTOMERS);
        int percent = random.nextInt(100);
        if (percent < 40) {
            return new Visit("GET", "/items/" + item);
        } else if (percent < 55) {
            return new Visit("GET", "/search?q=" + WORDS[random.nextInt(WORDS.length)].replace(" ", "%20"));
        } else if (percent < 68) {
            return new Visit("POST", "/cart?" + customer + "&item=" + item + "&quantity=" + (1 + random.nextInt(3)));
        } else if (percent < 78) {
            return new Visit("GET", "/cart?" + customer);
        } else if (percent < 86) {
            return new Visit("POST", "/checkout?" + customer);
        } else if (percent < 96) {
            return new Visit("GET", "/orders");
        } else if (percent < 98) {
            return new Visit("GET", "/slow");
        }
        return new Visit("GET", "/fail");
    }
}
