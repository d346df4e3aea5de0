package io.perfagent.start;

import io.perfagent.coldstart.Counters;
import io.perfagent.coldstart.Findings;
import io.perfagent.coldstart.ReportJson;
import io.perfagent.coldstart.ReportText;
import io.perfagent.coldstart.StartMetrics;
import io.perfagent.coldstart.StartReport;
import io.perfagent.coldstart.StartTrace;
import io.perfagent.coldstart.Suggestion;
import io.perfagent.coldstart.Suggestions;
import io.perfagent.coldstart.TargetPhase;
import io.perfagent.coldstart.Trend;
import io.perfagent.export.Event;
import io.perfagent.export.Severity;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.start.adapting.Adapting;
import io.perfagent.start.adapting.PreloadedStart;
import io.perfagent.start.host.Deployment;
import io.perfagent.start.host.Host;
import io.perfagent.start.host.ProcessFacts;
import io.perfagent.start.host.ResourceAttributes;
import io.perfagent.start.watch.AcceptedTargets;
import io.perfagent.start.watch.StartHistory;
import io.perfagent.start.watch.StartRecordLine;
import io.perfagent.start.watch.StartReports;
import io.perfagent.start.watch.StartTargets;
import io.perfagent.start.watch.StartTrends;
import io.perfagent.start.watch.StartWatch;
import io.perfagent.trace.PastSpans;
import io.perfagent.trace.Scope;
import io.perfagent.trace.UnixTime;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells of a start that is over: metrics, one trace, one event, and the report on disk. */
final class StartTelling {
    private static final String SCOPE = "io.perfagent.startup";

    private StartTelling() {}

    /** @return the report as text */
    static String tell(Agent agent, StartWatch watch) {
        StartReport report = watch.finish();
        Telemetry telemetry = agent.telemetry();
        String service = new ResourceAttributes(agent.config).serviceName();
        if (!report.isAnalysed()) { // one that took longer by itself would raise alarms
            telemetry.metrics.add(new StartMetrics(report, Host.VERSION));
        }
        PastSpans trace = telemetry.tracing.past();
        if (trace != null) {
            StartTrace.write(report, trace, new Scope(SCOPE, Host.VERSION));
        }
        String deployment = Deployment.of(agent.config, ProcessFacts.jvmOptions());
        long beginUnixMillis = UnixTime.ofNanoTime(report.beginNanos()) / 1_000_000;
        Findings findings = findings(agent, watch, report, deployment, beginUnixMillis);
        String text = ReportText.of(report, service, findings);
        String firstLines = text.substring(0, text.indexOf("\n\n"));
        agent.events.offer(new Event(UnixTime.now(), Severity.INFO, "perf_agent.startup.done", firstLines));
        String json = ReportJson.of(report, service, deployment, beginUnixMillis, findings);
        try {
            new StartReports(agent.data).store(service, json, text);
        } catch (IOException e) {
            agent.problems.add("the report of the start was not kept: " + e);
        }
        return text;
    }

    /** Puts the start on record, looks back, and says what is to be said. A start that did not become ready is no start. */
    private static Findings findings(
            Agent agent, StartWatch watch, StartReport report, String deployment, long beginUnixMillis) {
        StartTargets set = watch.targets;
        double readyMillis = report.totalNanos() / 1e6;
        if (readyMillis > 0) {
            PreloadedStart.ready();
        }
        if (report.isAnalysed()) { // it took longer than others, and is none of the deployment's record
            return new Findings(null, Suggestions.of(report, ProcessFacts.of(agent)), List.of(), List.of());
        }
        if (!(readyMillis > 0)) {
            return new Findings(null, List.of(), List.of(), List.of());
        }
        Map<String, Double> phases = new LinkedHashMap<>(set == null ? Map.of() : set.times());
        put(phases, TargetPhase.TOTAL, report.firstResponseNanos());
        put(phases, TargetPhase.CRITICAL, report.criticalNanos());
        StartRecordLine start = new StartRecordLine(
                deployment,
                beginUnixMillis,
                readyMillis,
                report.readySignal(),
                agent.managed == null ? PreloadedStart.listInUse() : agent.managed.archiveInUse(),
                phases,
                report.longest(StartRecordLine.MAX_COMPONENTS));
        Adapting adapting = agent.adapting;
        List<StartRecordLine> starts = List.of(start);
        try {
            starts = new StartHistory(agent.data).add(start);
            if (adapting != null) {
                adapting.recorded(starts);
            }
        } catch (IOException e) {
            agent.problems.add("the start was not put on record: " + e);
        }
        Trend trend = StartTrends.of(starts);
        if (trend.changedNow()) {
            agent.say(
                    Severity.WARN,
                    "perf_agent.startup.regression",
                    "starts have become " + trend.change() + "; see: java -jar perf-agent.jar startup report");
        }
        if (set == null && adapting != null) {
            adapting.proposeTargets(agent, deployment, starts);
        }
        StartTargets targets = set == null ? AcceptedTargets.read(agent, deployment) : set;
        List<Suggestion> suggestions = Suggestions.of(report, ProcessFacts.of(agent));
        if (targets == null) {
            return new Findings(trend, suggestions, List.of(), List.of());
        }
        return new Findings(trend, suggestions, targets.judge(starts), targets.order(report));
    }

    private static void put(Map<String, Double> phases, String name, long nanos) {
        if (nanos != Counters.NOT_MEASURED) {
            phases.put(name, nanos / 1e6);
        } else {
            phases.remove(name);
        }
    }
}
