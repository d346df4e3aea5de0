package io.perfagent.profile.hot;

import io.perfagent.export.metric.MetricWriter;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.metric.CounterSeries;
import io.perfagent.metric.MetricSettings;
import io.perfagent.metric.Observed;
import io.perfagent.profile.finding.Finding;
import io.perfagent.profile.stack.StackProfile;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code perf_agent.jfr.*}: totals of the stream's events, and each operation's share of the CPU and of what is allocated
 * over the last window. No points before there is an event, and no gauges while JFR does not run. For the export thread only.
 */
public final class HotMetrics implements Observed {
    private static final String SCOPE = "io.perfagent.jfr";

    /** Operations that get points of their own; the others share one. */
    static final int OPERATIONS = 50;

    private static final String OTHER = "_OTHER";

    private final HotPaths hot;
    private final String version;
    private final boolean delta;
    private final Map<Count, Map<String, CounterSeries>> series = new EnumMap<>(Count.class);

    public HotMetrics(HotPaths hot, MetricSettings settings) {
        this.hot = hot;
        this.version = settings.scopeVersion();
        this.delta = settings.delta();
    }

    @Override
    public int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        int before = out.points();
        out.scope(SCOPE, version);
        for (Count count : Count.values()) {
            out.sum(count.metric(), count.unit(), count.description(), true, delta);
            boolean time = count.unit().equals("s");
            hot.counted(count).forEach((value, total) -> {
                CounterSeries one = series(count, value);
                if (time) {
                    one.write(out, startUnixNanos, nowUnixNanos, total / 1e9);
                } else {
                    one.write(out, startUnixNanos, nowUnixNanos, total.longValue());
                }
            });
        }
        if (hot.isResting()) {
            return out.points() - before;
        }
        double seconds = hot.windowNanos() / 1e9;
        gauge(
                out,
                nowUnixNanos,
                "perf_agent.operation.cpu.utilization",
                "1",
                "Processors that an operation keeps busy, by samples of the last window.",
                hot.cpu(),
                1e9 * seconds);
        gauge(
                out,
                nowUnixNanos,
                "perf_agent.operation.allocation.rate",
                "By/s",
                "Memory that an operation allocates per second, by samples of the last window.",
                hot.allocation(),
                seconds);
        findings(out, nowUnixNanos);
        return out.points() - before;
    }

    private CounterSeries series(Count count, String value) {
        return series.computeIfAbsent(count, key -> new HashMap<>()).computeIfAbsent(value, key -> {
            AttributeBytes attributes = new AttributeBytes();
            if (!count.attribute().isEmpty()) {
                attributes.put(count.attribute(), value);
            }
            return new CounterSeries(attributes.toBytes(), delta);
        });
    }

    private static void gauge(
            MetricWriter out,
            long now,
            String name,
            String unit,
            String description,
            StackProfile profile,
            double perUnit) {
        if (profile.samples() == 0) {
            return;
        }
        out.gauge(name, unit, description);
        long told = 0;
        for (Map.Entry<String, Long> one : new MethodTotals(profile).operations(OPERATIONS)) {
            told += one.getValue();
            point(out, now, "perf_agent.operation", one.getKey(), one.getValue() / perUnit);
        }
        if (profile.total() > told) {
            point(out, now, "perf_agent.operation", OTHER, (profile.total() - told) / perUnit);
        }
    }

    private void findings(MetricWriter out, long now) {
        List<Finding> findings = hot.findings();
        out.gauge(
                "perf_agent.finding.severity",
                "1",
                "What costs more than its threshold, as a multiple of the threshold.");
        Map<String, Double> severities = new HashMap<>();
        for (Finding finding : findings) {
            severities.merge(finding.id(), finding.severity(), Math::max);
        }
        severities.forEach((id, severity) -> point(out, now, "perf_agent.finding", id, severity));
    }

    private static void point(MetricWriter out, long now, String key, String value, double amount) {
        byte[] attributes = new AttributeBytes().put(key, value).toBytes();
        out.doublePoint(attributes, attributes.length, 0, now, amount);
    }
}
