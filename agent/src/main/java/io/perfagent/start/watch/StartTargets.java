package io.perfagent.start.watch;

import io.perfagent.coldstart.Anchors;
import io.perfagent.coldstart.PhaseOrder;
import io.perfagent.coldstart.PhaseTimes;
import io.perfagent.coldstart.Point;
import io.perfagent.coldstart.StartReport;
import io.perfagent.coldstart.TargetLevel;
import io.perfagent.coldstart.TargetMetrics;
import io.perfagent.coldstart.TargetPhase;
import io.perfagent.coldstart.TargetPriority;
import io.perfagent.coldstart.TargetsParser;
import io.perfagent.coldstart.Verdict;
import io.perfagent.coldstart.record.StartRecord;
import io.perfagent.config.StartSettings;
import io.perfagent.export.Event;
import io.perfagent.export.Severity;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.start.host.Host;
import io.perfagent.trace.UnixTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The targets of this start's phases: what is set, what they took, and what is said of it. */
public final class StartTargets {
    private final Host host;
    final List<TargetPhase> phases;
    private final Map<String, Double> times = new LinkedHashMap<>();
    private final @Nullable TargetWatch watch;

    /** @param watch that looks for phases that run too long, or null */
    StartTargets(Host host, List<TargetPhase> phases, @Nullable TargetWatch watch) {
        this.host = host;
        this.phases = phases;
        this.watch = watch;
    }

    /** Those that are set; null, at the cost of one look at the settings, where none are. */
    static @Nullable StartTargets begin(Host host, long mainThread) {
        String text = host.config.text(StartSettings.TARGETS);
        if (text.equals(StartSettings.TARGETS.defaultValue())) {
            return null;
        }
        List<String> problems = new ArrayList<>();
        List<TargetPhase> phases = TargetsParser.parse(StartSettings.TARGETS.key(), text, problems);
        for (String problem : problems) {
            host.console.line(problem);
        }
        if (phases.isEmpty()) {
            return null;
        }
        TargetWatch watch = new TargetWatch(host, phases, mainThread);
        watch.start();
        return new StartTargets(host, phases, watch);
    }

    /** The start is over: notes what each phase has taken; one that still runs is not measured. */
    void over(Anchors anchors, StartRecord[] records, long mainThread) {
        if (watch != null) {
            watch.end();
        }
        long end = anchors.has(Point.READY) ? anchors.get(Point.READY) : System.nanoTime();
        for (TargetPhase phase : phases) {
            PhaseTimes.Time time = PhaseTimes.of(phase, anchors, records, mainThread, end);
            if (time != null && !time.running()) {
                times.put(phase.name(), time.nanos() / 1e6);
            }
        }
    }

    /** The times of the phases that were measured, in milliseconds, by name. */
    public Map<String, Double> times() {
        return times;
    }

    /** Judges, says what is to be said, and exports. */
    public List<Verdict> judge(List<StartRecordLine> starts) {
        List<Verdict> verdicts = TargetJudge.judge(phases, starts);
        for (Verdict one : verdicts) {
            if (one.raised()) {
                say(one);
            }
        }
        Map<String, Integer> timeouts = watch == null ? Map.of() : watch.timeouts();
        host.telemetry().metrics.add(new TargetMetrics(verdicts, timeouts, Host.VERSION));
        return verdicts;
    }

    private void say(Verdict verdict) {
        AttributeBytes attributes = attributes(verdict.phase());
        attributes.put("perf_agent.startup.target.statistic", verdict.statistic());
        attributes.put("perf_agent.startup.target.level", verdict.level().title);
        attributes.put("perf_agent.startup.target.figure", verdict.figureMillis() / 1e3);
        attributes.put("perf_agent.startup.phase.time", verdict.millis() / 1e3);
        attributes.put("perf_agent.startup.target.starts", verdict.starts());
        boolean warning = verdict.level() == TargetLevel.WARNING;
        say(host, verdict.phase(), warning, "perf_agent.startup.target.breached", verdict.line(), attributes);
    }

    static AttributeBytes attributes(TargetPhase phase) {
        AttributeBytes attributes = new AttributeBytes();
        attributes.put("perf_agent.startup.phase.name", phase.name());
        attributes.put("perf_agent.startup.phase.priority", phase.priority().title);
        return attributes;
    }

    /** What is no more than a warning, or of an optional phase, is one. */
    public static void say(
            Host host, TargetPhase phase, boolean warning, String event, String line, AttributeBytes attributes) {
        Severity severity = warning || phase.priority() == TargetPriority.OPTIONAL ? Severity.WARN : Severity.ERROR;
        host.console.line(line);
        host.events.offer(new Event(UnixTime.now(), severity, event, line, attributes));
    }

    /** What is not in the order that was declared, said, if that is wanted. */
    public List<String> order(StartReport report) {
        if (!host.config.bool(StartSettings.STRICT)) {
            return List.of();
        }
        List<String> lines = PhaseOrder.check(phases, report);
        for (String line : lines) {
            host.say(Severity.WARN, "perf_agent.startup.order", line);
        }
        return lines;
    }
}
