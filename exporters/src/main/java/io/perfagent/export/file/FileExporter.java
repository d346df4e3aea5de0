package io.perfagent.export.file;

import io.perfagent.export.ExportResult;
import io.perfagent.export.Exporter;
import io.perfagent.export.Signal;
import io.perfagent.export.json.OtlpJson;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Appends each request as one line of OTLP/JSON to a file for its signal.
 *
 * <p>A file holds one kind of data, so the signal is put into the name: {@code out.jsonl} becomes
 * {@code out-traces.jsonl}, and a path that ends with a slash {@code traces.jsonl} below it. Files are created with mode
 * 0600, directories that are missing with 0700. A file about to pass its bound becomes {@code .1}, replacing the one
 * before. A full disk or a directory that cannot be written to is a result, and tried again with the next request.
 *
 * <p>Source: OpenTelemetry Protocol File Exporter specification.
 */
public final class FileExporter implements Exporter {
    /** Bound of one file unless another is set, in bytes. */
    public static final long DEFAULT_MAX_SIZE_BYTES = 64L * 1024 * 1024;

    private final String path;
    private final long maxSizeBytes;
    private final JsonLinesFile[] files = new JsonLinesFile[Signal.count()];
    private @Nullable OtlpJson json;

    /**
     * @param path of the files, without the signal
     * @param maxSizeBytes bound of each file, at least 4 KiB
     */
    public FileExporter(String path, long maxSizeBytes) {
        this.path = path;
        this.maxSizeBytes = Math.max(4096, maxSizeBytes);
    }

    @Override
    public String name() {
        return "file";
    }

    @Override
    public String target(Signal signal) {
        return pathOf(signal);
    }

    @Override
    public ExportResult export(Signal signal, byte[] request, int sizeBytes, int items, long deadlineNanos) {
        try {
            OtlpJson transcoder = json;
            if (transcoder == null) {
                transcoder = new OtlpJson();
                json = transcoder;
            }
            if (!transcoder.transcode(signal, request, sizeBytes)) {
                return ExportResult.rejected("the request cannot be written as JSON");
            }
            if (transcoder.size() >= maxSizeBytes) {
                return ExportResult.rejected(
                        "a request of " + transcoder.size() + " bytes is larger than the file may be");
            }
            file(signal).append(transcoder.array(), transcoder.size());
            return ExportResult.SUCCESS;
        } catch (IOException | RuntimeException e) {
            return ExportResult.unreachable(pathOf(signal) + ": " + e.getClass().getSimpleName() + " " + detail(e));
        }
    }

    private static String detail(Exception e) {
        // File system exceptions give the path as message; the reason is what matters.
        if (e instanceof FileSystemException failure) {
            String reason = failure.getReason();
            return reason == null ? "" : reason;
        }
        return e.getMessage() == null ? "" : e.getMessage();
    }

    private JsonLinesFile file(Signal signal) {
        JsonLinesFile file = files[signal.ordinal()];
        if (file == null) {
            file = new JsonLinesFile(Path.of(pathOf(signal)), maxSizeBytes);
            files[signal.ordinal()] = file;
        }
        return file;
    }

    private String pathOf(Signal signal) {
        if (path.endsWith("/")) {
            return path + signal.label() + ".jsonl";
        }
        int dot = path.lastIndexOf('.');
        boolean extension = dot > path.lastIndexOf('/') + 1;
        return extension
                ? path.substring(0, dot) + "-" + signal.label() + path.substring(dot)
                : path + "-" + signal.label() + ".jsonl";
    }

    @Override
    public void close() {
        for (JsonLinesFile file : files) {
            if (file != null) {
                file.close();
            }
        }
    }
}
