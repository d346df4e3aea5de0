package io.perfagent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.perfagent.export.ExportResult;
import io.perfagent.export.ExportResult.Status;
import io.perfagent.export.FakeClock;
import io.perfagent.export.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrpcTlsTest {
    @TempDir
    static Path directory;

    private static Keys server;
    private static Keys client;
    private static Keys elsewhere;

    @BeforeAll
    static void keys() throws Exception {
        server = new Keys(directory, "server", "RSA", "dns:localhost");
        client = new Keys(directory, "client", "EC", "dns:client");
        elsewhere = new Keys(directory, "elsewhere", "EC", "dns:elsewhere.example");
    }

    private static GrpcSink sink(Keys keys, Keys trusted) throws Exception {
        SslContextBuilder tls = GrpcSslContexts.forServer(keys.certificateFile.toFile(), keys.keyFile.toFile());
        if (trusted != null) {
            tls.trustManager(trusted.certificateFile.toFile()).clientAuth(ClientAuth.REQUIRE);
        }
        var context = tls.build();
        return new GrpcSink(0, false, builder -> builder.sslContext(context));
    }

    private static ExportResult export(String endpoint, OtlpSettings.Builder settings) {
        settings.endpoint(null, endpoint).protocol(null, Protocol.GRPC);
        FakeClock clock = new FakeClock();
        OtlpExporter exporter = new OtlpExporter(settings.build(), "1", clock, nanos -> false);
        ExportResult result = ExportResult.SUCCESS;
        for (int i = 0; i < 3 && result.accepted(); i++) {
            result = exporter.export(Signal.TRACES, new byte[0], 0, 0, clock.nanoTime() + 20_000_000_000L);
        }
        exporter.close();
        return result;
    }

    private static OtlpSettings.Builder trusting(Keys keys) {
        return OtlpSettings.builder().certificateFile(null, keys.certificateFile.toString());
    }

    @Test
    void trustsTheCertificateItIsGivenAndNoOther() throws Exception {
        try (GrpcSink sink = sink(server, null)) {
            String url = "https://localhost:" + sink.port();
            ExportResult result = export(url, trusting(server));
            assertThat(result.status()).as(result.message()).isEqualTo(Status.SUCCESS);
            assertThat(sink.calls).hasSize(3);
            assertThat(sink.connections).hasValue(1);
            assertThat(export(url, trusting(elsewhere)).status()).isEqualTo(Status.UNREACHABLE);
            assertThat(export(url, OtlpSettings.builder()).status()).isEqualTo(Status.UNREACHABLE);
            assertThat(sink.calls).hasSize(3);
        }
    }

    @Test
    void checksTheHostName() throws Exception {
        try (GrpcSink sink = sink(elsewhere, null)) {
            assertThat(export("https://localhost:" + sink.port(), trusting(elsewhere))
                            .message())
                    .contains("localhost");
            assertThat(sink.calls).isEmpty();
        }
    }

    @Test
    void showsItsOwnCertificate() throws Exception {
        try (GrpcSink sink = sink(server, client)) {
            String url = "https://localhost:" + sink.port();
            ExportResult result = export(
                    url,
                    trusting(server)
                            .clientKeyFile(null, client.keyFile.toString())
                            .clientCertificateFile(null, client.certificateFile.toString()));
            assertThat(result.status()).as(result.message()).isEqualTo(Status.SUCCESS);
            assertThat(export(url, trusting(server)).status()).isEqualTo(Status.UNREACHABLE);
        }
    }

    @Test
    void aRenewedCertificateOfItsOwnIsRead() throws Exception {
        Path key = Files.copy(elsewhere.keyFile, directory.resolve("renewed-key.pem"));
        Path certificate = Files.copy(elsewhere.certificateFile, directory.resolve("renewed.pem"));
        try (GrpcSink sink = sink(server, client)) {
            OtlpExporter exporter = new OtlpExporter(
                    trusting(server)
                            .endpoint(null, "https://localhost:" + sink.port())
                            .protocol(null, Protocol.GRPC)
                            .clientKeyFile(null, key.toString())
                            .clientCertificateFile(null, certificate.toString())
                            .build(),
                    "1",
                    new FakeClock(),
                    nanos -> false);
            long deadline = 20_000_000_000L;
            assertThat(exporter.export(Signal.TRACES, new byte[0], 0, 0, deadline)
                            .status())
                    .isEqualTo(Status.UNREACHABLE);
            Files.copy(client.keyFile, key, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(client.certificateFile, certificate, StandardCopyOption.REPLACE_EXISTING);
            ExportResult result = exporter.export(Signal.TRACES, new byte[0], 0, 0, deadline);
            assertThat(result.status()).as(result.message()).isEqualTo(Status.SUCCESS);
            exporter.close();
        }
    }

    @Test
    void anEndpointWithoutASchemeIsSecureUnlessToldOtherwise() throws Exception {
        try (GrpcSink secure = sink(server, null);
                GrpcSink plain = new GrpcSink()) {
            assertThat(export("localhost:" + secure.port(), trusting(server)).status())
                    .isEqualTo(Status.SUCCESS);
            assertThat(export("localhost:" + plain.port(), trusting(server)).status())
                    .isEqualTo(Status.UNREACHABLE);
            assertThat(export("localhost:" + plain.port(), trusting(server).insecure(null, true))
                            .status())
                    .isEqualTo(Status.SUCCESS);
            assertThat(export(
                                    "https://localhost:" + secure.port(),
                                    trusting(server).insecure(null, true))
                            .status())
                    .as("the scheme decides")
                    .isEqualTo(Status.SUCCESS);
        }
    }

    @Test
    void aServerThatDoesNotOfferHttp2IsNamedAsSuch() throws Exception {
        try (HttpSink sink = new HttpSink(server.context(), false)) {
            ExportResult result = export("https://localhost:" + sink.port(), trusting(server));
            assertThat(result.status()).isEqualTo(Status.UNREACHABLE);
            assertThat(sink.requests).isEmpty();
        }
    }
}
