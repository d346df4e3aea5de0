package io.perfagent.coldstart;

import io.perfagent.coldstart.Suggestion.Basis;
import io.perfagent.coldstart.record.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would shorten a start by what the JVM has counted: classes loaded anew, jars within a jar, static initialisers,
 * collections, compilation. Counters add up all threads, so no more is claimed than the path has spent working. Pure.
 */
final class CounterSuggestions {
    /** What of loading and verifying an archive saves: 0.55 to 0.81 of it with Spring Boot on 17. */
    private static final double SAVED_BY_ARCHIVE = 0.7;

    /** No archive has shortened a start by more. */
    private static final double MOST_SAVED_BY_ARCHIVE = 0.5;

    /** Spring Boot with Hibernate, extracted against nested: 6.7 s and 7.3 s. */
    private static final double SAVED_BY_EXTRACTION = 0.08;

    /** With fewer there is nothing worth an archive. */
    private static final int LEAST_CLASSES = 500;

    /** What static initialisers take of a start without a heavy one, at most: 0.12 to 0.23 with Spring Boot on 17. */
    private static final double USUAL_INIT = 0.25;

    private static final long MILLI = 1_000_000;

    private final StartReport report;
    private final StartFacts facts;
    private final Counters counters;
    private final long working;
    private final List<Suggestion> all = new ArrayList<>();

    private CounterSuggestions(StartReport report, StartFacts facts, Counters counters) {
        this.report = report;
        this.facts = facts;
        this.counters = counters;
        long busy = 0;
        for (CriticalPath.Step step : report.criticalPath) {
            Piece piece = step.piece();
            boolean waits = piece != null && (piece.kind == Kind.WAIT || piece.kind == Kind.DNS);
            busy += waits ? 0 : step.nanos();
        }
        this.working = Math.min(busy, report.totalNanos());
    }

    /** In no order, however small; empty where nothing was counted until ready. */
    static List<Suggestion> of(StartReport report, StartFacts facts) {
        Counters counters = untilReady(report);
        if (counters == null) {
            return List.of();
        }
        CounterSuggestions made = new CounterSuggestions(report, facts, counters);
        made.archive();
        made.extraction();
        made.staticInitialisers();
        made.collections();
        made.compilation();
        return made.all;
    }

    private static @Nullable Counters untilReady(StartReport report) {
        Counters last = null;
        for (Point point : Point.values()) {
            Counters one = report.anchors.counters(point);
            if (one != null
                    && report.anchors.get(point) - report.anchors.endNanos() <= 0
                    && (last == null || one.atNanos() - last.atNanos() >= 0)) {
                last = one;
            }
        }
        return last;
    }

    /** The sum of what was measured. */
    private long sum(Resource... resources) {
        long sum = 0;
        for (Resource one : resources) {
            sum += Math.max(0, counters.since(null, one));
        }
        return sum;
    }

    private void add(String kind, String advice, String evidence, double gainNanos, Basis basis) {
        all.add(new Suggestion(kind, advice, evidence, (long) Math.min(gainNanos, working), basis));
    }

    private void archive() {
        if (facts.hasArchive() || counters.loadedClasses() < LEAST_CLASSES) {
            return;
        }
        long loading = sum(Resource.CLASS_LOAD, Resource.CLASS_DEFINE, Resource.VERIFY, Resource.LINK);
        add(
                "archive",
                (facts.isNestedJar() ? "extract the jar and make" : "make")
                        + " a class-data archive: java -jar perf-agent.jar prepare (docs/cold-start.md)",
                counters.loadedClasses() + " classes were read and parsed, " + counters.sharedClasses()
                        + " came from an archive; loading and verifying took " + loading / MILLI
                        + " ms of all threads, of which an archive saves about " + Math.round(SAVED_BY_ARCHIVE * 100)
                        + " %",
                Math.min(loading * SAVED_BY_ARCHIVE, working * MOST_SAVED_BY_ARCHIVE),
                Basis.COUNTERS);
    }

    private void extraction() {
        if (facts.isNestedJar()) {
            long loading = sum(Resource.CLASS_LOAD, Resource.CLASS_DEFINE, Resource.ZIP_OPEN);
            add(
                    "extract",
                    "extract the jar: java -Djarmode=tools -jar <jar> extract",
                    "classes are loaded from jars within a jar, in " + loading / MILLI
                            + " ms of all threads; another application was ready "
                            + Math.round(SAVED_BY_EXTRACTION * 100) + " % earlier extracted",
                    Math.min(loading, working * SAVED_BY_EXTRACTION),
                    Basis.COMPARISON);
        }
    }

    private void staticInitialisers() {
        if (report.analysis != null && !report.analysis.criticalInits.isEmpty()) {
            return; // they are named one by one
        }
        long initialising = sum(Resource.STATIC_INIT);
        long usual = (long) (working * USUAL_INIT);
        add(
                "static-init",
                "do less in static initialisers",
                "they took " + initialising / MILLI + " ms of all threads, "
                        + Math.round(100.0 * initialising / working)
                        + " % of what the critical path worked, and more than " + Math.round(USUAL_INIT * 100)
                        + " % is unusual; which class it is, is not measured in an ordinary start",
                initialising - usual,
                Basis.COMPARISON);
    }

    private void collections() {
        long collecting = sum(Resource.GC_YOUNG, Resource.GC_OLD);
        add(
                "gc",
                "give the heap more room at the start (-Xms, -Xmn, or a higher limit), and on one or two cores use"
                        + " -XX:+UseSerialGC",
                "collections stopped the application for up to " + collecting / MILLI + " ms; at most "
                        + (facts.maxHeapBytes() >> 20) + " MiB of heap, " + facts.cores() + " cores",
                collecting,
                Basis.COUNTERS);
    }

    /** Only where compiling takes the one core from the application; with more it is not known whether it does. */
    private void compilation() {
        if (facts.cores() == 1) {
            long compiling = sum(Resource.JIT);
            add(
                    "jit",
                    "give the start another core, or if top speed does not matter, use -XX:TieredStopAtLevel=1",
                    "compiling took " + compiling / MILLI + " ms, on the one core that the application starts on; about"
                            + " half of it is the second compiler's",
                    compiling / 2.0,
                    Basis.COMPARISON);
        }
    }
}
