package io.perfagent.export.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.perfagent.export.ExportResult;
import io.perfagent.export.ExportResult.Status;
import io.perfagent.export.Requests;
import io.perfagent.export.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileExporterTest {
    @TempDir
    Path directory;

    private static ExportResult export(FileExporter exporter, Signal signal, byte[] request) {
        return exporter.export(signal, request, request.length, 1, 0);
    }

    @Test
    void writesALineForEachRequestToAFileForEachSignal() throws Exception {
        FileExporter exporter =
                new FileExporter(directory.resolve("new/out.jsonl").toString(), 1 << 20);
        assertThat(export(exporter, Signal.TRACES, Requests.span("a")).status()).isEqualTo(Status.SUCCESS);
        assertThat(export(exporter, Signal.TRACES, Requests.span("b")).status()).isEqualTo(Status.SUCCESS);
        assertThat(export(exporter, Signal.LOGS, Requests.event()).status()).isEqualTo(Status.SUCCESS);
        exporter.close();
        Path traces = directory.resolve("new/out-traces.jsonl");
        List<String> lines = Files.readAllLines(traces);
        assertThat(lines).hasSize(2);
        for (String line : lines) {
            assertThat(JsonParser.parseString(line).getAsJsonObject().keySet()).containsExactly("resourceSpans");
        }
        assertThat(Files.readAllLines(directory.resolve("new/out-logs.jsonl"))).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(traces)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(traces.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void namesFollowThePath() {
        assertThat(new FileExporter("a/b.c/", 1).target(Signal.TRACES)).isEqualTo("a/b.c/traces.jsonl");
        assertThat(new FileExporter("a.b/out", 1).target(Signal.METRICS)).isEqualTo("a.b/out-metrics.jsonl");
        assertThat(new FileExporter("out.json", 1).target(Signal.LOGS)).isEqualTo("out-logs.json");
    }

    @Test
    void appendsToWhatIsThere() throws Exception {
        for (int i = 0; i < 3; i++) {
            FileExporter exporter = new FileExporter(directory + "/", 1 << 20);
            export(exporter, Signal.TRACES, Requests.span("run"));
            exporter.close();
        }
        assertThat(Files.readAllLines(directory.resolve("traces.jsonl"))).hasSize(3);
    }

    @Test
    void rotatesBeforeTheBoundIsPassed() throws Exception {
        int bound = 8_192;
        FileExporter exporter = new FileExporter(directory + "/", bound);
        Path file = directory.resolve("traces.jsonl");
        Path predecessor = directory.resolve("traces.jsonl.1");
        for (int i = 0; i < 60; i++) {
            assertThat(export(exporter, Signal.TRACES, Requests.span("no " + i)).status())
                    .isEqualTo(Status.SUCCESS);
            assertThat(Files.size(file)).isLessThanOrEqualTo(bound);
        }
        exporter.close();
        assertThat(Files.size(predecessor)).isBetween(bound / 2L, (long) bound);
        List<String> newest = Files.readAllLines(file);
        assertThat(newest.get(newest.size() - 1)).contains("\"no 59\"");
        assertThat(Files.list(directory)).hasSize(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aRequestLargerThanTheBoundIsRejected() {
        FileExporter exporter = new FileExporter(directory + "/", 4_096);
        assertThat(export(exporter, Signal.TRACES, Requests.span("x".repeat(5_000)))
                        .status())
                .isEqualTo(Status.REJECTED);
        assertThat(export(exporter, Signal.TRACES, new byte[] {1}).status()).isEqualTo(Status.REJECTED);
        exporter.close();
    }

    @Test
    void recoversWhenThePathBecomesUsable() throws Exception {
        Path obstacle = Files.writeString(directory.resolve("obstacle"), "a file where a directory should be");
        FileExporter exporter = new FileExporter(obstacle + "/out.jsonl", 1 << 20);
        ExportResult result = export(exporter, Signal.TRACES, Requests.span("a"));
        assertThat(result.status()).isEqualTo(Status.UNREACHABLE);
        assertThat(result.message()).contains("obstacle/out-traces.jsonl");
        Files.delete(obstacle);
        assertThat(export(exporter, Signal.TRACES, Requests.span("b")).status()).isEqualTo(Status.SUCCESS);
        Files.delete(obstacle.resolve("out-traces.jsonl"));
        assertThat(export(exporter, Signal.TRACES, Requests.span("c")).status()).isEqualTo(Status.SUCCESS);
        assertThat(Files.readString(obstacle.resolve("out-traces.jsonl"))).contains("\"c\"");
        exporter.close();
    }

    @Test
    void aFullDiskIsAResult() {
        // The device of that name takes no byte and gives the error of a full disk.
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/full")), "no /dev/full");
        JsonLinesFile full = new JsonLinesFile(Path.of("/dev/full"), 1 << 20);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> full.append(new byte[10], 10))
                .isInstanceOf(java.io.IOException.class)
                .hasMessageContaining("No space left");
    }
}
