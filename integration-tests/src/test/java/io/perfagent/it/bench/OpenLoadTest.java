package io.perfagent.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenLoadTest {
    private static final String[] TARGETS = {"/ok", "/busy", "/never"};

    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    private record Ended(int kind, long intendedNanos, long sentNanos, long endNanos, int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/ok", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("ok".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        server.createContext("/busy", exchange -> {
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.sendResponseHeaders(503, 1);
            exchange.getResponseBody().write(new byte[1]);
            exchange.close();
        });
        server.createContext("/never", exchange -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private static OpenLoad.Arrivals at(long beginNanos, long... offsetsMillisAndKinds) {
        return new OpenLoad.Arrivals() {
            private int at = -2;

            @Override
            public long nextNanos() {
                at += 2;
                return at < offsetsMillisAndKinds.length
                        ? beginNanos + offsetsMillisAndKinds[at] * 1_000_000
                        : Long.MAX_VALUE;
            }

            @Override
            public int kind() {
                return (int) offsetsMillisAndKinds[at + 1];
            }
        };
    }

    private List<Ended> run(long timeoutMillis, long beginNanos, long... arrivals) throws IOException {
        List<Ended> ended = new ArrayList<>();
        try (OpenLoad load = new OpenLoad(server.getAddress().getPort(), timeoutMillis * 1_000_000)) {
            load.run(
                    TARGETS,
                    at(beginNanos, arrivals),
                    (kind, intended, sent, end, status, body) ->
                            ended.add(new Ended(kind, intended, sent, end, status, body)));
        }
        return ended;
    }

    @Test
    void eachRequestEndsOnceWithItsStatus() throws IOException {
        long begin = System.nanoTime();
        List<Ended> ended = run(60_000, begin, 0, 0, 1, 1, 2, 0, 3, 1, 4, 0);

        assertThat(ended).extracting(Ended::status).containsExactlyInAnyOrder(200, 503, 200, 503, 200);
        assertThat(ended).allSatisfy(one -> {
            assertThat(one.status()).isEqualTo(one.kind() == 0 ? 200 : 503);
            assertThat(one.body()).isEqualTo(one.kind() == 0 ? "ok" : "\0");
            assertThat(one.sentNanos()).isGreaterThanOrEqualTo(one.intendedNanos());
            assertThat(one.endNanos()).isGreaterThan(one.sentNanos());
        });
    }

    @Test
    void oneWithoutAnAnswerIsGivenUpAndHoldsNoOtherBack() throws IOException {
        List<Ended> ended = run(2000, System.nanoTime(), 0, 2, 10, 0, 20, 0);

        assertThat(ended).extracting(Ended::kind).containsExactly(0, 0, 2);
        Ended never = ended.get(2);
        assertThat(never.status()).isZero();
        assertThat(never.body()).isEmpty();
        assertThat(never.endNanos() - never.sentNanos()).isGreaterThanOrEqualTo(2_000_000_000L);
    }

    /** A generator that is behind must not look fast. */
    @Test
    void latencyCountsFromTheIntendedMoment() throws IOException {
        long longAgo = System.nanoTime() - 5_000_000_000L;

        assertThat(run(60_000, longAgo, 0, 0))
                .singleElement()
                .satisfies(
                        one -> assertThat(one.endNanos() - one.intendedNanos()).isGreaterThan(5_000_000_000L));
    }
}
