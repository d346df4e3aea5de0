package io.perfagent.start;

import io.perfagent.coldstart.ReportJson;
import io.perfagent.coldstart.ReportText;
import io.perfagent.coldstart.StartMetrics;
import io.perfagent.coldstart.StartReport;
import io.perfagent.coldstart.StartTrace;
import io.perfagent.coldstart.Trend;
import io.perfagent.export.Event;
import io.perfagent.export.Severity;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.PastSpans;
import io.perfagent.trace.Scope;
import io.perfagent.trace.UnixTime;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        String deployment = Deployment.of(agent.config);
        long beginUnixMillis = UnixTime.ofNanoTime(report.beginNanos()) / 1_000_000;
        Trend trend = trend(agent, report, deployment, beginUnixMillis);
        String text = ReportText.of(report, service, trend);
        String firstLines = text.substring(0, text.indexOf("\n\n"));
        agent.events.offer(new Event(UnixTime.now(), Severity.INFO, "perf_agent.startup.done", firstLines));
        if (trend != null && trend.changedNow()) {
            agent.say(
                    Severity.WARN,
                    "perf_agent.startup.regression",
                    "starts have become " + trend.change() + "; see: java -jar perf-agent.jar startup report");
        }
        String json = ReportJson.of(report, service, deployment, beginUnixMillis, trend);
        try {
            new StartReports(agent.data).store(service, json, text);
        } catch (IOException e) {
            agent.problems.add("the report of the start was not kept: " + e);
        }
        return text;
    }

    /** Puts the start on record and looks back; null if it did not become ready, and so is no start to compare with. */
    private static @Nullable Trend trend(Agent agent, StartReport report, String deployment, long beginUnixMillis) {
        double readyMillis = report.totalNanos() / 1e6;
        if (!(readyMillis > 0)) {
            return null;
        }
        StartRecordLine start = new StartRecordLine(
                deployment,
                beginUnixMillis,
                readyMillis,
                agent.managed == null ? "" : agent.managed.archiveInUse(),
                report.longest(StartRecordLine.MAX_COMPONENTS));
        try {
            List<StartRecordLine> starts = new StartHistory(agent.data).add(start);
            agent.recordedStarts = starts;
            return StartTrends.of(starts);
        } catch (IOException e) {
            agent.problems.add("the start was not put on record: " + e);
            return StartTrends.of(List.of(start));
        }
    }
}
