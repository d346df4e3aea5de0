package io.perfagent.start;

import io.perfagent.bootstrap.Seam;
import io.perfagent.export.ExportStats;
import io.perfagent.export.Pipeline;
import io.perfagent.export.Signal;
import io.perfagent.export.metric.MetricWriter;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.export.proto.ProtoWriter;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.metric.CounterSeries;
import io.perfagent.metric.DurationMetric;
import io.perfagent.metric.Held;
import io.perfagent.metric.Metrics;
import io.perfagent.metric.Observed;
import io.perfagent.metric.OperationTable;
import io.perfagent.start.host.Host;
import io.perfagent.start.host.OwnCpu;
import io.perfagent.trace.SpanRing;
import io.perfagent.weave.WeaveStatus;
import java.util.HashMap;
import java.util.Map;

/** {@code perf_agent.*}: what the agent dropped, holds, wove and cost, for the collector as in the status. */
final class OwnMetrics implements Observed {
    private static final String SCOPE = "io.perfagent.agent";
    private static final byte[] NO_ATTRIBUTES = {};
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final Agent agent;
    private final boolean delta;

    /** By metric and attribute value; as many as there are calls in this class. */
    private final Map<String, CounterSeries> counters = new HashMap<>();

    private final long jvmStartNanos = StartClock.jvmStartNanos();
    private MetricWriter out = new MetricWriter(new ProtoWriter(0, 0)); // until there is one to write to
    private long start;
    private long now;
    private String metric = "";
    private String key = "";

    OwnMetrics(Agent agent) {
        this.agent = agent;
        this.delta = agent.telemetry().metrics.settings().delta();
    }

    @Override
    public int observe(MetricWriter writer, long startUnixNanos, long nowUnixNanos) {
        out = writer;
        start = startUnixNanos;
        now = nowUnixNanos;
        int before = out.points();
        out.scope(SCOPE, Host.VERSION);
        dropped(agent.telemetry());
        exported();
        weaving();
        held(agent.telemetry().metrics);
        cost();
        return out.points() - before;
    }

    private void dropped(Telemetry telemetry) {
        SpanRing ring = telemetry.tracing.ring();
        counter("perf_agent.span.dropped", "{span}", "Spans dropped before their export.", "perf_agent.drop.cause");
        count("queue_full", ring.droppedFull());
        count("memory", ring.droppedMemory());
        count("too_large", ring.droppedLarge());
        counter(
                "perf_agent.operation.abandoned",
                "{operation}",
                "Operations left on a thread by a call that never came back.",
                "");
        count("", telemetry.tracing.abandoned());
        counter(
                "perf_agent.side_entry.refused",
                "{entry}",
                "State beside objects of the application for which there was no room.",
                "");
        count("", telemetry.tracing.side().refused());
        Metrics metrics = telemetry.metrics;
        counter(
                "perf_agent.metric.overflow",
                "{lookup}",
                "Look-ups of an attribute set beyond the cardinality limit of a metric.",
                "perf_agent.metric");
        for (DurationMetric duration : metrics.durations()) {
            count(duration.name(), duration.overflowed());
        }
        OperationTable operations = metrics.operations();
        counter(
                "perf_agent.operation_key.folded",
                "{lookup}",
                "Look-ups of an operation that shares its statistics with others.",
                "");
        count("", operations.overflowed());
        counter(
                "perf_agent.histogram.folded",
                "{histogram}",
                "Histograms of operations folded into a shared one to make room.",
                "");
        count("", operations.foldedHistograms());
        counter("perf_agent.event.dropped", "{event}", "Events of the agent dropped before their export.", "");
        count("", agent.events.dropped());
    }

    private void exported() {
        Pipeline pipeline = agent.pipelineIfStarted();
        if (pipeline == null) {
            return;
        }
        ExportStats stats = pipeline.stats();
        counter("perf_agent.export.sent", "{item}", "Items that a receiver accepted.", "perf_agent.signal");
        count("traces", stats.sent(Signal.TRACES));
        count("metrics", stats.sent(Signal.METRICS));
        count("logs", stats.sent(Signal.LOGS));
        profiles(pipeline, stats.sent(Signal.PROFILES));
        counter("perf_agent.export.failed", "{item}", "Items lost because no one took them.", "perf_agent.signal");
        count("traces", stats.failed(Signal.TRACES));
        count("metrics", stats.failed(Signal.METRICS));
        count("logs", stats.failed(Signal.LOGS));
        profiles(pipeline, stats.failed(Signal.PROFILES));
        counter("perf_agent.export.rejected", "{item}", "Items that a receiver refused.", "perf_agent.signal");
        count("traces", stats.rejected(Signal.TRACES));
        count("metrics", stats.rejected(Signal.METRICS));
        count("logs", stats.rejected(Signal.LOGS));
        profiles(pipeline, stats.rejected(Signal.PROFILES));
        counter("perf_agent.point.dropped", "{point}", "Metric points that did not fit into a request.", "");
        count("", stats.droppedPoints());
    }

    /** Where they are sent at all. */
    private void profiles(Pipeline pipeline, long count) {
        if (pipeline.wantsProfiles()) {
            count("profiles", count);
        }
    }

    private void weaving() {
        counter(
                "perf_agent.weave.classes",
                "{class}",
                "Classes by what became of their weaving; woven ones were loaded before.",
                "perf_agent.weave.outcome");
        WeaveStatus status = agent.weaving.status();
        count("from_cache", status.count(WeaveStatus.Outcome.FROM_CACHE));
        count("woven_late", status.count(WeaveStatus.Outcome.WOVEN));
        count("nothing_to_weave", status.count(WeaveStatus.Outcome.NOTHING_TO_WEAVE));
        count("skipped", status.count(WeaveStatus.Outcome.SKIPPED));
        count("failed", status.count(WeaveStatus.Outcome.FAILED));
        counter(
                "perf_agent.weave.cache.lookups",
                "{lookup}",
                "Look-ups in the weave cache by their result.",
                "perf_agent.weave.cache.result");
        count("hit", agent.weaving.cache().hits());
        count("miss", agent.weaving.cache().misses());
        count("refused", agent.weaving.cache().refused());
        long doneNanos = agent.firstPassDoneNanos;
        if (doneNanos != 0) {
            out.gauge("perf_agent.weave.done", "s", "From the start of the JVM until its first weaving was done.");
            out.doublePoint(NO_ATTRIBUTES, 0, 0, now, (doneNanos - jvmStartNanos) / NANOS_PER_SECOND);
        }
    }

    private void held(Metrics metrics) {
        out.sum(
                "perf_agent.memory.held",
                "By",
                "Memory that a bounded structure of the agent holds, about.",
                false,
                false);
        for (Held held : metrics.held()) {
            byte[] attributes = new AttributeBytes()
                    .put("perf_agent.structure", held.structure())
                    .toBytes();
            out.longPoint(attributes, attributes.length, start, now, held.heldBytes());
        }
    }

    private void cost() {
        long cpuMillis = OwnCpu.millis();
        if (cpuMillis >= 0) {
            counter("perf_agent.cpu.time", "s", "CPU time of the agent's own threads.", "");
            count(cpuMillis / MILLIS_PER_SECOND);
        }
        counter(
                "perf_agent.hook.time",
                "s",
                "Time in hooks on the application's threads, estimated from the calls that are timed.",
                "");
        count(HookTime.now().nanos() / NANOS_PER_SECOND);
        counter("perf_agent.hook.failures", "{failure}", "Failures of hooks, none of which was seen outside.", "");
        long failures = 0;
        for (int site = 0; site < agent.weaving.table().sites.length; site++) {
            failures += Seam.failures(site);
        }
        count("", failures);
    }

    private void counter(String name, String unit, String description, String attribute) {
        out.sum(name, unit, description, true, delta);
        metric = name;
        key = attribute;
    }

    private void count(String value, long total) {
        series(value).write(out, start, now, total);
    }

    private void count(double total) {
        series("").write(out, start, now, total);
    }

    private CounterSeries series(String value) {
        String name = metric.concat(" ").concat(value);
        CounterSeries known = counters.get(name);
        if (known == null) {
            AttributeBytes attributes = new AttributeBytes();
            if (!value.isEmpty()) {
                attributes.put(key, value);
            }
            known = new CounterSeries(attributes.toBytes(), delta);
            counters.put(name, known);
        }
        return known;
    }
}
