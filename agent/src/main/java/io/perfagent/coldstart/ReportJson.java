package io.perfagent.coldstart;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.json.JsonWriter;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A report as JSON: every phase, component and resource and the critical path, times in milliseconds from the begin of the
 * start, {@code null} for what was not measured. The timeline draws the same text.
 */
public final class ReportJson {
    /** Changes when a reader would have to. */
    private static final int FORMAT = 1;

    /** Pieces in the timeline. */
    private static final int MAX_PIECES = 3000;

    private final StartReport report;
    private final long begin;
    private final JsonWriter out = new JsonWriter();

    private ReportJson(StartReport report) {
        this.report = report;
        this.begin = report.anchors.beginNanos();
    }

    /**
     * @param service its name
     * @param deployment what starts are compared within
     * @param beginUnixMillis when the start began
     * @param findings what was concluded
     */
    public static String of(
            StartReport report, String service, String deployment, long beginUnixMillis, Findings findings) {
        ReportJson json = new ReportJson(report);
        json.head(service, deployment, beginUnixMillis);
        findings.write(json.out);
        json.beforeAgentWasDone();
        json.phases();
        json.components();
        json.criticalPath();
        json.timeline();
        AnalysisJson.write(json.out, report.analysis, json.begin);
        return json.out.close('}').toString();
    }

    private void head(String service, String deployment, long beginUnixMillis) {
        out.open('{').number("format", FORMAT).text("kind", report.kind).text("service", service);
        out.text("deployment", deployment).number("begin_unix_ms", beginUnixMillis);
        out.millis("total_cold_start_time", report.anchors.sinceBegin(Point.FIRST_RESPONSE));
        out.millis("ready_for_request_time", report.totalNanos());
        out.millis("critical_path_time", report.criticalNanos());
        out.text("ready_signal", report.anchors.readySignal());
        out.key("points").open('{');
        for (Point point : Point.values()) {
            out.millis(point.title, report.anchors.sinceBegin(point));
        }
        out.close('}');
        out.key("agent").open('{');
        out.millis("before_main", report.premainNanos()).millis("cpu", report.ownCpuNanos);
        out.close('}');
        out.flag("components_measured", report.hooked).number("dropped_pieces", report.dropped);
    }

    private void phases() {
        out.key("phases").open('[');
        for (Phase phase : report.phases) {
            out.open('{').text("name", phase.name()).millis("from", phase.startNanos() - begin);
            out.millis("time", phase.nanos());
            out.key("resources").open('{');
            for (Resource resource : Resource.values()) {
                out.millis(resource.title, phase.nanosOf(resource));
            }
            out.close('}');
            AnalysisJson.activities(out, report.analysis, phase.name());
            Counters from = phase.from();
            Counters to = phase.to();
            boolean counted = from != null && to != null && from.loadedClasses() >= 0 && to.loadedClasses() >= 0;
            classes(
                    "classes_parsed",
                    counted && from != null && to != null ? to.loadedClasses() - from.loadedClasses() : -1);
            classes(
                    "classes_shared",
                    counted && from != null && to != null ? to.sharedClasses() - from.sharedClasses() : -1);
            out.close('}');
        }
        out.close(']');
    }

    private void classes(String name, long count) {
        if (count < 0) {
            out.text(name, null);
        } else {
            out.number(name, count);
        }
    }

    /** All threads together, from the JVM's creation on: its counters begin at zero. */
    private void beforeAgentWasDone() {
        Counters counters = report.anchors.counters(Point.PREMAIN_OUT);
        out.key("before_agent_done").open('{');
        for (Resource resource : Resource.values()) {
            out.millis(resource.title, counters == null ? Counters.NOT_MEASURED : counters.since(null, resource));
        }
        out.close('}');
    }

    private void components() {
        out.key("components").open('[');
        for (Piece piece : report.components) {
            out.open('{').text("kind", Kind.name(piece.kind)).text("name", piece.name);
            out.text("thread", piece.threadName).millis("from", piece.startNanos - begin);
            out.millis("time", piece.totalNanos()).millis("self", piece.selfNanos);
            out.millis("critical", piece.criticalNanos).millis("ready_earlier_without", piece.savedNanos);
            out.millis("slack", Slack.of(piece, report.pieces, report.anchors.endNanos()));
            out.flag("failed", piece.failed).close('}');
        }
        out.close(']');
    }

    private void criticalPath() {
        out.key("critical_path").open('[');
        for (CriticalPath.Step step : report.criticalPath) {
            Piece piece = step.piece();
            Piece via = step.via();
            out.open('{').millis("from", step.fromNanos() - begin).millis("time", step.nanos());
            out.number("thread", step.threadId());
            out.text("component", piece == null ? null : piece.name);
            out.text("waited_for_by", via == null ? null : via.threadName);
            out.flag("inferred", step.inferred()).close('}');
        }
        out.close(']');
    }

    private void timeline() {
        List<Piece> all = report.pieces.all;
        Map<Piece, Integer> numbers = new IdentityHashMap<>();
        out.key("timeline").open('[');
        for (int i = 0; i < Math.min(all.size(), MAX_PIECES); i++) {
            Piece piece = all.get(i);
            numbers.put(piece, i);
            Integer parent = piece.parent == null ? null : numbers.get(piece.parent);
            out.open('{').text("kind", Kind.name(piece.kind)).text("name", piece.name);
            out.text("thread", piece.threadName).number("parent", parent == null ? -1 : parent);
            out.millis("from", piece.startNanos - begin).millis("time", piece.totalNanos());
            out.millis("critical", piece.criticalNanos).close('}');
        }
        out.close(']').number("timeline_left_out", Math.max(0, all.size() - MAX_PIECES));
    }
}
