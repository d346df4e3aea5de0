package io.perfagent.export.file;

import io.perfagent.export.Console;
import io.perfagent.export.ExportResult;
import io.perfagent.export.Exporter;
import io.perfagent.export.Signal;
import io.perfagent.export.json.OtlpJson;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Appends each request as one line of OTLP/JSON to a file for its signal.
 *
 * <p>A file holds one kind of data, so the signal is put into the name: {@code out.jsonl} becomes
 * {@code out-traces.jsonl}, and a path that ends with a slash {@code traces.jsonl} below it. Files are created with mode
 * 0600, directories that are missing with 0700. A file about to pass its bound becomes {@code .1}, replacing the one
 * before. A full disk or a directory that cannot be written to is a result, and tried again with the next request.
 *
 * <p>Several processes may be given one path. The first has the files of that name, and each other has a number in its
 * files' names: {@code out-traces-2.jsonl}. Who has which is known by the lock on {@code out.jsonl.lock}, or
 * {@code out.jsonl-2.lock}. A number is free again when its process ends, and the next one goes on with its files, so
 * that there are never more than for {@value #MAX_WRITERS} processes.
 *
 * <p>Source: OpenTelemetry Protocol File Exporter specification.
 */
public final class FileExporter implements Exporter {
    /** Bound of one file unless another is set, in bytes. */
    public static final long DEFAULT_MAX_SIZE_BYTES = 64L * 1024 * 1024;

    /** Processes that can write at the same time; one more writes nothing. */
    static final int MAX_WRITERS = 16;

    private final String path;
    private final long maxSizeBytes;
    private final Console console;
    private final JsonLinesFile[] files = new JsonLinesFile[Signal.count()];
    private @Nullable OtlpJson json;
    private @Nullable WriterLock lock;

    /** Of this process among those that write to the path. */
    private int number = 1;

    /**
     * @param path of the files, without the signal
     * @param maxSizeBytes bound of each file, at least 4 KiB
     * @param console is told when the files have other names because another process has these
     */
    public FileExporter(String path, long maxSizeBytes, Console console) {
        this.path = path;
        this.maxSizeBytes = Math.max(4096, maxSizeBytes);
        this.console = console;
    }

    @Override
    public String name() {
        return "file";
    }

    @Override
    public String target(Signal signal) {
        return pathOf(signal, 1);
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
            takeNumber();
            file(signal).append(transcoder.array(), transcoder.size());
            return ExportResult.SUCCESS;
        } catch (IOException | RuntimeException e) {
            return ExportResult.unreachable(
                    pathOf(signal, number) + ": " + e.getClass().getSimpleName() + " " + detail(e));
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

    /** Finds files that no other process writes to, or makes sure that ours still are. */
    private void takeNumber() throws IOException {
        WriterLock known = lock;
        if (known != null && known.lasts()) {
            return;
        }
        close();
        for (int i = 1; i <= MAX_WRITERS; i++) {
            WriterLock taken = WriterLock.take(Path.of(lockPath(i)));
            if (taken != null) {
                lock = taken;
                boolean moved = i != number;
                if (moved) {
                    number = i;
                    Arrays.fill(files, null);
                }
                if (moved && i > 1) {
                    console.line("file exporter: another process writes to " + path + "; this one writes to "
                            + pathOf(Signal.TRACES, i) + " and so on");
                }
                return;
            }
        }
        throw new IOException(MAX_WRITERS + " other processes write to files of this name; give this one another path");
    }

    private String lockPath(int of) {
        String base = path.endsWith("/") ? path + "telemetry" : path;
        return of == 1 ? base + ".lock" : base + "-" + of + ".lock";
    }

    private JsonLinesFile file(Signal signal) {
        JsonLinesFile file = files[signal.ordinal()];
        if (file == null) {
            file = new JsonLinesFile(Path.of(pathOf(signal, number)), maxSizeBytes);
            files[signal.ordinal()] = file;
        }
        return file;
    }

    private String pathOf(Signal signal, int of) {
        String label = of == 1 ? signal.label() : signal.label() + "-" + of;
        if (path.endsWith("/")) {
            return path + label + ".jsonl";
        }
        int dot = path.lastIndexOf('.');
        boolean extension = dot > path.lastIndexOf('/') + 1;
        return extension ? path.substring(0, dot) + "-" + label + path.substring(dot) : path + "-" + label + ".jsonl";
    }

    @Override
    public void close() {
        for (JsonLinesFile file : files) {
            if (file != null) {
                file.close();
            }
        }
        WriterLock held = lock;
        lock = null;
        if (held != null) {
            held.release();
        }
    }
}
