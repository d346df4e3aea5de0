package io.perfagent.coldstart;

import io.perfagent.coldstart.Suggestion.Basis;
import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.sample.BeanUse;
import io.perfagent.coldstart.sample.LockWait;
import io.perfagent.coldstart.sample.StackTotals;
import io.perfagent.coldstart.sample.StartSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What would shorten a start by what only an analysed one has measured. Pure. */
final class AnalysisSuggestions {
    private static final long MILLI = 1_000_000;
    private static final int MAX_JARS = 16;

    private final StartReport report;
    private final Analysis analysis;
    private final List<Suggestion> all = new ArrayList<>();

    private AnalysisSuggestions(StartReport report, Analysis analysis) {
        this.report = report;
        this.analysis = analysis;
    }

    /** In no order, however small; empty for an ordinary start. */
    static List<Suggestion> of(StartReport report) {
        if (report.analysis == null) {
            return List.of();
        }
        AnalysisSuggestions made = new AnalysisSuggestions(report, report.analysis);
        made.staticInits();
        made.locks();
        made.lazyBeans();
        made.unneededJars();
        return made.all;
    }

    private void add(String kind, String advice, String evidence, long gainNanos, Basis basis) {
        all.add(new Suggestion(kind, advice, evidence, Math.min(gainNanos, report.totalNanos()), basis));
    }

    private void staticInits() {
        for (Map.Entry<String, Long> one : analysis.criticalInits.entrySet()) {
            add(
                    "static-initialiser",
                    "do less in the static initialiser of " + one.getKey(),
                    one.getValue() / MILLI + " ms of the critical path, without initialisers within it, by samples",
                    one.getValue(),
                    Basis.SAMPLES);
        }
    }

    /** Monitors; a wait for a lock that hooks have seen is suggested by them. */
    private void locks() {
        for (Analysis.Lock one : analysis.locks) {
            LockWait wait = one.waited();
            if (!one.hooked()) {
                Piece in = report.pieces.at(wait.waiterId(), wait.fromNanos());
                add(
                        "lock",
                        "let " + wait.owner() + " hold the " + wait.lock() + " that " + wait.waiter() + " waits for"
                                + (in == null ? "" : " in " + Kind.name(in.kind) + " " + in.name)
                                + " for a shorter time",
                        wait.owner() + " held it at "
                                + (wait.ownerStack().isEmpty()
                                        ? "an unknown place"
                                        : String.join(
                                                " < ",
                                                wait.ownerStack()
                                                        .subList(
                                                                0,
                                                                Math.min(
                                                                        3,
                                                                        wait.ownerStack()
                                                                                .size()))))
                                + " while "
                                + wait.waiter() + " waited for " + wait.waitNanos() / MILLI + " ms"
                                + (wait.measured() ? "" : ", as seen by looking now and then"),
                        one.criticalNanos(),
                        Basis.PATH);
            }
        }
    }

    /** Beans that nothing needed and nothing was seen to use. */
    private void lazyBeans() {
        List<BeanUse> beans = analysis.measured.beans();
        StartSamples samples = analysis.measured.samples();
        if (beans == null || samples == null) {
            return;
        }
        long end = Math.max(
                report.anchors.endNanos(),
                report.anchors.has(Point.FIRST_RESPONSE) ? report.anchors.get(Point.FIRST_RESPONSE) : Long.MIN_VALUE);
        for (Piece piece : report.pieces.all) {
            BeanUse use = piece.kind == Kind.BEAN && !isMadeForAnother(piece) ? find(beans, piece.name) : null;
            if (use != null
                    && use.dependents().isEmpty()
                    && savedWithin(piece) >= Suggestions.LEAST_MILLIS * MILLI
                    && !use.type().startsWith("org.springframework.")
                    && !analysis.isSeen(use.type(), piece.endNanos, end)) {
                add(
                        "lazy-bean",
                        "make bean " + piece.name + " lazily (@Lazy), so that it is made when it is first used",
                        use.type() + " was made for no other bean and given to none, and in one sample every "
                                + samples.intervalNanos() / MILLI
                                + " ms none was in its code from then until the first response, or ready; a shorter use, and"
                                + " what it registers while it is made, are not seen",
                        savedWithin(piece),
                        Basis.PATH);
            }
        }
    }

    private static boolean isMadeForAnother(Piece piece) {
        for (Piece up = piece.parent; up != null; up = up.parent) {
            if (up.kind == Kind.BEAN) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable BeanUse find(List<BeanUse> beans, String name) {
        for (BeanUse one : beans) {
            if (one.name().equals(name)) {
                return one;
            }
        }
        return null;
    }

    /** What ready would be earlier without a piece and all that was made within it, but other beans. */
    private static long savedWithin(Piece piece) {
        long saved = piece.savedNanos;
        for (Piece child : piece.children) {
            saved += child.kind == Kind.BEAN ? 0 : savedWithin(child);
        }
        return saved;
    }

    /** Opening it is what a jar costs that is not needed, as far as is known. */
    private void unneededJars() {
        List<String> unused = analysis.measured.unusedJars();
        Counters last = report.last();
        long opening = last == null ? Counters.NOT_MEASURED : last.since(null, Resource.ZIP_OPEN);
        int jars = analysis.measured.jarsOnClassPath();
        if (unused == null || unused.isEmpty() || jars <= 0 || opening < 0) {
            return;
        }
        add(
                "unneeded-jars",
                "leave out jars that are not needed: "
                        + String.join(", ", unused.subList(0, Math.min(MAX_JARS, unused.size())))
                        + (unused.size() > MAX_JARS ? " and " + (unused.size() - MAX_JARS) + " more" : ""),
                "no class was loaded from " + unused.size() + " of " + jars
                        + " jars of the class path; resources of theirs that were read, and classes that are needed later, are"
                        + " not seen; the gain is their share of what opening jars took",
                opening * unused.size() / jars,
                Basis.COUNTERS);
    }

    /** Where the time of components of one name went, by samples; null if that was not measured. */
    static @Nullable String evidence(StartReport report, List<Piece> group) {
        Analysis analysis = report.analysis;
        for (Piece piece : analysis == null ? List.<Piece>of() : group) {
            Analysis.Part part = analysis == null ? null : analysis.of(piece);
            if (part != null) {
                StackTotals.Total hot = first(part.totals().hottest(1));
                StackTotals.Total waiting = first(part.totals().longestWaiting(1));
                StackTotals.Total most =
                        hot == null || (waiting != null && waiting.nanos() > hot.nanos()) ? waiting : hot;
                if (most != null && !most.frames().isEmpty()) {
                    return "; by samples " + most.nanos() / MILLI + " ms of it " + most.activity().title + " at "
                            + String.join(
                                    " < ",
                                    most.frames()
                                            .subList(
                                                    0, Math.min(3, most.frames().size())));
                }
            }
        }
        return null;
    }

    private static StackTotals.@Nullable Total first(List<StackTotals.Total> totals) {
        return totals.isEmpty() ? null : totals.get(0);
    }
}
