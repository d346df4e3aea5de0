package io.perfagent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.export.ExportResult;
import io.perfagent.export.ExportResult.Status;
import io.perfagent.export.FakeClock;
import io.perfagent.export.Signal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A receiver that answers and closes before it has read a large request. */
class EarlyAnswerTest {
    private final byte[] request = new byte[32 << 20];
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger waits = new AtomicInteger();

    private ExportResult export(String answer) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> serve(server, answer));
            thread.setDaemon(true);
            thread.start();
            FakeClock clock = new FakeClock();
            OtlpExporter exporter = new OtlpExporter(
                    OtlpSettings.builder()
                            .endpoint(null, "http://localhost:" + server.getLocalPort())
                            .build(),
                    "1",
                    clock,
                    nanos -> waits.incrementAndGet() < 3);
            ExportResult result =
                    exporter.export(Signal.TRACES, request, request.length, 1, clock.nanoTime() + 30_000_000_000L);
            exporter.close();
            return result;
        }
    }

    private void serve(ServerSocket server, String answer) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                connections.incrementAndGet();
                socket.getInputStream().read(new byte[100]);
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                continue; // the end, or the client was gone first
            }
        }
    }

    @Test
    void isUnderstood() throws Exception {
        ExportResult result = export("HTTP/1.1 413 Too large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        assertThat(result.status()).as(result.message()).isEqualTo(Status.REJECTED);
        assertThat(result.message()).contains("413");
        assertThat(connections).hasValue(1);
    }

    @Test
    void mayAskToComeAgain() throws Exception {
        ExportResult result = export("HTTP/1.1 429 Slow down\r\nContent-Length: 0\r\n\r\n");
        assertThat(result.status()).as(result.message()).isEqualTo(Status.RETRYABLE_FAILED);
        assertThat(connections).hasValue(3);
    }

    @Test
    void withoutOneTheLostConnectionIsWhatIsReported() throws Exception {
        for (String answer : new String[] {"", "HTTP/1.1 4"}) {
            ExportResult result = export(answer);
            assertThat(result.status()).isEqualTo(Status.UNREACHABLE);
            assertThat(result.message()).contains("SocketException");
        }
    }
}
