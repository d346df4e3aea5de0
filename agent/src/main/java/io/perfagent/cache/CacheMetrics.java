package io.perfagent.cache;

import io.perfagent.cache.tier.MemoryTier;
import io.perfagent.export.metric.MetricWriter;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.metric.CounterSeries;
import io.perfagent.metric.MetricSettings;
import io.perfagent.metric.Observed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code perf_agent.cache.*}: hits, misses, bypasses by cause, checks, evictions, times and bytes; by operation for those
 * that a rule names. For the export thread only; nothing while no read was seen.
 */
public final class CacheMetrics implements Observed {
    private static final String SCOPE = "io.perfagent.cache";
    private static final String OPERATION = "perf_agent.cache.operation";
    private static final String CAUSE = "perf_agent.cache.bypass.cause";
    private static final int MAX_OPERATIONS = 128;
    private static final byte[] NO_ATTRIBUTES = {};

    private final Caches caches;
    private final MetricSettings settings;
    private final Map<String, CounterSeries> series =
            new HashMap<>(); // a few for each operation, and one for each cause

    public CacheMetrics(Caches caches, MetricSettings settings) {
        this.caches = caches;
        this.settings = settings;
    }

    /** One count of a kind of read. */
    private abstract static class Count {
        final String name;
        final String unit;
        final String description;

        Count(String name, String unit, String description) {
            this.name = "perf_agent.cache.".concat(name);
            this.unit = unit;
            this.description = description;
        }

        abstract long of(KindCounts counts);
    }

    private static final Count[] COUNTS = {
        new Count("hits", "{read}", "Reads answered from memory.") {
            @Override
            long of(KindCounts counts) {
                return counts.hits();
            }
        },
        new Count("misses", "{read}", "Reads of which memory had no answer.") {
            @Override
            long of(KindCounts counts) {
                return counts.misses();
            }
        },
        new Count("verified", "{read}", "Hits that were asked again to see whether they were right.") {
            @Override
            long of(KindCounts counts) {
                return counts.verified();
            }
        },
        new Count("stale", "{read}", "Hits that were asked again and were not right any more.") {
            @Override
            long of(KindCounts counts) {
                return counts.stale();
            }
        }
    };

    @Override
    public int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        List<ReadKind> kinds = caches.kinds();
        if (kinds.isEmpty()) {
            return 0;
        }
        int before = out.points();
        out.scope(SCOPE, settings.scopeVersion());
        Map<String, long[]> totals = totals(kinds);
        for (int i = 0; i < COUNTS.length; i++) {
            Count count = COUNTS[i];
            out.sum(count.name, count.unit, count.description, true, settings.delta());
            for (Map.Entry<String, long[]> one : totals.entrySet()) {
                series(count.name, OPERATION, one.getKey()).write(out, startUnixNanos, nowUnixNanos, one.getValue()[i]);
            }
        }
        out.sum(
                "perf_agent.cache.load.time",
                "s",
                "Time that originals took that were measured.",
                true,
                settings.delta());
        for (Map.Entry<String, long[]> one : totals.entrySet()) {
            series("load", OPERATION, one.getKey())
                    .write(out, startUnixNanos, nowUnixNanos, one.getValue()[COUNTS.length] / 1e9);
        }
        out.sum(
                "perf_agent.cache.saved.time",
                "s",
                "Time that the originals of hits had taken.",
                true,
                settings.delta());
        for (Map.Entry<String, long[]> one : totals.entrySet()) {
            series("saved", OPERATION, one.getKey())
                    .write(out, startUnixNanos, nowUnixNanos, one.getValue()[COUNTS.length + 1] / 1e9);
        }
        bypasses(out, kinds, startUnixNanos, nowUnixNanos);
        tier(out, startUnixNanos, nowUnixNanos);
        return out.points() - before;
    }

    /** What is counted of each operation that a rule is, or was, in effect for. */
    private static Map<String, long[]> totals(List<ReadKind> kinds) {
        Map<String, long[]> totals = new TreeMap<>();
        for (ReadKind kind : kinds) {
            KindCounts counts = kind.counts();
            boolean used = kind.isRuled() || counts.hits() + counts.misses() > 0;
            if (used && (totals.size() < MAX_OPERATIONS || totals.containsKey(kind.summary()))) {
                long[] of = totals.computeIfAbsent(kind.summary(), name -> new long[COUNTS.length + 2]);
                for (int i = 0; i < COUNTS.length; i++) {
                    of[i] += COUNTS[i].of(counts);
                }
                of[COUNTS.length] += counts.loadNanos();
                of[COUNTS.length + 1] += counts.savedNanos();
            }
        }
        return totals;
    }

    private void bypasses(MetricWriter out, List<ReadKind> kinds, long start, long now) {
        out.sum(
                "perf_agent.cache.bypasses",
                "{read}",
                "Reads that were not answered from memory although their kind may be.",
                true,
                settings.delta());
        for (Bypass cause : Bypass.values()) {
            long total = 0;
            for (ReadKind kind : kinds) {
                total += kind.counts().bypasses(cause);
            }
            if (total > 0) {
                series("bypass", CAUSE, cause.word()).write(out, start, now, total);
            }
        }
    }

    private void tier(MetricWriter out, long start, long now) {
        MemoryTier tier = caches.tier();
        if (tier == null) {
            return;
        }
        out.sum("perf_agent.cache.evictions", "{entry}", "Answers that had to make room.", true, settings.delta());
        series("evictions", "", "").write(out, start, now, tier.evicted());
        out.gauge("perf_agent.cache.size", "By", "Bytes of answers held.");
        out.longPoint(NO_ATTRIBUTES, 0, 0, now, tier.bytes());
        out.gauge("perf_agent.cache.limit", "By", "Bytes of answers that may be held.");
        out.longPoint(NO_ATTRIBUTES, 0, 0, now, tier.maxBytes());
    }

    private CounterSeries series(String metric, String key, String value) {
        String name = metric + ' ' + value;
        CounterSeries known = series.get(name);
        if (known == null) {
            AttributeBytes attributes = new AttributeBytes();
            if (!key.isEmpty()) {
                attributes.put(key, value);
            }
            known = new CounterSeries(attributes.toBytes(), settings.delta());
            series.put(name, known);
        }
        return known;
    }
}
