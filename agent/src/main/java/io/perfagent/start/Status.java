package io.perfagent.start;

import io.perfagent.bootstrap.Seam;
import io.perfagent.coldstart.archive.ManagedStart;
import io.perfagent.export.ExportStats;
import io.perfagent.export.ExporterStats;
import io.perfagent.export.Pipeline;
import io.perfagent.export.Signal;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.metric.DurationMetric;
import io.perfagent.metric.Held;
import io.perfagent.metric.OperationTable;
import io.perfagent.start.adapting.Adapting;
import io.perfagent.start.host.Host;
import io.perfagent.start.host.Machine;
import io.perfagent.start.host.OwnCpu;
import io.perfagent.start.host.Progress;
import io.perfagent.start.profiling.HotWatch;
import io.perfagent.trace.SpanRing;
import io.perfagent.weave.Moment;
import io.perfagent.weave.Site;
import io.perfagent.weave.WeaveStatus;
import io.perfagent.weave.cache.WeaveCache;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the agent did, skipped, dropped and cost, as text. */
final class Status {
    private Status() {}

    static String text(Agent agent) {
        StringBuilder out = new StringBuilder(2048);
        out.append("perf-agent ").append(Host.VERSION).append(Seam.isOpen() ? ", recording" : ", not recording yet");
        out.append('\n');
        start(out, agent);
        archive(out, agent);
        woven(out, agent);
        hooks(out, agent);
        export(out, agent);
        Adapting adapting = agent.adapting;
        out.append(adapting == null ? "" : adapting.status());
        out.append(HotWatch.status());
        cost(out, agent);
        for (String one : agent.notMeasured.toArray(new String[0])) {
            out.append("not measured: ").append(one).append('\n');
        }
        for (String problem : agent.problems.toArray(new String[0])) {
            out.append("problem: ").append(problem).append('\n');
        }
        return out.toString();
    }

    private static void archive(StringBuilder out, Agent agent) {
        ManagedStart managed = agent.managed;
        if (managed != null) {
            String objection = managed.objection();
            out.append("archive: ").append(objection == null ? "in use" : objection);
            out.append("; checked in ").append(managed.checkNanos() / 1000).append(" us\n");
        }
    }

    private static void woven(StringBuilder out, Agent agent) {
        WeaveStatus status = agent.weaving.status();
        Map<String, StringBuilder> applied = new TreeMap<>();
        List<WeaveStatus.Row> rows = status.rows();
        for (WeaveStatus.Row row : rows) {
            if (row.outcome == WeaveStatus.Outcome.WOVEN || row.outcome == WeaveStatus.Outcome.FROM_CACHE) {
                StringBuilder names = applied.computeIfAbsent(row.instrumentation, name -> new StringBuilder());
                String simple = row.className.substring(row.className.lastIndexOf('.') + 1);
                names.append(names.length() == 0 ? "" : ", ").append(simple);
            }
        }
        out.append("woven\n");
        Set<String> absent = new TreeSet<>();
        Set<String> off = new TreeSet<>();
        for (Site site : agent.weaving.table().sites) {
            if (!applied.containsKey(site.instrumentation)) {
                (site.enabled ? absent : off).add(site.instrumentation);
            }
        }
        off.removeAll(absent); // a part of it is on
        for (Map.Entry<String, StringBuilder> one : applied.entrySet()) {
            out.append("  ")
                    .append(one.getKey())
                    .append(": ")
                    .append(one.getValue())
                    .append('\n');
        }
        out.append(absent.isEmpty() ? "" : "  not loaded: " + String.join(", ", absent) + '\n');
        out.append(off.isEmpty() ? "" : "  off: " + String.join(", ", off) + '\n');
        for (WeaveStatus.Row row : rows) {
            if (row.outcome == WeaveStatus.Outcome.SKIPPED || row.outcome == WeaveStatus.Outcome.FAILED) {
                out.append("  ").append(row.outcome == WeaveStatus.Outcome.SKIPPED ? "skipped " : "failed ");
                out.append(row.className)
                        .append(" (")
                        .append(row.instrumentation)
                        .append("): ");
                out.append(row.reason).append('\n');
            }
        }
        WeaveCache cache = agent.weaving.cache();
        out.append("  weave cache: ").append(cache.hits()).append(" hits, ");
        out.append(cache.misses()).append(" misses, ").append(cache.refused()).append(" refused");
        if (agent.weaving.forgotten() > 0) {
            out.append(", ").append(agent.weaving.forgotten()).append(" classes without room to wait");
        }
        out.append(agent.cacheObjection == null ? "" : "; not used: " + agent.cacheObjection)
                .append('\n');
    }

    private static void hooks(StringBuilder out, Agent agent) {
        for (Site site : agent.weaving.table().sites) {
            int failures = Seam.failures(site.id);
            if (failures > 0) {
                out.append("hook failed ").append(failures).append(" times: ").append(site);
                out.append(": ").append(Seam.firstFailure(site.id));
                out.append(failures >= Seam.MAX_FAILURES ? " (removed)" : "").append('\n');
            }
        }
    }

    private static void export(StringBuilder out, Agent agent) {
        Telemetry telemetry = agent.telemetryIfMade();
        if (telemetry == null) {
            return;
        }
        SpanRing ring = telemetry.tracing.ring();
        out.append("spans: ").append(ring.pending()).append(" waiting; dropped: ");
        out.append(ring.droppedFull())
                .append(" queue full, ")
                .append(ring.droppedMemory())
                .append(" memory, ");
        out.append(ring.droppedLarge()).append(" too large; abandoned operations: ");
        out.append(telemetry.tracing.abandoned()).append("; calls left out: ");
        out.append(telemetry.tracing.leftOut()).append('\n');
        lost(out, agent, telemetry);
        Pipeline pipeline = agent.pipelineIfStarted();
        if (pipeline != null) {
            ExportStats stats = pipeline.stats();
            out.append("sent: ").append(stats.sent(Signal.TRACES)).append(" spans, ");
            out.append(stats.sent(Signal.METRICS)).append(" points, ").append(stats.sent(Signal.LOGS));
            out.append(" events; lost: ").append(stats.failed(Signal.TRACES) + stats.rejected(Signal.TRACES));
            out.append(" spans, ").append(stats.failed(Signal.METRICS) + stats.rejected(Signal.METRICS));
            out.append(" points\n");
            for (ExporterStats exporter : stats.exporters()) {
                String error = exporter.lastError();
                if (error != null && !error.isEmpty()) {
                    out.append("  ")
                            .append(exporter.name())
                            .append(": ")
                            .append(error)
                            .append('\n');
                }
            }
        }
    }

    /** What there was no room for, cause by cause; nothing is said of what never happened. */
    private static void lost(StringBuilder out, Agent agent, Telemetry telemetry) {
        for (DurationMetric duration : telemetry.metrics.durations()) {
            lost(out, duration.overflowed(), "attribute sets beyond the limit of ".concat(duration.name()));
        }
        OperationTable operations = telemetry.metrics.operations();
        lost(out, operations.overflowed(), "operations that share their statistics with others");
        lost(out, operations.foldedHistograms(), "histograms folded for want of room");
        lost(out, telemetry.tracing.side().refused(), "objects of the application beside which there was no room");
        lost(out, agent.events.dropped(), "events dropped");
        lost(out, pipelineProfiles(agent), "profiles not sent for want of room");
        lost(out, pipelinePoints(agent), "points that did not fit into a request");
    }

    private static long pipelineProfiles(Agent agent) {
        Pipeline pipeline = agent.pipelineIfStarted();
        return pipeline == null ? 0 : pipeline.droppedProfiles();
    }

    private static long pipelinePoints(Agent agent) {
        Pipeline pipeline = agent.pipelineIfStarted();
        return pipeline == null ? 0 : pipeline.stats().droppedPoints();
    }

    private static void lost(StringBuilder out, long count, String what) {
        if (count > 0) {
            out.append("  no room: ").append(count).append(' ').append(what).append('\n');
        }
    }

    private static void start(StringBuilder out, Agent agent) {
        Progress progress = agent.progress;
        long origin = StartClock.jvmStartNanos();
        out.append("start:");
        if (progress.has(Moment.LISTENING)) {
            out.append(" listening after ")
                    .append(millis(progress.listeningNanos() - origin))
                    .append(',');
        }
        if (progress.has(Moment.RESPONSE)) {
            out.append(" first response after ")
                    .append(millis(progress.responseNanos() - origin))
                    .append(',');
        }
        if (agent.firstPassDoneNanos != 0) {
            out.append(" woven after ")
                    .append(millis(agent.firstPassDoneNanos - origin))
                    .append(" (")
                    .append(agent.weaving.status().count(WeaveStatus.Outcome.WOVEN))
                    .append(" classes late),");
        }
        out.append(" of which ").append(millis(agent.premainTookNanos)).append(" before main for the agent\n");
        String absence = agent.absence.account();
        if (absence != null) {
            out.append("  ").append(absence).append('\n');
        }
    }

    private static String millis(long nanos) {
        return nanos / 1_000_000 + " ms";
    }

    private static void cost(StringBuilder out, Agent agent) {
        Telemetry telemetry = agent.telemetryIfMade();
        if (telemetry != null) {
            out.append("held:");
            for (Held held : telemetry.metrics.held()) {
                out.append(' ').append(held.structure().replace('_', ' ')).append(' ');
                out.append(held.heldBytes() >> 10).append(" KiB,");
            }
            out.append(' ').append(telemetry.tracing.side().size()).append(" objects beside the application's\n");
            out.append(HookTime.now().say(Machine.processCpuNanos(ManagementFactory.getOperatingSystemMXBean())))
                    .append('\n');
        }
        out.append("cpu of our threads: ").append(OwnCpu.millis()).append(" ms; weaving took ");
        out.append(agent.works.weaveNanos() / 1_000_000).append(" ms\n");
    }
}
