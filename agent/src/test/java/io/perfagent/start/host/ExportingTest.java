package io.perfagent.start.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.perfagent.config.Config;
import io.perfagent.config.Sources;
import io.perfagent.export.ExportResult.Status;
import io.perfagent.export.Exporter;
import io.perfagent.export.Signal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExportingTest {
    private final BlockingQueue<Headers> received = new LinkedBlockingQueue<>();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            received.add(exchange.getRequestHeaders());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** The headers that the receiver gets with a request of a signal. */
    private Headers sent(Signal signal, Map<String, String> environment) throws InterruptedException {
        Map<String, String> all = new HashMap<>(environment);
        all.put(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://localhost:" + server.getAddress().getPort());
        Config config = Config.load(Sources.of(null, Map.of(), all));
        Exporter exporter = new Exporting(config, line -> {}, "1").otlp();
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        assertThat(exporter.export(signal, new byte[2_000], 2_000, 1, deadline).status())
                .isEqualTo(Status.SUCCESS);
        exporter.close();
        return received.take();
    }

    @Test
    void what_a_signal_says_of_compression_holds_whatever_is_set_for_all() throws InterruptedException {
        Map<String, String> environment = Map.of(
                "OTEL_EXPORTER_OTLP_COMPRESSION", "gzip",
                "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "auto",
                "OTEL_EXPORTER_OTLP_LOGS_COMPRESSION", "none");
        assertThat(sent(Signal.METRICS, environment).getFirst("Content-Encoding"))
                .isEqualTo("gzip");
        assertThat(sent(Signal.LOGS, environment).getFirst("Content-Encoding")).isNull();
        assertThat(sent(Signal.TRACES, environment).getFirst("Content-Encoding"))
                .as("auto: the receiver is on this machine")
                .isNull();
    }

    @Test
    void credentials_for_all_signals_do_not_go_with_one_whose_own_headers_are_wrong() throws InterruptedException {
        Map<String, String> environment = Map.of(
                "OTEL_EXPORTER_OTLP_HEADERS", "api-key=A",
                "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "host=x",
                "OTEL_EXPORTER_OTLP_LOGS_HEADERS", "api-key:B");
        assertThat(sent(Signal.METRICS, environment).getFirst("api-key")).isEqualTo("A");
        assertThat(sent(Signal.TRACES, environment).getFirst("api-key"))
                .as("reserved")
                .isNull();
        assertThat(sent(Signal.LOGS, environment).getFirst("api-key"))
                .as("no pair")
                .isNull();
    }
}
