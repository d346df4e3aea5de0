package io.perfagent.export;

import io.perfagent.export.metric.MetricWriter;
import io.perfagent.export.proto.ProtoWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the export thread does when it is time: builds requests from the sources and delivers them. */
final class ExportWork {
    private static final int INITIAL_BYTES = 16 * 1024;

    final ExportStats stats;
    private final PipelineSettings settings;
    private final Resource resource;
    private final String scopeVersion;
    private final @Nullable SpanSource spans;
    private final @Nullable MetricSource metrics;
    private final EventQueue events;
    private final ProfileRequests profiles;
    private final Clock clock;
    private final Console console;
    private final ExportWaiter waiter;
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<List<Delivery>> bySignal = new ArrayList<>();
    private final ProtoWriter request = new ProtoWriter(INITIAL_BYTES, PipelineSettings.MAX_REQUEST_BYTES);
    private final MetricWriter metricWriter = new MetricWriter(request);
    private final LogWriter logWriter = new LogWriter(request);
    private boolean flushing;
    private volatile boolean stopRequested;
    private volatile long stopDeadlineNanos;

    ExportWork(
            PipelineSettings settings,
            Resource resource,
            String version,
            Exporters exporters,
            @Nullable SpanSource spans,
            @Nullable MetricSource metrics,
            EventQueue events,
            ProfileRequests profiles,
            Clock clock,
            Console console,
            ExportWaiter waiter) {
        this.settings = settings;
        this.resource = resource;
        this.scopeVersion = version;
        this.spans = exporters.none(Signal.TRACES) ? null : spans;
        this.metrics = exporters.none(Signal.METRICS) ? null : metrics;
        this.events = events;
        this.profiles = profiles;
        this.clock = clock;
        this.console = console;
        this.waiter = waiter;
        List<ExporterStats> counted = new ArrayList<>();
        for (int i = 0; i < Signal.count(); i++) {
            bySignal.add(new ArrayList<>());
        }
        for (Exporter exporter : exporters.all()) {
            Delivery delivery = new Delivery(exporter, console, clock);
            deliveries.add(delivery);
            counted.add(delivery.stats);
            for (int i = 0; i < Signal.count(); i++) {
                if (exporters.of(Signal.of(i)).contains(exporter)) {
                    bySignal.get(i).add(delivery);
                }
            }
        }
        stats = new ExportStats(counted);
    }

    /** Spans in batches: only while full batches wait, or until none waits. Ends early when delivery fails. */
    void exportSpans(boolean fullBatchesOnly) {
        SpanSource source = spans;
        if (source == null) {
            return;
        }
        // Bounded, so that a fast producer cannot keep metrics and events from being exported.
        int batches = source.capacity() / settings.maxExportBatchSize() + 1;
        int full =
                Math.max(1, Math.min(settings.maxExportBatchSize(), source.capacity() / 2)); // as the source wakes us
        for (int i = 0; i < batches && inTime(); i++) {
            int waiting = source.pending();
            if (waiting <= 0 || (fullBatchesOnly && waiting < full)) {
                return;
            }
            request.clear();
            int mark = request.open(1);
            request.bytes(1, resource.encoded(), 0, resource.encoded().length);
            int count;
            try {
                count = source.drain(request, settings.maxExportBatchSize());
            } catch (Throwable t) {
                sourceFailed("spans", t);
                return;
            }
            request.close(mark);
            if (count <= 0 || !deliver(Signal.TRACES, count)) {
                return;
            }
        }
    }

    void exportMetrics() {
        MetricSource source = metrics;
        if (source == null || !inTime()) {
            return;
        }
        request.clear();
        metricWriter.begin(resource.encoded());
        int count;
        try {
            source.collect(metricWriter, clock.unixNanos());
            count = metricWriter.points();
        } catch (Throwable t) {
            sourceFailed("metrics", t);
            return;
        }
        metricWriter.end();
        stats.droppedPoints(metricWriter.droppedPoints());
        if (count > 0) {
            deliver(Signal.METRICS, count);
        }
    }

    void exportEvents() {
        if (events.size() == 0 || !inTime()) {
            return;
        }
        request.clear();
        logWriter.begin(resource.encoded(), "io.perfagent", scopeVersion);
        long now = clock.unixNanos();
        for (int i = 0; i < EventQueue.CAPACITY; i++) {
            Event event = events.poll();
            if (event == null) {
                break;
            }
            logWriter.record(event, now);
        }
        logWriter.end();
        if (logWriter.records() > 0 && !bySignal.get(Signal.LOGS.ordinal()).isEmpty()) {
            deliver(Signal.LOGS, logWriter.records());
        }
    }

    /** Profiles, a request each. */
    void exportProfiles() {
        for (int i = 0; i < ProfileRequests.CAPACITY && inTime(); i++) {
            ProfileRequests.Waiting next = profiles.poll();
            if (next == null) {
                return;
            }
            deliver(Signal.PROFILES, next.request(), next.request().length, next.profiles());
        }
    }

    /** Called by any thread: what is under way is to end, and the last flush to be done by the deadline. */
    void requestStop(long deadlineNanos) {
        stopDeadlineNanos = deadlineNanos;
        stopRequested = true;
        waiter.stop();
    }

    /** The last export of everything, and the end of the exporters. */
    void flushAndClose() {
        flushing = true;
        waiter.flushing();
        exportSpans(false);
        exportMetrics();
        exportEvents();
        exportProfiles();
        for (int i = 0; i < deliveries.size(); i++) {
            try {
                deliveries.get(i).exporter.close();
            } catch (Throwable t) {
                sourceFailed(deliveries.get(i).exporter.name(), t);
            }
        }
    }

    /** Called by any thread: requests under way end now. */
    void abort() {
        for (int i = 0; i < deliveries.size(); i++) {
            deliveries.get(i).exporter.abort();
        }
    }

    /** Called by any thread: requests that have outlived their deadlines end now. */
    void expire() {
        long nowNanos = clock.nanoTime();
        for (int i = 0; i < deliveries.size(); i++) {
            deliveries.get(i).exporter.expire(nowNanos);
        }
    }

    private boolean deliver(Signal signal, int items) {
        return deliver(signal, request.array(), request.size(), items);
    }

    /** True if one exporter at least accepted the request. */
    private boolean deliver(Signal signal, byte[] body, int sizeBytes, int items) {
        boolean accepted = false;
        List<Delivery> targets = bySignal.get(signal.ordinal());
        for (int i = 0; i < targets.size(); i++) {
            Delivery delivery = targets.get(i);
            // An unreachable receiver is tried once for each request; at the end only one that has ever answered
            // is worth the wait: a process must not take seconds to end for want of a collector.
            boolean last = flushing;
            waiter.patient(!delivery.down(signal) && (!last || delivery.reached(signal)));
            ExportResult result = delivery.send(signal, body, sizeBytes, items, deadline());
            if (!result.accepted() && result.status() != ExportResult.Status.REJECTED && !last && stopRequested) {
                // Cut short by the beginning of shutdown: what was in hand gets its try within the last flush.
                waiter.flushing();
                waiter.patient(result.status() == ExportResult.Status.RETRYABLE_FAILED && !delivery.down(signal));
                result = delivery.send(signal, body, sizeBytes, items, stopDeadlineNanos);
            }
            delivery.finish(signal, sizeBytes, items, result);
            accepted |= result.accepted();
        }
        return accepted;
    }

    private long deadline() {
        return flushing ? stopDeadlineNanos : clock.nanoTime() + settings.exportTimeoutMillis() * 1_000_000L;
    }

    private boolean inTime() {
        return !flushing || stopDeadlineNanos - clock.nanoTime() > 0;
    }

    private void sourceFailed(String what, Throwable t) {
        stats.sourceFailed();
        if (stats.sourceFailures() == 1) {
            console.line("export: " + what + " could not be collected: "
                    + t.getClass().getName());
        }
    }
}
