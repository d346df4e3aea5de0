package io.perfagent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

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

class OtlpTlsTest {
    @TempDir
    static Path directory;

    private static Keys server;
    private static Keys elsewhere;
    private static Keys rsaClient;
    private static Keys ecClient;

    @BeforeAll
    static void keys() throws Exception {
        server = new Keys(directory, "server", "RSA", "dns:localhost");
        elsewhere = new Keys(directory, "elsewhere", "EC", "dns:elsewhere.example");
        rsaClient = new Keys(directory, "rsa-client", "RSA", "dns:client");
        ecClient = new Keys(directory, "ec-client", "EC", "dns:client");
    }

    private static ExportResult export(HttpSink sink, OtlpSettings.Builder settings) {
        settings.endpoint(null, "https://localhost:" + sink.port());
        FakeClock clock = new FakeClock();
        OtlpExporter exporter = new OtlpExporter(settings.build(), "1", clock, nanos -> false);
        ExportResult first = exporter.export(Signal.TRACES, new byte[0], 0, 0, clock.nanoTime() + 20_000_000_000L);
        if (first.accepted()) {
            assertThat(exporter.export(Signal.LOGS, new byte[0], 0, 0, clock.nanoTime() + 20_000_000_000L)
                            .status())
                    .isEqualTo(Status.SUCCESS);
        }
        exporter.close();
        return first;
    }

    private static OtlpSettings.Builder trusting(Keys keys) {
        return OtlpSettings.builder().certificateFile(null, keys.certificateFile.toString());
    }

    @Test
    void trustsTheCertificateItIsGiven() throws Exception {
        try (HttpSink sink = new HttpSink(server.context(), false)) {
            assertThat(export(sink, trusting(server)).status()).isEqualTo(Status.SUCCESS);
            assertThat(sink.requests).hasSize(2);
        }
    }

    @Test
    void trustsNoOther() throws Exception {
        try (HttpSink sink = new HttpSink(server.context(), false)) {
            assertThat(export(sink, trusting(elsewhere)).status()).isEqualTo(Status.UNREACHABLE);
            assertThat(export(sink, OtlpSettings.builder()).status()).isEqualTo(Status.UNREACHABLE);
            assertThat(sink.requests).isEmpty();
        }
    }

    @Test
    void checksTheHostName() throws Exception {
        try (HttpSink sink = new HttpSink(elsewhere.context(), false)) {
            ExportResult result = export(sink, trusting(elsewhere));
            assertThat(result.status()).isEqualTo(Status.UNREACHABLE);
            assertThat(result.message()).contains("localhost");
            assertThat(sink.requests).isEmpty();
        }
    }

    @Test
    void showsItsOwnCertificate() throws Exception {
        for (Keys client : new Keys[] {rsaClient, ecClient}) {
            try (HttpSink sink = new HttpSink(server.context(rsaClient, ecClient), true)) {
                ExportResult result = export(
                        sink,
                        trusting(server)
                                .clientKeyFile(null, client.keyFile.toString())
                                .clientCertificateFile(null, client.certificateFile.toString()));
                assertThat(result.status()).as(result.message()).isEqualTo(Status.SUCCESS);
            }
        }
        try (HttpSink sink = new HttpSink(server.context(rsaClient), true)) {
            assertThat(export(sink, trusting(server)).status()).isEqualTo(Status.UNREACHABLE);
        }
    }

    @Test
    void filesThatCannotBeUsedAreNamedAndNotShown() throws Exception {
        Path junk = Files.writeString(directory.resolve("junk.pem"), "-----BEGIN PRIVATE KEY-----\nsecret!\n");
        Path badKey = Files.writeString(
                directory.resolve("bad-key.pem"), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");
        String certificate = rsaClient.certificateFile.toString();
        try (HttpSink sink = new HttpSink(server.context(), false)) {
            OtlpSettings.Builder[] bad = {
                OtlpSettings.builder()
                        .certificateFile(null, directory.resolve("absent.pem").toString()),
                OtlpSettings.builder().certificateFile(null, junk.toString()),
                OtlpSettings.builder().clientCertificateFile(null, certificate).clientKeyFile(null, junk.toString()),
                OtlpSettings.builder().clientCertificateFile(null, certificate).clientKeyFile(null, badKey.toString()),
            };
            String[] named = {"absent.pem", "junk.pem", "junk.pem", "bad-key.pem"};
            for (int i = 0; i < bad.length; i++) {
                ExportResult result = export(sink, bad[i]);
                assertThat(result.status()).isEqualTo(Status.UNREACHABLE);
                assertThat(result.message()).contains(named[i]).doesNotContain("secret", "c2VjcmV0");
            }
            assertThat(export(sink, OtlpSettings.builder().clientKeyFile(null, junk.toString()))
                            .message())
                    .contains("need each other");
        }
    }

    @Test
    void aRenewedCertificateOfItsOwnIsRead() throws Exception {
        Path key = Files.copy(ecClient.keyFile, directory.resolve("renewed-key.pem"));
        Path certificate = Files.copy(ecClient.certificateFile, directory.resolve("renewed.pem"));
        try (HttpSink sink = new HttpSink(server.context(rsaClient), true)) {
            FakeClock clock = new FakeClock();
            OtlpExporter exporter = new OtlpExporter(
                    trusting(server)
                            .endpoint(null, "https://localhost:" + sink.port())
                            .clientKeyFile(null, key.toString())
                            .clientCertificateFile(null, certificate.toString())
                            .build(),
                    "1",
                    clock,
                    nanos -> false);
            long deadline = 20_000_000_000L;
            assertThat(exporter.export(Signal.TRACES, new byte[0], 0, 0, deadline)
                            .status())
                    .isEqualTo(Status.UNREACHABLE);
            Files.copy(rsaClient.keyFile, key, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(rsaClient.certificateFile, certificate, StandardCopyOption.REPLACE_EXISTING);
            ExportResult result = exporter.export(Signal.TRACES, new byte[0], 0, 0, deadline);
            assertThat(result.status()).as(result.message()).isEqualTo(Status.SUCCESS);
            exporter.close();
        }
    }

    @Test
    void aFileThatComesLateIsRead() throws Exception {
        Path late = directory.resolve("late.pem");
        try (HttpSink sink = new HttpSink(server.context(), false)) {
            FakeClock clock = new FakeClock();
            OtlpExporter exporter = new OtlpExporter(
                    OtlpSettings.builder()
                            .endpoint(null, "https://localhost:" + sink.port())
                            .certificateFile(null, late.toString())
                            .build(),
                    "1",
                    clock,
                    nanos -> false);
            long deadline = 20_000_000_000L;
            assertThat(exporter.export(Signal.TRACES, new byte[0], 0, 0, deadline)
                            .status())
                    .isEqualTo(Status.UNREACHABLE);
            Files.copy(elsewhere.certificateFile, late);
            assertThat(exporter.export(Signal.TRACES, new byte[0], 0, 0, deadline)
                            .status())
                    .isEqualTo(Status.UNREACHABLE);
            Files.delete(late);
            Files.copy(server.certificateFile, late);
            assertThat(exporter.export(Signal.TRACES, new byte[0], 0, 0, deadline)
                            .status())
                    .isEqualTo(Status.SUCCESS);
            exporter.close();
        }
    }
}
