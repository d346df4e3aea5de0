package io.perfagent.coldstart;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.sample.Activity;
import io.perfagent.coldstart.sample.LoadedGroups;
import io.perfagent.coldstart.sample.LockWait;
import io.perfagent.coldstart.sample.StackTotals;
import io.perfagent.coldstart.sample.StartSamples;
import io.perfagent.coldstart.sample.StaticInits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an analysed start adds to the report for people; of an ordinary start, that it was not measured. */
final class AnalysisText {
    private static final int SHOWN = 12;
    private static final int SHOWN_STACKS = 3;
    private static final int SHOWN_FRAMES = 5;
    private static final String NOT_MEASURED = "not measured";

    private final StringBuilder out;
    private final Analysis analysis;

    private AnalysisText(StringBuilder out, Analysis analysis) {
        this.out = out;
        this.analysis = analysis;
    }

    static void append(StringBuilder out, @Nullable Analysis analysis) {
        if (analysis == null) {
            out.append(
                    "\nstacks, locks and who held them, static initialisers by class, classes by jar and loader, file and"
                            + " socket I/O, TLS: not measured in an ordinary start (PERF_AGENT_STARTUP=analyse)\n");
            return;
        }
        AnalysisText text = new AnalysisText(out, analysis);
        text.samples();
        text.staticInits();
        text.locks();
        text.waits();
        text.classes();
    }

    private void samples() {
        StartSamples samples = analysis.measured.samples();
        line("");
        line("analysed: setting this up took %s of the start", ReportText.millis(analysis.measured.beforeMainNanos()));
        if (samples == null) {
            line(
                    "stacks, static initialisers, file and socket I/O, TLS, lock waits by phase: %s (%s)",
                    NOT_MEASURED, analysis.measured.noSamples());
            return;
        }
        line(
                "what the %s was at, estimated by %d samples, one of each thread every %s%s",
                analysis.hooked ? "critical path" : "main thread",
                samples.kept(),
                ReportText.millis(samples.intervalNanos()),
                samples.dropped() > 0 ? "; " + samples.dropped() + " more found no room" : "");
        for (Analysis.Part part : analysis.phases) {
            part(part);
        }
        if (!analysis.pieces.isEmpty()) {
            line("");
            line("components on the critical path, looked into");
        }
        for (Analysis.Part part : analysis.pieces.subList(0, Math.min(SHOWN, analysis.pieces.size()))) {
            part(part);
        }
    }

    private void part(Analysis.Part part) {
        StringBuilder activities = new StringBuilder();
        for (Activity activity : Activity.values()) {
            long nanos = part.totals().nanos(activity);
            if (nanos > 0) {
                activities
                        .append(activities.length() == 0 ? "" : ", ")
                        .append(activity.title)
                        .append(' ')
                        .append(ReportText.millis(nanos));
            }
        }
        line("  %-38s %9s   %s", part.name(), ReportText.millis(part.nanos()), activities);
        stacks("ran", part.totals().hottest(SHOWN_STACKS));
        stacks("waited", part.totals().longestWaiting(SHOWN_STACKS));
    }

    private void stacks(String what, List<StackTotals.Total> totals) {
        for (StackTotals.Total one : totals) {
            line(
                    "      %9s  %s (%s): %s",
                    ReportText.millis(one.nanos()), what, one.activity().title, frames(one.frames()));
        }
    }

    private static String frames(List<String> frames) {
        return String.join(" < ", frames.subList(0, Math.min(SHOWN_FRAMES, frames.size())));
    }

    private void staticInits() {
        List<StaticInits.Init> inits = analysis.staticInits;
        if (inits == null) {
            return;
        }
        line("");
        line(
                "static initialisers from %s on, estimated by samples%s",
                ReportText.millis(StaticInits.LEAST_NANOS), inits.isEmpty() ? ": none" : "");
        for (StaticInits.Init one : inits.subList(0, Math.min(SHOWN, inits.size()))) {
            line(
                    "  %-58s self %9s, with those within %9s, on the critical path %9s",
                    one.type(),
                    ReportText.millis(one.selfNanos()),
                    ReportText.millis(one.totalNanos()),
                    ReportText.millis(analysis.criticalInits.getOrDefault(one.type(), 0L)));
        }
    }

    private void locks() {
        line("");
        if (analysis.measured.lockWaits() == null) {
            line("waits for locks and who held them: %s (%s)", NOT_MEASURED, analysis.measured.noLockWaits());
            return;
        }
        line(
                "waits for locks and who held them, looked for every %s%s",
                ReportText.millis(analysis.measured.lockIntervalNanos()), analysis.locks.isEmpty() ? ": none" : "");
        for (Analysis.Lock one : analysis.locks.subList(0, Math.min(SHOWN, analysis.locks.size()))) {
            LockWait wait = one.waited();
            line(
                    "  %9s%s  %s waited for a %s that %s held; on the critical path %s",
                    ReportText.millis(wait.waitNanos()),
                    wait.measured() ? "" : " (as seen)",
                    wait.waiter(),
                    wait.lock(),
                    wait.owner(),
                    ReportText.millis(one.criticalNanos()));
            line("      waited at %s", frames(wait.waiterStack()));
            line("      held at   %s", frames(wait.ownerStack()));
        }
    }

    private void waits() {
        if (analysis.waits.isEmpty()) {
            return;
        }
        line("");
        line("waits on the critical path, and where they stood");
        for (Analysis.Wait one : analysis.waits.subList(0, Math.min(SHOWN, analysis.waits.size()))) {
            Piece piece = one.piece();
            StackTotals.Total stack = one.stack();
            line(
                    "  %9s  %s in %s%s: %s",
                    ReportText.millis(piece.totalNanos()),
                    piece.threadName,
                    piece.name,
                    piece.parent == null ? "" : " of " + Kind.name(piece.parent.kind) + " " + piece.parent.name,
                    stack == null ? NOT_MEASURED : frames(stack.frames()));
        }
    }

    private void classes() {
        line("");
        LoadedGroups classes = analysis.measured.classes();
        if (classes == null) {
            line("classes by jar and loader: %s (%s)", NOT_MEASURED, analysis.measured.noClasses());
            return;
        }
        line("%-46s %8s %8s %8s %12s", "classes by class loader", "parsed", "shared", "earlier", "loading");
        groups(classes.loaders);
        line("%-46s %8s %8s %8s %12s", "classes by jar", "parsed", "shared", "earlier", "loading");
        groups(classes.jars);
        List<String> unused = analysis.measured.unusedJars();
        line(
                "  earlier: loaded before the agent began, not known whether parsed or shared; loading: estimated by samples;"
                        + " %d hidden classes, of lambdas and such",
                classes.hidden);
        if (unused != null) {
            line(
                    "  %d of %d jars of the class path: no class was loaded from them%s",
                    unused.size(),
                    analysis.measured.jarsOnClassPath(),
                    unused.isEmpty()
                            ? ""
                            : ": " + String.join(", ", unused.subList(0, Math.min(SHOWN, unused.size()))));
        }
    }

    private void groups(List<LoadedGroups.Group> groups) {
        for (LoadedGroups.Group one : groups.subList(0, Math.min(SHOWN, groups.size()))) {
            line(
                    "  %-44s %8d %8d %8d %12s",
                    one.name(), one.parsed(), one.shared(), one.earlier(), ReportText.millis(one.sampledNanos()));
        }
        if (groups.size() > SHOWN) {
            line("  and %d more: --json", groups.size() - SHOWN);
        }
    }

    private void line(String format, Object... arguments) {
        Lines.append(out, format, arguments);
    }
}
