package io.perfagent.coldstart;

import io.perfagent.coldstart.Suggestion.Basis;
import io.perfagent.coldstart.record.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What would shorten a start, from what it was made of. Pure.
 *
 * <p>A gain is at most what the critical path allows: of a component, what somebody waited for; of a counter, which adds up
 * all threads, no more than what the path has spent working. What is worth less than {@value #LEAST_MILLIS} ms is left out.
 */
public final class Suggestions {
    static final long LEAST_MILLIS = 50;
    private static final long MILLI = 1_000_000;
    private static final long LEAST_NANOS = LEAST_MILLIS * MILLI;
    private static final int MAX_SUGGESTIONS = 50;
    private static final int MAX_NAMES = 16;

    private final StartReport report;
    private final StartFacts facts;
    private final long total;
    private final List<Suggestion> all = new ArrayList<>();

    private Suggestions(StartReport report, StartFacts facts) {
        this.report = report;
        this.facts = facts;
        this.total = report.totalNanos();
    }

    /** The most valuable first; empty for a start that did not become ready. */
    public static List<Suggestion> of(StartReport report, StartFacts facts) {
        if (report.totalNanos() <= 0) {
            return List.of();
        }
        Suggestions made = new Suggestions(report, facts);
        made.all.addAll(CounterSuggestions.of(report, facts));
        made.components();
        made.waits();
        made.parallel();
        made.all.addAll(AnalysisSuggestions.of(report));
        made.all.removeIf(one -> one.gainNanos() < LEAST_NANOS);
        made.all.sort(Comparator.comparingLong(Suggestion::gainNanos).reversed());
        return List.copyOf(made.all.subList(0, Math.min(MAX_SUGGESTIONS, made.all.size())));
    }

    private void add(String kind, String advice, String evidence, long gainNanos) {
        all.add(new Suggestion(kind, advice, evidence, Math.min(gainNanos, total), Basis.PATH));
    }

    /** What components took of the path; those of one kind and name together, look-ups and scans of one kind. */
    private void components() {
        Map<String, List<Piece>> groups = new LinkedHashMap<>();
        for (Piece one : report.pieces.all) {
            if (one.savedNanos > 0 && isComponent(one.kind)) {
                boolean whole = one.kind == Kind.DNS || one.kind == Kind.SCAN || one.kind == Kind.SERVICE;
                String group = one.kind + (whole ? "" : " " + one.name);
                groups.computeIfAbsent(group, key -> new ArrayList<>()).add(one);
            }
        }
        for (List<Piece> group : groups.values()) {
            long saved = 0;
            for (Piece one : group) {
                saved += one.savedNanos;
            }
            Piece first = group.get(0);
            if (saved >= LEAST_NANOS) {
                String names = names(group);
                add(suggestionKind(first.kind), advice(first.kind, names), evidence(group, saved), saved);
            }
        }
    }

    private static boolean isComponent(int kind) {
        return kind != Kind.PHASE && kind != Kind.WAIT && kind != Kind.TASK && kind != Kind.RELEASE;
    }

    private static String suggestionKind(int kind) {
        return switch (kind) {
            case Kind.DNS, Kind.SCAN, Kind.POOL, Kind.MIGRATION, Kind.SERVICE -> Kind.name(kind);
            case Kind.STATIC_INIT -> "static-initialiser";
            default -> "component";
        };
    }

    private static String advice(int kind, String names) {
        return switch (kind) {
            case Kind.DNS -> "look up names later, or make the name server faster: " + names;
            case Kind.SCAN -> "scan fewer packages, or index components at build time: " + names;
            case Kind.POOL -> "open fewer connections before ready (least idle ones, validation): " + names;
            case Kind.MIGRATION -> "run migrations before the application is started: " + names;
            case Kind.SERVICE -> "name the services that are needed in place of looking for all: " + names;
            case Kind.STATIC_INIT -> "do less in the static initialiser of " + names;
            case Kind.PERSISTENCE -> "start the mapper in the background while other beans are made: " + names;
            case Kind.SERVLET -> "do less while it is initialised, or load it on demand: " + names;
            default -> "make " + names + " when it is first used, or after ready, if nothing needs it before";
        };
    }

    private String evidence(List<Piece> group, long saved) {
        Piece first = group.get(0);
        String text = (group.size() == 1 ? "" : group.size() + " of them: ") + saved / MILLI
                + " ms of the critical path, without what was made within";
        String seen = AnalysisSuggestions.evidence(report, group);
        if (seen != null) {
            return text + seen;
        }
        return first.kind == Kind.BEAN
                ? text
                        + "; whether it was used before ready, and how much of it are static initialisers and monitors, is"
                        + " not measured"
                : text;
    }

    private static String names(List<Piece> group) {
        List<Piece> longest = new ArrayList<>(group);
        longest.sort(Comparator.comparingLong(Piece::totalNanos).reversed());
        StringBuilder names = new StringBuilder();
        for (Piece one : longest.subList(0, Math.min(MAX_NAMES, longest.size()))) {
            names.append(names.length() == 0 ? "" : ", ")
                    .append(Kind.name(one.kind))
                    .append(' ')
                    .append(one.name);
        }
        return names + (longest.size() > MAX_NAMES ? " and " + (longest.size() - MAX_NAMES) + " more" : "");
    }

    /** What the path has waited for: for others' tasks, or for locks that others held. */
    private void waits() {
        Map<Piece, Long> waited = new LinkedHashMap<>();
        Map<Piece, CriticalPath.Step> longest = new LinkedHashMap<>();
        for (CriticalPath.Step step : report.criticalPath) {
            Piece piece = step.piece();
            Piece wait = step.via() != null ? step.via() : piece != null && piece.kind == Kind.WAIT ? piece : null;
            if (wait != null) {
                waited.merge(wait, step.awaitedNanos(), Long::sum);
                CriticalPath.Step before = longest.get(wait);
                longest.put(wait, before == null || step.nanos() > before.nanos() ? step : before);
            }
        }
        for (Map.Entry<Piece, Long> one : waited.entrySet()) {
            Piece wait = one.getKey();
            if (one.getValue() >= LEAST_NANOS) {
                boolean task = wait.name.startsWith("FutureTask")
                        || wait.name.startsWith("CompletableFuture")
                        || wait.name.startsWith("CountDownLatch")
                        || wait.name.startsWith("Thread.join");
                String in = wait.parent == null ? "" : " in " + Kind.name(wait.parent.kind) + " " + wait.parent.name;
                add(
                        task ? "wait" : "lock",
                        task
                                ? "begin what " + wait.threadName + " waits for" + in + " earlier, or wait for it later"
                                : "hold the lock that " + wait.threadName + " waits for" + in + " for a shorter time",
                        wait.name + " took " + one.getValue() / MILLI + " ms of the critical path"
                                + by(longest.get(wait), wait),
                        one.getValue());
            }
        }
    }

    private static String by(CriticalPath.@Nullable Step step, Piece wait) {
        if (step == null || step.threadId() == wait.threadId) {
            return "; who ended it is not known";
        }
        Piece piece = step.piece();
        return piece == null
                ? ""
                : ", while " + piece.threadName + " was in " + piece.name + (step.inferred() ? " (inferred)" : "");
    }

    /** Components that one thread made one after the other; on the thread on which the path ends, all of it counts. */
    private void parallel() {
        long thread = 0;
        for (CriticalPath.Step step : report.criticalPath) {
            thread = step.via() == null ? step.threadId() : thread;
        }
        Map<Piece, List<Piece>> siblings = new LinkedHashMap<>();
        List<Piece> outermost = new ArrayList<>();
        for (Piece one : report.pieces.all) {
            if (one.threadId == thread && isContainable(one.kind) && one.totalNanos() >= LEAST_NANOS) {
                (one.parent == null ? outermost : siblings.computeIfAbsent(one.parent, key -> new ArrayList<>()))
                        .add(one);
            }
        }
        parallel(outermost, "");
        for (Map.Entry<Piece, List<Piece>> one : siblings.entrySet()) {
            parallel(one.getValue(), " in " + one.getKey().name);
        }
    }

    private static boolean isContainable(int kind) {
        return kind == Kind.BEAN
                || kind == Kind.POOL
                || kind == Kind.PERSISTENCE
                || kind == Kind.MESSAGING
                || kind == Kind.SERVLET;
    }

    private void parallel(List<Piece> siblings, String in) {
        long sum = 0;
        long longest = 0;
        for (Piece one : siblings) {
            sum += one.totalNanos();
            longest = Math.max(longest, one.totalNanos());
        }
        long gain = sum - Math.max(longest, sum / Math.max(1, facts.cores()));
        if (gain >= LEAST_NANOS) {
            add(
                    "parallel",
                    "make at the same time, if they do not use each other: " + names(siblings),
                    siblings.size() + " components that were not made for each other took " + sum / MILLI
                            + " ms one after the other" + in + "; the longest " + longest / MILLI + " ms, "
                            + facts.cores() + " cores; whether one uses another that was there is not measured",
                    gain);
        }
    }
}
