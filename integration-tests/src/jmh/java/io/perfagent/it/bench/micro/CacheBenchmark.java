package io.perfagent.it.bench.micro;

import io.perfagent.cache.CacheOptions;
import io.perfagent.cache.Caches;
import io.perfagent.cache.Family;
import io.perfagent.cache.Fill;
import io.perfagent.cache.KeyWriter;
import io.perfagent.cache.ReadKind;
import io.perfagent.cache.Source;
import io.perfagent.cache.policy.CacheRules;
import io.perfagent.cache.policy.DataClasses;
import io.perfagent.cache.tier.Entry;
import io.perfagent.cache.tier.PendingWrites;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What a read pays beside its original: {@link #unsampled} within 150 ns and without allocation, {@link #sampled} within
 * 3 us, {@link #hit} in place of the original; and what a keyed write pays ({@link #write}).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CacheBenchmark {
    private Caches caches = caches();
    private Source source = source(caches);
    private ReadKind observed = source.sqlKind("SELECT v FROM item WHERE id = ?", "SELECT item");
    private ReadKind served = source.sqlKind("SELECT w FROM item WHERE id = ?", "SELECT served");
    private PendingWrites connection = source.connection();
    private int table;
    private long sampledId;
    private long unsampledId;

    private static Caches caches() {
        return new Caches(
                new CacheOptions(0.001, 16 << 20, 6 << 20, new DataClasses("X", Map.of(), new ArrayList<>())));
    }

    private static Source source(Caches caches) {
        Source made = caches.source(Family.SQL, "jdbc:x", "x");
        if (made == null) {
            throw new IllegalStateException("no room");
        }
        return made;
    }

    @Setup
    public void prepare() {
        caches = caches();
        source = source(caches);
        table = source.epochs().table("item");
        connection = source.connection();
        observed = source.sqlKind("SELECT v FROM item WHERE id = ?", "SELECT item");
        observed.analysed();
        for (int id = 0; id < 100_000; id++) { // until the sample has thinned out
            Fill fill = begin(observed, id);
            if (fill != null) {
                fill.done(null, 100, id, false, System.nanoTime());
            }
        }
        for (long id = 0; sampledId == 0 || unsampledId == 0; id++) {
            if (observed.wants(keys(observed, id).hash())) {
                sampledId = id;
            } else {
                unsampledId = id;
            }
        }
        caches.rules(CacheRules.ofSetting("R", "sql:SELECT served=static,ttl=24h", new ArrayList<>()));
        served = source.sqlKind("SELECT w FROM item WHERE id = ?", "SELECT served");
        served.analysed();
        source.trust();
        if (served.rule() != null) {
            served.putInForce(served.rule());
        }
        Fill fill = begin(served, 1);
        if (fill != null) {
            fill.done("x", 100, 1, false, System.nanoTime());
        }
    }

    private KeyWriter keys(ReadKind kind, long id) {
        return caches.keys().begin(kind).putInt(0).putInt(20).putLong(id);
    }

    private @Nullable Fill begin(ReadKind kind, long id) {
        if (kind.isIdle() || !kind.admits()) {
            return null;
        }
        KeyWriter writer = keys(kind, id);
        long hash = writer.hash();
        return kind.wants(hash)
                ? kind.begin(writer.key(hash), source.epochs().keyedReads(table, id), System.nanoTime())
                : null;
    }

    @Benchmark
    public @Nullable Fill unsampled() {
        return begin(observed, unsampledId);
    }

    @Benchmark
    public @Nullable Fill sampled() {
        Fill fill = begin(observed, sampledId);
        if (fill != null) {
            fill.done(null, 100, 7, false, System.nanoTime());
        }
        return fill;
    }

    @Benchmark
    public @Nullable Entry hit() {
        served.admits();
        KeyWriter writer = keys(served, 1);
        long hash = writer.hash();
        return served.wants(hash) ? served.find(writer.key(hash), System.nanoTime(), false) : null;
    }

    @Benchmark
    public void write() {
        connection.begin(source.epochs().keyedWrites(table, 5));
        connection.settle();
    }
}
