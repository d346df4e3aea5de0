package io.perfagent.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.metric.Exported;
import io.perfagent.metric.MetricSettings;
import io.perfagent.metric.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CacheReportTest extends CacheFixture {
    private void reads(ReadKind of, int count) {
        for (int i = 0; i < count; i++) {
            of.admits();
        }
    }

    @Test
    void nothingSeenIsSaidSo() {
        assertThat(CacheReport.text(caches)).contains("no read that could be cached was seen yet");
    }

    @Test
    void aRuleThatNoReadHasMetIsSaid() {
        rules("sql:SELECT item=micro; sql:SELECT widget=static; redis:price:*=micro");
        assertThat(CacheReport.text(caches)).contains("cache rule sql:SELECT widget=static: names no read");
        kind.analysed();
        reads(kind, 1);
        assertThat(CacheReport.text(caches))
                .contains("cache rule sql:SELECT widget=static: names no read that was seen so far")
                .contains(
                        "cache rule redis:price:*=micro: names no read that was seen so far; seen are those through Jedis")
                .doesNotContain("cache rule sql:SELECT item");
    }

    @Test
    void coverageComesFirstAndTheLargestLossLeads() {
        ReadKind locking = source.sqlKind("SELECT v FROM item FOR UPDATE", "SELECT item");
        locking.analysed(Hazard.LOCKING);
        kind.analysed();
        reads(kind, 80);
        reads(locking, 20);
        for (int i = 0; i < 50; i++) {
            kind.bypass(Bypass.TRANSACTION);
        }

        String report = CacheReport.text(caches);

        assertThat(report.lines().map(String::trim).collect(Collectors.toList()))
                .startsWith(
                        "cache coverage: 30.0 % of 100 reads could be served; lost:",
                        "50.0 %  in a transaction that is not read-only, such as @Transactional without readOnly",
                        "20.0 %  it locks rows");
        assertThat(report)
                .contains("cache source postgresql://x/shop: not served: not every way to write")
                .contains("cache sql:SELECT item " + locking.id() + ": never: it locks rows");
    }

    @Test
    void candidatesAreRankedByWhatTheyWouldSaveWithTheirStaleness() {
        kind.analysed();
        source.trust();
        for (int i = 0; i < 400; i++) {
            now += 100 * MILLI;
            kind.admits();
            read(1, 5);
        }

        String report = CacheReport.text(caches);

        assertThat(report)
                .contains("cache sql:SELECT item " + kind.id() + ": micro,ttl=2000ms would serve 95.0 % and save 0.4 s")
                .contains("stale by other writers: 0 of 380 would-be hits at 2 s, below 0.785 % (95 %)")
                .doesNotContain("rule ");
        assertThat(CacheReport.list(caches)).startsWith("read  sql:SELECT item " + kind.id() + "  400 reads");
    }

    /** A sort whose order changes meanwhile fails, or not, by chance: often enough here. */
    @Test
    void reports_can_be_written_while_reads_go_on() throws InterruptedException {
        List<ReadKind> busy = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            ReadKind one = source.sqlKind("SELECT " + i + " FROM item FOR UPDATE", "SELECT item");
            one.analysed(Hazard.LOCKING);
            busy.add(one);
        }
        AtomicBoolean over = new AtomicBoolean();
        Thread reader = new Thread(() -> {
            for (int i = 0; !over.get(); i++) {
                int at = i % busy.size();
                for (int reads = at * 7_919 % 13; reads >= 0; reads--) {
                    busy.get(at).admits();
                }
            }
        });
        reader.setDaemon(true);
        reader.start();
        try {
            for (int i = 0; i < 1_000; i++) {
                assertThat(CacheReport.list(caches)).contains("901 more kinds of reads"); // and the fixture's own
                assertThat(CacheReport.text(caches)).contains("never: it locks rows");
            }
        } finally {
            over.set(true);
            reader.join();
        }
    }

    @Test
    void unknownIsNotNone() {
        kind.analysed();
        for (int i = 0; i < 150; i++) {
            now += 100 * MILLI;
            kind.admits();
            read(1, 5);
        }

        assertThat(CacheReport.text(caches)).contains("stale: unknown (142 would-be hits, 300 needed)");
    }

    @Test
    void metricsTellHitsAndBypasses() {
        Metrics metrics = new Metrics(MetricSettings.defaults(0));
        metrics.add(new CacheMetrics(caches, metrics.settings()));
        assertThat(named(metrics)).as("nothing read, nothing told").isEmpty();
        inForce("sql:SELECT item=micro");
        for (int i = 0; i < 20; i++) {
            kind.admits();
            read(1, 5);
        }
        kind.bypass(Bypass.CURSOR);

        Map<String, Exported.Point> points = named(metrics);

        assertThat(points)
                .containsKeys(
                        "perf_agent.cache.hits",
                        "perf_agent.cache.misses",
                        "perf_agent.cache.verified",
                        "perf_agent.cache.stale",
                        "perf_agent.cache.bypasses",
                        "perf_agent.cache.load.time",
                        "perf_agent.cache.saved.time",
                        "perf_agent.cache.evictions",
                        "perf_agent.cache.size",
                        "perf_agent.cache.limit");
        assertThat(points.get("perf_agent.cache.hits").attributes)
                .containsEntry("perf_agent.cache.operation", "SELECT item");
        assertThat(points.get("perf_agent.cache.bypasses").attributes)
                .containsEntry("perf_agent.cache.bypass.cause", "cursor");
    }

    private static Map<String, Exported.Point> named(Metrics metrics) {
        return Exported.of(metrics, 1).stream()
                .filter(point -> point.metric.startsWith("perf_agent.cache."))
                .collect(Collectors.toMap(point -> point.metric, point -> point));
    }
}
