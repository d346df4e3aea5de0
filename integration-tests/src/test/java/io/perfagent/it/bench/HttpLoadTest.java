package io.perfagent.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpLoadTest {
    private final AtomicInteger served = new AtomicInteger();
    private final CountDownLatch hundred = new CountDownLatch(100);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            int n = served.incrementAndGet();
            boolean fail = exchange.getRequestURI().getPath().equals("/fail");
            if (n % 7 == 0) {
                exchange.getResponseHeaders().set("Connection", "close");
            }
            // A length, then chunks, in turn.
            exchange.sendResponseHeaders(fail ? 500 : 200, n % 2 == 0 ? 5 : 0);
            try (var body = exchange.getResponseBody()) {
                body.write("hello".getBytes(StandardCharsets.US_ASCII));
            }
            hundred.countDown();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void everyAnswerIsCountedOnceOverConnectionsThatTheServerCloses() throws Exception {
        HttpLoad load = new HttpLoad(server.getAddress().getPort(), "/", 2);
        hundred.await();
        load.close();
        assertThat(load.completed()).isEqualTo(served.get()).isGreaterThanOrEqualTo(100);
    }

    @Test
    void anAnswerThatIsNotOkEndsTheLoad() {
        HttpLoad load = new HttpLoad(server.getAddress().getPort(), "/fail", 1);
        assertThatThrownBy(() -> {
                    while (served.get() == 0) {
                        Thread.onSpinWait();
                    }
                    load.close();
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("answered 500");
        assertThat(load.completed()).isZero();
    }
}
