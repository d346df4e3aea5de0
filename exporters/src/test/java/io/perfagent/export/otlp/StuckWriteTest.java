package io.perfagent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.export.Clock;
import io.perfagent.export.ExportResult;
import io.perfagent.export.ExportResult.Status;
import io.perfagent.export.Signal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A receiver that takes connections, grants every window and never reads. */
class StuckWriteTest {
    /** HTTP/2 settings with the largest window for streams, and the largest for the connection. */
    private static final String WINDOWS = "000006 04 00 00000000 0004 7fffffff 000004 08 00 00000000 7fff0000";

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"PROTOBUF", "GRPC"})
    @Timeout(60)
    void aRequestThatNobodyReadsIsCutOff(Protocol protocol) throws Exception {
        byte[] request = new byte[32 << 20];
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            OtlpExporter exporter = new OtlpExporter(
                    OtlpSettings.builder()
                            .endpoint(null, "http://localhost:" + server.getLocalPort())
                            .protocol(null, protocol)
                            .timeoutMillis(null, 500)
                            .build(),
                    "1",
                    Clock.SYSTEM,
                    nanos -> false);
            ExportResult[] result = new ExportResult[1];
            Thread caller = new Thread(() -> result[0] =
                    exporter.export(Signal.TRACES, request, request.length, 1, System.nanoTime() + 60_000_000_000L));
            caller.start();
            try (Socket accepted = server.accept()) {
                accepted.getOutputStream().write(HexFormat.of().parseHex(WINDOWS.replace(" ", "")));
                while (caller.isAlive()) {
                    exporter.expire(System.nanoTime());
                    caller.join(20);
                }
            }
            assertThat(result[0].status()).isEqualTo(Status.UNREACHABLE);
            exporter.close();
        }
    }
}
