package io.perfagent.start;

import io.perfagent.coldstart.ReportJson;
import io.perfagent.coldstart.ReportText;
import io.perfagent.coldstart.StartMetrics;
import io.perfagent.coldstart.StartReport;
import io.perfagent.coldstart.StartTrace;
import io.perfagent.export.Event;
import io.perfagent.export.Severity;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.PastSpans;
import io.perfagent.trace.Scope;
import io.perfagent.trace.UnixTime;
import java.io.IOException;

/** Tells of a start that is over: metrics, one trace, one event, and the report on disk. */
final class StartTelling {
    private static final String SCOPE = "io.perfagent.startup";

    private StartTelling() {}

    /** @return the report as text */
    static String tell(Agent agent, StartReport report) {
        Telemetry telemetry = agent.telemetry();
        String service = new ResourceAttributes(agent.config).serviceName();
        telemetry.metrics.add(new StartMetrics(report, Agent.VERSION));
        PastSpans trace = telemetry.tracing.past();
        if (trace != null) {
            StartTrace.write(report, trace, new Scope(SCOPE, Agent.VERSION));
        }
        String text = ReportText.of(report, service);
        String firstLines = text.substring(0, text.indexOf("\n\n"));
        agent.events.offer(new Event(UnixTime.now(), Severity.INFO, "perf_agent.startup.done", firstLines));
        String json = ReportJson.of(
                report, service, Deployment.of(agent.config), UnixTime.ofNanoTime(report.beginNanos()) / 1_000_000);
        try {
            new StartReports(agent.data).store(service, json, text);
        } catch (IOException e) {
            agent.problems.add("the report of the start was not kept: " + e);
        }
        return text;
    }
}
