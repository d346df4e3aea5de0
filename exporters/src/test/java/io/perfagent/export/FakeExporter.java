package io.perfagent.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what it is given and answers as told; success when told nothing. */
class FakeExporter implements Exporter {
    final List<Signal> signals = new ArrayList<>();
    final List<byte[]> requests = new ArrayList<>();
    final List<Long> deadlines = new ArrayList<>();
    final Deque<ExportResult> results = new ArrayDeque<>();

    @Nullable
    ExportResult always;

    volatile boolean closed;

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public String target(Signal signal) {
        return "http://sink";
    }

    @Override
    public ExportResult export(Signal signal, byte[] request, int sizeBytes, int items, long deadlineNanos) {
        signals.add(signal);
        requests.add(Arrays.copyOf(request, sizeBytes));
        deadlines.add(deadlineNanos);
        ExportResult next = results.poll();
        return next != null ? next : always != null ? always : ExportResult.SUCCESS;
    }

    @Override
    public void close() {
        closed = true;
    }
}
