package io.perfagent.coldstart;

import io.perfagent.export.metric.MetricWriter;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.metric.Observed;
import java.util.List;
import java.util.Map;

/** How much of their targets the phases of this start have used. Gauges that no longer change. */
public final class TargetMetrics implements Observed {
    private static final String SCOPE = "io.perfagent.startup";

    private final List<Verdict> verdicts;
    private final Map<String, Integer> timeouts;
    private final String version;

    /** @param timeouts how many time-outs phases have had, by name */
    public TargetMetrics(List<Verdict> verdicts, Map<String, Integer> timeouts, String version) {
        this.verdicts = verdicts;
        this.timeouts = timeouts;
        this.version = version;
    }

    @Override
    public int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        int before = out.points();
        out.scope(SCOPE, version);
        out.gauge(
                "perf_agent.startup.target.usage",
                "1",
                "The share of a phase's target that was used; from 0.8 on it is a breach.");
        for (Verdict one : verdicts) {
            AttributeBytes attributes = attributes(one.phase().name());
            attributes.put("perf_agent.startup.phase.priority", one.phase().priority().title);
            attributes.put("perf_agent.startup.target.statistic", one.statistic());
            attributes.put("perf_agent.startup.target.level", one.level().title);
            out.doublePoint(attributes.array(), attributes.size(), 0, nowUnixNanos, one.used());
        }
        out.gauge("perf_agent.startup.timeouts", "{timeout}", "Phases that ran longer than their time-outs.");
        for (Map.Entry<String, Integer> one : timeouts.entrySet()) {
            AttributeBytes attributes = attributes(one.getKey());
            out.longPoint(attributes.array(), attributes.size(), 0, nowUnixNanos, one.getValue());
        }
        return out.points() - before;
    }

    private static AttributeBytes attributes(String phase) {
        AttributeBytes attributes = new AttributeBytes();
        attributes.put("perf_agent.startup.phase.name", phase);
        return attributes;
    }
}
