package io.perfagent.coldstart;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.export.metric.MetricWriter;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.metric.Observed;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code perf_agent.startup.*}, in seconds: how long this process's start took. Gauges that no longer change; what was not
 * measured has no point.
 */
public final class StartMetrics implements Observed {
    private static final String SCOPE = "io.perfagent.startup";
    private static final int MAX_COMPONENTS = 20;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final AttributeBytes NONE = new AttributeBytes();

    private final String version;
    private final long totalNanos;
    private final long readyNanos;
    private final long criticalNanos;
    private final List<byte[]> components = new ArrayList<>();
    private final long[] selfNanos;

    /** Copies what it tells: a report holds every piece of a start, and is not needed any more. */
    public StartMetrics(StartReport report, String version) {
        this.version = version;
        this.totalNanos = report.anchors.sinceBegin(Point.FIRST_RESPONSE);
        this.readyNanos = report.totalNanos();
        this.criticalNanos = report.criticalNanos();
        this.selfNanos = new long[Math.min(MAX_COMPONENTS, report.components.size())];
        for (int i = 0; i < selfNanos.length; i++) {
            Piece piece = report.components.get(i);
            AttributeBytes attributes = new AttributeBytes();
            attributes.put("perf_agent.startup.component.kind", Kind.name(piece.kind));
            attributes.put("perf_agent.startup.component.name", piece.name);
            components.add(attributes.toBytes());
            selfNanos[i] = piece.selfNanos;
        }
    }

    @Override
    public int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        int before = out.points();
        out.scope(SCOPE, version);
        gauge(
                out,
                "perf_agent.startup.total_cold_start_time",
                "From the process's start to the first response.",
                totalNanos,
                nowUnixNanos);
        gauge(
                out,
                "perf_agent.startup.ready_for_request_time",
                "From the process's start until the application was ready.",
                readyNanos,
                nowUnixNanos);
        gauge(
                out,
                "perf_agent.startup.critical_path_time",
                "What of the start lies on its critical path and is known by name.",
                criticalNanos,
                nowUnixNanos);
        out.gauge(
                "perf_agent.startup.component_init_times",
                "s",
                "What the longest components took at the start, without what they started.");
        for (int i = 0; i < selfNanos.length; i++) {
            byte[] attributes = components.get(i);
            out.doublePoint(attributes, attributes.length, 0, nowUnixNanos, selfNanos[i] / NANOS_PER_SECOND);
        }
        return out.points() - before;
    }

    private static void gauge(MetricWriter out, String name, String description, long nanos, long nowUnixNanos) {
        if (nanos != Counters.NOT_MEASURED) {
            out.gauge(name, "s", description);
            out.doublePoint(NONE.array(), NONE.size(), 0, nowUnixNanos, nanos / NANOS_PER_SECOND);
        }
    }
}
