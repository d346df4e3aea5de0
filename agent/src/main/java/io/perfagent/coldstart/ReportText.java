package io.perfagent.coldstart;

import io.perfagent.coldstart.record.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report for people: where the start went, what it waited for, what was not measured. */
public final class ReportText {
    private static final int SHOWN_COMPONENTS = 20;
    private static final int SHOWN_STEPS = 20;
    private static final int SHOWN_SUGGESTIONS = 12;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final String NOT_MEASURED = "not measured";

    private final StringBuilder out = new StringBuilder(4096);
    private final StartReport report;

    private ReportText(StartReport report) {
        this.report = report;
    }

    /** The whole report. */
    public static String of(StartReport report, String service, Findings findings) {
        ReportText text = new ReportText(report);
        text.head(service, findings.trend());
        text.targets(findings);
        text.suggestions(findings.suggestions());
        text.phases();
        text.components();
        text.criticalPath();
        AnalysisText.append(text.out, report.analysis);
        return text.out.toString();
    }

    private void head(String service, @Nullable Trend trend) {
        line("start of %s (%s)", service, report.kind);
        String signal = report.anchors.readySignal();
        line(
                "  ready for requests after %s%s, first response after %s",
                millis(report.totalNanos()),
                signal.isEmpty() ? "" : " (" + signal + ")",
                millis(report.anchors.sinceBegin(Point.FIRST_RESPONSE)));
        line(
                "  of which the agent: %s before main; CPU of its threads %s",
                millis(report.premainNanos()), millis(report.ownCpuNanos));
        if (trend != null && trend.starts() > 1) {
            line(
                    "  %d starts of this deployment: %.0f ms (median), %.0f ms (p95), spread %.0f ms",
                    trend.starts(), trend.medianMillis(), trend.p95Millis(), trend.sigmaMillis());
        }
        if (trend != null && trend.change() != null) {
            line("  %s", trend.change());
        }
    }

    private void targets(Findings findings) {
        if (!findings.verdicts().isEmpty()) {
            line("");
            line("%-34s %10s %10s %6s", "target", "measured", "figure", "used");
        }
        for (Verdict one : findings.verdicts()) {
            line(
                    "  %-32s %7.0f ms %7.0f ms %4.0f %%  %s",
                    one.phase().name() + " (" + one.phase().priority().title + "), " + one.statistic(),
                    one.millis(),
                    one.figureMillis(),
                    one.used() * 100,
                    one.level().title + (one.starts() > 1 ? ", " + one.starts() + " starts" : ""));
        }
        for (String finding : findings.order()) {
            line("  %s", finding);
        }
    }

    private void suggestions(List<Suggestion> suggestions) {
        if (suggestions.isEmpty()) {
            return;
        }
        line("");
        line("what would help (ready earlier by so much at most; they do not add up)");
        for (Suggestion one : suggestions.subList(0, Math.min(SHOWN_SUGGESTIONS, suggestions.size()))) {
            line("  %10s  %s", millis(one.gainNanos()), one.advice());
            line("              %s: %s (%s)", one.kind(), one.evidence(), one.basis().title);
        }
        if (suggestions.size() > SHOWN_SUGGESTIONS) {
            line("  and %d more: --json", suggestions.size() - SHOWN_SUGGESTIONS);
        }
    }

    private void phases() {
        line("");
        line("%-34s %10s   what all threads spent in it", "phase", "time");
        for (Phase phase : report.phases) {
            Counters to = phase.to();
            boolean measured = phase.from() != null && to != null;
            line(
                    "  %-32s %10s   %s",
                    phase.name(),
                    millis(phase.nanos()),
                    measured && to != null ? spent(phase.from(), to) : NOT_MEASURED);
        }
        Counters before = report.anchors.counters(Point.PREMAIN_OUT);
        if (before != null) {
            line("  from the JVM's creation until the agent was done: %s", spent(null, before));
        }
        Counters last = report.last();
        if (last != null && last.loadedClasses() >= 0) {
            line("  classes: %d parsed, %d shared from an archive", last.loadedClasses(), last.sharedClasses());
        }
    }

    /** What all threads spent from one reading to another, as far as it is a millisecond. */
    private static String spent(@Nullable Counters from, Counters to) {
        StringBuilder spent = new StringBuilder();
        boolean measured = false;
        for (Resource resource : Resource.values()) {
            long nanos = to.since(from, resource);
            measured |= nanos >= 0;
            if (nanos >= NANOS_PER_MILLI) {
                spent.append(spent.length() == 0 ? "" : ", ")
                        .append(resource.title)
                        .append(' ')
                        .append(millis(nanos));
            }
        }
        return measured ? spent.toString() : NOT_MEASURED;
    }

    private void components() {
        line("");
        if (!report.hooked) {
            line("components and critical path: %s (no weave cache yet: the next start has them)", NOT_MEASURED);
            return;
        }
        line("%-58s %9s %9s %9s", "component, longest first", "self", "total", "critical");
        int shown = 0;
        for (Piece piece : report.components) {
            if (shown++ == SHOWN_COMPONENTS) {
                line("  and %d more", report.components.size() - SHOWN_COMPONENTS);
                break;
            }
            line(
                    "  %-56s %9s %9s %9s",
                    Kind.name(piece.kind) + " " + piece.name,
                    millis(piece.selfNanos),
                    millis(piece.totalNanos()),
                    millis(piece.criticalNanos));
        }
        if (report.components.isEmpty()) {
            line("  none: nothing that is known by name was started");
        }
        if (report.dropped > 0) {
            line("  %d pieces found no room and are missing", report.dropped);
        }
    }

    private void criticalPath() {
        if (!report.hooked || report.criticalPath.isEmpty()) {
            return;
        }
        line("");
        line("critical path (what ready had to wait for; its longest stretches, in order of time)");
        long shortest = shortestShown();
        for (CriticalPath.Step step : report.criticalPath) {
            Piece piece = step.piece();
            if (piece == null || step.nanos() < shortest) {
                continue;
            }
            Piece via = step.via();
            line(
                    "  at %10s  %9s  %s %s%s",
                    millis(step.fromNanos() - report.anchors.beginNanos()),
                    millis(step.nanos()),
                    Kind.name(piece.kind),
                    piece.name,
                    via == null
                            ? ""
                            : " on " + piece.threadName + ", waited for by " + via.threadName
                                    + (step.inferred() ? " (inferred)" : ""));
        }
    }

    /** So long are the stretches that are shown, at least. */
    private long shortestShown() {
        long[] lengths = report.criticalPath.stream()
                .filter(step -> step.piece() != null)
                .mapToLong(CriticalPath.Step::nanos)
                .sorted()
                .toArray();
        return lengths.length <= SHOWN_STEPS ? 0 : lengths[lengths.length - SHOWN_STEPS];
    }

    static String millis(long nanos) {
        return nanos == Counters.NOT_MEASURED
                ? NOT_MEASURED
                : Lines.fixed(nanos / NANOS_PER_MILLI, nanos < 10 * NANOS_PER_MILLI ? 1 : 0) + " ms";
    }

    private void line(String format, Object... arguments) {
        Lines.append(out, format, arguments);
    }
}
