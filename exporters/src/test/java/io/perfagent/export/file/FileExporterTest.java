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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileExporterTest {
    @TempDir
    Path directory;

    private final List<String> lines = new ArrayList<>();

    private FileExporter exporter(String path, long maxSizeBytes) {
        return new FileExporter(path, maxSizeBytes, lines::add);
    }

    private static ExportResult export(FileExporter exporter, Signal signal, byte[] request) {
        return exporter.export(signal, request, request.length, 1, 0);
    }

    @Test
    void writesALineForEachRequestToAFileForEachSignal() throws Exception {
        FileExporter exporter = exporter(directory.resolve("new/out.jsonl").toString(), 1 << 20);
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
        assertThat(exporter("a/b.c/", 1).target(Signal.TRACES)).isEqualTo("a/b.c/traces.jsonl");
        assertThat(exporter("a.b/out", 1).target(Signal.METRICS)).isEqualTo("a.b/out-metrics.jsonl");
        assertThat(exporter("out.json", 1).target(Signal.LOGS)).isEqualTo("out-logs.json");
    }

    @Test
    void appendsToWhatIsThere() throws Exception {
        for (int i = 0; i < 3; i++) {
            FileExporter exporter = exporter(directory + "/", 1 << 20);
            export(exporter, Signal.TRACES, Requests.span("run"));
            exporter.close();
        }
        assertThat(Files.readAllLines(directory.resolve("traces.jsonl"))).hasSize(3);
    }

    @Test
    void rotatesBeforeTheBoundIsPassed() throws Exception {
        int bound = 8_192;
        FileExporter exporter = exporter(directory + "/", bound);
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
        assertThat(names()).containsExactly("telemetry.lock", "traces.jsonl", "traces.jsonl.1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    private List<String> names() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Locks are the JVM's too, so that two exporters are as two processes. */
    @Test
    void eachWriterHasFilesOfItsOwn() throws Exception {
        int bound = 8_192;
        String path = directory.resolve("out.jsonl").toString();
        FileExporter first = exporter(path, bound);
        FileExporter second = exporter(path, bound);
        for (int i = 0; i < 60; i++) {
            assertThat(export(first, Signal.TRACES, Requests.span("first " + i)).status())
                    .isEqualTo(Status.SUCCESS);
            assertThat(export(second, Signal.TRACES, Requests.span("second " + i))
                            .status())
                    .isEqualTo(Status.SUCCESS);
        }
        assertThat(names())
                .containsExactly(
                        "out-traces-2.jsonl",
                        "out-traces-2.jsonl.1",
                        "out-traces.jsonl",
                        "out-traces.jsonl.1",
                        "out.jsonl-2.lock",
                        "out.jsonl.lock");
        for (String name : List.of("out-traces.jsonl", "out-traces.jsonl.1")) {
            assertThat(Files.readAllLines(directory.resolve(name))).isNotEmpty().allMatch(l -> l.contains("\"first "));
        }
        for (String name : List.of("out-traces-2.jsonl", "out-traces-2.jsonl.1")) {
            assertThat(Files.readAllLines(directory.resolve(name))).isNotEmpty().allMatch(l -> l.contains("\"second "));
        }
        assertThat(lines)
                .containsExactly("file exporter: another process writes to " + path + "; this one writes to "
                        + directory.resolve("out-traces-2.jsonl") + " and so on");
        first.close();
        second.close();
    }

    @Test
    void whatAWriterLeavesTheNextOneGoesOnWith() throws Exception {
        String path = directory.resolve("out.jsonl").toString();
        FileExporter stays = exporter(path, 1 << 20);
        export(stays, Signal.LOGS, Requests.event());
        for (int i = 0; i < 3; i++) {
            FileExporter next = exporter(path, 1 << 20);
            export(next, Signal.TRACES, Requests.span("run"));
            next.close();
        }
        assertThat(Files.readAllLines(directory.resolve("out-traces-2.jsonl"))).hasSize(3);
        stays.close();
        FileExporter last = exporter(path, 1 << 20);
        export(last, Signal.TRACES, Requests.span("run"));
        last.close();
        assertThat(directory.resolve("out-traces.jsonl")).exists();
    }

    @Test
    void writersAreBounded() {
        List<FileExporter> all = new ArrayList<>();
        for (int i = 0; i < FileExporter.MAX_WRITERS; i++) {
            FileExporter one = exporter(directory + "/", 1 << 20);
            assertThat(export(one, Signal.TRACES, Requests.span("a")).status()).isEqualTo(Status.SUCCESS);
            all.add(one);
        }
        FileExporter tooMany = exporter(directory + "/", 1 << 20);
        ExportResult result = export(tooMany, Signal.TRACES, Requests.span("a"));
        assertThat(result.status()).isEqualTo(Status.UNREACHABLE);
        assertThat(result.message())
                .endsWith("16 other processes write to files of this name; give this one another path");
        all.get(7).close();
        assertThat(export(tooMany, Signal.TRACES, Requests.span("a")).status()).isEqualTo(Status.SUCCESS);
        tooMany.close();
        all.forEach(FileExporter::close);
    }

    @Test
    void aClearedDirectoryIsSharedAnew() throws Exception {
        FileExporter first = exporter(directory + "/", 1 << 20);
        export(first, Signal.TRACES, Requests.span("lost"));
        for (String name : names()) {
            Files.delete(directory.resolve(name));
        }
        FileExporter second = exporter(directory + "/", 1 << 20);
        export(second, Signal.TRACES, Requests.span("second"));
        export(first, Signal.TRACES, Requests.span("first"));
        assertThat(Files.readString(directory.resolve("traces.jsonl")))
                .contains("\"second\"")
                .doesNotContain("\"first\"");
        assertThat(Files.readString(directory.resolve("traces-2.jsonl"))).contains("\"first\"");
        first.close();
        second.close();
    }

    @Test
    void aRequestLargerThanTheBoundIsRejected() {
        FileExporter exporter = exporter(directory + "/", 4_096);
        assertThat(export(exporter, Signal.TRACES, Requests.span("x".repeat(5_000)))
                        .status())
                .isEqualTo(Status.REJECTED);
        assertThat(export(exporter, Signal.TRACES, new byte[] {1}).status()).isEqualTo(Status.REJECTED);
        exporter.close();
    }

    @Test
    void recoversWhenThePathBecomesUsable() throws Exception {
        Path obstacle = Files.writeString(directory.resolve("obstacle"), "a file where a directory should be");
        FileExporter exporter = exporter(obstacle + "/out.jsonl", 1 << 20);
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
