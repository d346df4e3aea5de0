package io.perfagent.cache;

import io.perfagent.cache.policy.CacheLevel;
import io.perfagent.cache.policy.CacheRule;
import io.perfagent.cache.shadow.Advice;
import io.perfagent.cache.shadow.ShadowFigures;
import io.perfagent.cache.tier.MemoryTier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What could be, is, and is not answered from memory, and why, as text. Not for request threads. */
public final class CacheReport {
    private static final int SHOWN = 10;
    private static final int LISTED = 100;
    private static final long MAX_REDIS_MICRO_MILLIS = 1_000;

    private CacheReport() {}

    /** Coverage first, then sources that are not served, then kinds of reads by what they would save. */
    public static String text(Caches caches) {
        List<ReadKind> kinds = withOverflow(caches);
        StringBuilder out = new StringBuilder(1024);
        Sums sums = new Sums(kinds);
        if (sums.reads == 0) {
            out.append("  cache: no read that could be cached was seen yet\n");
            unmatched(out, caches, kinds);
            return out.toString();
        }
        coverage(out, sums);
        tier(out, caches, sums);
        for (Source source : caches.sources()) {
            String objection = source.objection();
            if (objection != null) {
                out.append("  cache source ")
                        .append(source.name())
                        .append(": not served: ")
                        .append(objection)
                        .append('\n');
            }
        }
        candidates(out, caches, kinds);
        refused(out, kinds);
        unmatched(out, caches, kinds);
        return out.toString();
    }

    /** A rule that no read has met: mistyped, not yet used, or for a driver or client without an adapter. */
    private static void unmatched(StringBuilder out, Caches caches, List<ReadKind> kinds) {
        List<CacheRule> left = new ArrayList<>(caches.rules().all());
        for (ReadKind kind : kinds) {
            CacheRule rule = kind.rule();
            if (rule != null) {
                left.remove(rule);
            }
        }
        for (CacheRule rule : left) {
            out.append("  cache rule ")
                    .append(rule.text())
                    .append(": names no read that was seen so far; seen are those through ")
                    .append(
                            rule.kind().equals(Family.SQL.word())
                                    ? "PostgreSQL's driver, and no other database's"
                                    : "Jedis and Lettuce")
                    .append('\n');
        }
    }

    private static List<ReadKind> withOverflow(Caches caches) {
        List<ReadKind> kinds = caches.kinds();
        for (Source source : caches.sources()) {
            ReadKind others = source.overflow();
            if (others != null) {
                kinds.add(others);
            }
        }
        return kinds;
    }

    /** All kinds added up. */
    private static final class Sums {
        long reads;
        long hits;
        long misses;
        long verified;
        long stale;
        long savedNanos;
        final Map<Hazard, Long> refused = new EnumMap<>(Hazard.class);
        final Map<Bypass, Long> bypassed = new EnumMap<>(Bypass.class);

        Sums(List<ReadKind> kinds) {
            for (ReadKind kind : kinds) {
                KindCounts counts = kind.counts();
                reads += counts.reads();
                hits += counts.hits();
                misses += counts.misses();
                verified += counts.verified();
                stale += counts.stale();
                savedNanos += counts.savedNanos();
                Hazard[] hazards = kind.hazards();
                if (hazards.length > 0) {
                    refused.merge(hazards[0], counts.reads(), Long::sum);
                }
                for (Bypass cause : Bypass.values()) {
                    if (counts.bypasses(cause) > 0) {
                        bypassed.merge(cause, counts.bypasses(cause), Long::sum);
                    }
                }
            }
        }

        long lost() {
            long lost = 0;
            for (long one : refused.values()) {
                lost += one;
            }
            for (long one : bypassed.values()) {
                lost += one;
            }
            return Math.min(lost, reads);
        }
    }

    private static void coverage(StringBuilder out, Sums sums) {
        out.append(String.format(
                Locale.ROOT,
                "  cache coverage: %.1f %% of %d reads could be served; lost:%n",
                100.0 * (sums.reads - sums.lost()) / sums.reads,
                sums.reads));
        List<Lost> lost = new ArrayList<>();
        sums.refused.forEach((hazard, reads) -> lost.add(new Lost(hazard.text(), reads)));
        sums.bypassed.forEach((cause, reads) -> lost.add(new Lost(cause.text(), reads)));
        lost.sort(Comparator.comparingLong(Lost::reads).reversed());
        for (Lost one : lost) {
            if (one.reads > 0) {
                out.append(String.format(Locale.ROOT, "    %5.1f %%  %s%n", 100.0 * one.reads / sums.reads, one.cause));
            }
        }
    }

    private record Lost(String cause, long reads) {}

    private static void tier(StringBuilder out, Caches caches, Sums sums) {
        MemoryTier tier = caches.tier();
        if (tier != null) {
            out.append(String.format(
                    Locale.ROOT,
                    "  cache: %d hits, %d misses, %d checked, %d of them stale; %.1f s of calls saved; %d of %d KiB held%n"
                            + "    the client metrics lack these %d calls: a cached answer is none%n",
                    sums.hits,
                    sums.misses,
                    sums.verified,
                    sums.stale,
                    sums.savedNanos / 1e9,
                    tier.bytes() >> 10,
                    tier.maxBytes() >> 10,
                    sums.hits));
        }
    }

    /** A kind with what its sample speaks for. */
    record Candidate(ReadKind kind, ShadowFigures figures, Advice advice) {
        double savedSeconds() {
            return figures.savedNanosOfAll(advice.at()) / 1e9;
        }
    }

    /** Kinds with a sample, the one that would save most first. */
    static List<Candidate> ranked(Caches caches, List<ReadKind> kinds) {
        List<Candidate> ranked = new ArrayList<>();
        for (ReadKind kind : kinds) {
            ShadowFigures figures = kind.hazards().length == 0 ? kind.figures() : null;
            if (figures != null && figures.reads() > 0) {
                ranked.add(new Candidate(
                        kind, figures, Advice.of(figures, caches.options.objective(), longestMicroMillis(kind))));
            }
        }
        ranked.sort(Comparator.comparingDouble(Candidate::savedSeconds).reversed());
        return ranked;
    }

    private static void candidates(StringBuilder out, Caches caches, List<ReadKind> kinds) {
        List<Candidate> ranked = ranked(caches, kinds);
        for (Candidate one : ranked.subList(0, Math.min(SHOWN, ranked.size()))) {
            line(out, one);
        }
        if (ranked.size() > SHOWN) {
            out.append("  cache: ").append(ranked.size() - SHOWN).append(" more kinds of reads would save less\n");
        }
    }

    private static void line(StringBuilder out, Candidate one) {
        ShadowFigures figures = one.figures;
        int at = one.advice.at();
        ReadKind kind = one.kind;
        out.append("  cache ").append(kind.name()).append(": ");
        if (one.advice.level() == CacheLevel.NONE) {
            out.append("not recommended, ").append(one.advice.reason());
        } else {
            out.append(String.format(
                    Locale.ROOT,
                    "%s,ttl=%dms would serve %.1f %% and save %.1f s so far (%.2f ms each, %d KiB)",
                    one.advice.level().text(),
                    one.advice.ttlMillis(),
                    100 * figures.hitRatio(at),
                    one.savedSeconds(),
                    figures.loadNanos() / 1e6,
                    (long) figures.memoryBytes() >> 10));
            out.append(one.advice.reason().isEmpty() ? "" : "; " + one.advice.reason());
            out.append(kind.isVersioned() ? "; but updates compare a version in its rows" : "");
        }
        out.append("\n    ").append(staleness(figures, at)).append(rule(kind)).append('\n');
    }

    /** What is known of stale answers; never "none" for what was only not seen. */
    static String staleness(ShadowFigures figures, int at) {
        double hits = figures.hits()[at];
        String own = String.format(
                Locale.ROOT,
                "; %.0f dropped by own writes, %.0f of them changed",
                figures.ownDropped()[at],
                figures.ownChanged()[at]);
        if (Double.isNaN(figures.staleShare(at))) {
            return String.format(
                            Locale.ROOT,
                            "stale: unknown (%.0f would-be hits, %d needed)",
                            hits,
                            ShadowFigures.ENOUGH_HITS)
                    + own;
        }
        return String.format(
                        Locale.ROOT,
                        "stale by other writers: %.0f of %.0f would-be hits at %d s, below %.3f %% (95 %%)",
                        figures.stale()[at],
                        hits,
                        figures.ttlMillis()[at] / 1000,
                        100 * figures.staleUpper(at))
                + own;
    }

    private static String rule(ReadKind kind) {
        CacheRule rule = kind.rule();
        if (rule == null) {
            return "";
        }
        InForce in = kind.inForce();
        String refusal = refusal(kind, rule);
        String state = in == null ? "not in effect" : in.suspended == null ? "in effect" : "stopped: " + in.suspended;
        String checks = in == null ? "" : checks(in);
        return "\n    rule " + rule.text() + ": " + (refusal == null ? state : "refused: " + refusal) + checks;
    }

    private static String checks(InForce in) {
        synchronized (in.verification) {
            return ", ttl " + in.ttlNanos / 1_000_000 + " ms, " + in.verification.stale() + " of "
                    + in.verification.checks() + " checked hits stale";
        }
    }

    private static long longestMicroMillis(ReadKind kind) {
        return kind.source().family() == Family.REDIS ? MAX_REDIS_MICRO_MILLIS : CacheLevel.MICRO.maxTtlMillis();
    }

    /** Why a rule cannot be met by a kind of read; null if it can. */
    static @Nullable String refusal(ReadKind kind, CacheRule rule) {
        Hazard[] hazards = kind.hazards();
        if (hazards.length > 0) {
            return hazards[0].text();
        }
        if (rule.needsChannel() && kind.source().family() != Family.REDIS) {
            return "no invalidation channel for databases; sole-writer would say that this process alone writes it";
        }
        if (rule.level() == CacheLevel.MICRO && rule.ttlMillis() > longestMicroMillis(kind)) {
            return "ttl=1s is the most that micro gives for Redis; tracked has the server tell of changes";
        }
        if (!kind.meetsVersions(rule)) {
            return "updates compare a version in its rows, and would fail with an old one; option versioned lets it be so";
        }
        ShadowFigures figures = kind.figures();
        if (figures != null && figures.isNonDeterministic()) {
            return "answers change twice running within 50 ms with nothing written: not deterministic";
        }
        return kind.source().isDistrusted() ? kind.source().objection() : null;
    }

    private static void refused(StringBuilder out, List<ReadKind> kinds) {
        List<ReadKind> refused = new ArrayList<>();
        for (ReadKind kind : kinds) {
            Hazard[] hazards = kind.hazards();
            if (hazards.length > 0 && hazards[0] != Hazard.NOT_ANALYSED) {
                refused.add(kind);
            }
        }
        for (Read one : mostRead(refused, SHOWN)) {
            ReadKind kind = one.kind;
            out.append("  cache ").append(kind.name()).append(": never: ").append(kind.hazards()[0].text());
            CacheRule rule = kind.rule();
            out.append(rule == null ? "" : "; rule " + rule.text() + " is refused for it")
                    .append('\n');
        }
    }

    /** How often a kind was read when that was looked at: it goes on while they are sorted, which no sort can bear. */
    private record Read(ReadKind kind, long reads) {}

    private static List<Read> mostRead(List<ReadKind> kinds, int atMost) {
        List<Read> all = new ArrayList<>(kinds.size());
        for (ReadKind kind : kinds) {
            all.add(new Read(kind, kind.counts().reads()));
        }
        all.sort(Comparator.comparingLong(Read::reads).reversed());
        return all.subList(0, Math.min(atMost, all.size()));
    }

    /** Every kind of read with its id, for rules: one line each, the most read first. */
    public static String list(Caches caches) {
        List<ReadKind> kinds = caches.kinds();
        List<Read> shown = mostRead(kinds, LISTED);
        StringBuilder out = new StringBuilder();
        for (Read one : shown) {
            ReadKind kind = one.kind;
            Hazard[] hazards = kind.hazards();
            InForce in = kind.inForce();
            out.append("read  ")
                    .append(kind.name())
                    .append("  ")
                    .append(one.reads)
                    .append(" reads");
            out.append(hazards.length == 0 ? "" : "  never: " + hazards[0].text());
            out.append(in == null ? "" : "  " + in.rule.level().text() + (in.suspended == null ? "" : " (stopped)"));
            out.append('\n');
        }
        int left = kinds.size() - shown.size();
        return out.append(left > 0 ? left + " more kinds of reads\n" : "").toString();
    }
}
