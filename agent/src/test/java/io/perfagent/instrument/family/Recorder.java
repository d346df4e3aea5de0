package io.perfagent.instrument.family;

import io.perfagent.metric.Exported;
import io.perfagent.metric.MetricSettings;
import io.perfagent.metric.Metrics;
import io.perfagent.trace.Scope;
import io.perfagent.trace.SpanRing;
import io.perfagent.trace.Tracing;
import io.perfagent.trace.propagation.Propagation;
import io.perfagent.trace.sampling.Sampler;
import io.perfagent.trace.side.SideTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tracing and metrics that a test reads back. */
public final class Recorder {
    public static final Scope SCOPE = new Scope("test", "1");

    public final SpanRing ring = new SpanRing(4096, 64 << 20, 512);
    public final SideTable side = new SideTable(1000);
    public final Tracing tracing = new Tracing(
            Sampler.of("parentbased_always_on", 1),
            Propagation.of(List.of("tracecontext", "baggage"), new ArrayList<>()),
            ring,
            side,
            true,
            1000);
    public final Metrics metrics = new Metrics(MetricSettings.defaults(0));
    public final ConnectionPools connectionPools = new ConnectionPools(metrics);

    /** What hooks find that are made from now on: a recorder of their own. */
    public static void install() {
        Recorder recorder = new Recorder();
        Telemetry.install(new Telemetry(
                recorder.tracing,
                recorder.metrics,
                new HttpSettings(List.of("GET"), List.of(), List.of(), List.of(), List.of(), List.of(), ""),
                (type, target) -> {},
                true,
                "test"));
    }

    /** The points of a metric. */
    public List<Exported.Point> points(String metric) {
        List<Exported.Point> points = new ArrayList<>(Exported.of(metrics, 1));
        points.removeIf(point -> !point.metric.equals(metric));
        return points;
    }

    /** The attributes of a metric's only point. */
    public Map<String, String> point(String metric) {
        List<Exported.Point> points = points(metric);
        if (points.size() != 1) {
            throw new AssertionError(points.size() + " points of " + metric);
        }
        return points.get(0).attributes;
    }
}
