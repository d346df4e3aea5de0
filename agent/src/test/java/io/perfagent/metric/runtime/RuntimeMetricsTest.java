package io.perfagent.metric.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.perfagent.metric.Exported;
import io.perfagent.metric.LongCount;
import io.perfagent.metric.MetricSettings;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RuntimeMetricsTest {
    private static final long START = 1_000;

    private final RuntimeMetrics metrics =
            RuntimeMetrics.start(new MetricSettings(100, 0, false, false, true, START, "3"));

    @AfterEach
    void close() {
        metrics.close();
    }

    private List<Exported.Point> export() {
        return Exported.of(metrics, START, 2_000);
    }

    private static List<Exported.Point> named(List<Exported.Point> points, String name) {
        return points.stream().filter(p -> p.metric.equals(name)).toList();
    }

    @Test
    void everythingIsThereInTheFormOfTheConventions() throws Exception {
        collectGarbage();
        List<Exported.Point> points = export();
        assertThat(metrics.missing()).isEmpty();
        assertThat(metrics.failures()).isZero();
        // Recent utilization needs two readings some time apart, so that it may be missing.
        Set<List<Object>> shapes = points.stream()
                .filter(p -> !p.metric.equals("jvm.cpu.recent_utilization"))
                .map(p -> List.<Object>of(p.metric, p.unit, p.type, p.monotonic))
                .collect(Collectors.toSet());
        assertThat(shapes)
                .containsExactlyInAnyOrder(
                        List.of("jvm.memory.used", "By", "sum", false),
                        List.of("jvm.memory.committed", "By", "sum", false),
                        List.of("jvm.memory.limit", "By", "sum", false),
                        List.of("jvm.memory.used_after_last_gc", "By", "sum", false),
                        List.of("jvm.gc.duration", "s", "histogram", false),
                        List.of("jvm.thread.count", "{thread}", "sum", false),
                        List.of("jvm.class.loaded", "{class}", "sum", true),
                        List.of("jvm.class.unloaded", "{class}", "sum", true),
                        List.of("jvm.class.count", "{class}", "sum", false),
                        List.of("jvm.cpu.time", "s", "sum", true),
                        List.of("jvm.cpu.count", "{cpu}", "sum", false));
        assertThat(points)
                .allSatisfy(p -> assertThat(List.of(p.scope, p.scopeVersion, p.time, p.delta))
                        .isEqualTo(List.of("io.perfagent.runtime", "3", 2_000L, false)))
                .allSatisfy(p -> assertThat(p.description).isNotEmpty());
    }

    @Test
    void memoryIsByPoolAndType() {
        List<Exported.Point> used = named(export(), "jvm.memory.used");
        Map<String, String> expected = ManagementFactory.getMemoryPoolMXBeans().stream()
                .collect(Collectors.toMap(
                        p -> p.getName(), p -> p.getType().name().toLowerCase(java.util.Locale.ROOT)));
        assertThat(used.stream()
                        .collect(Collectors.toMap(
                                p -> p.attributes.get("jvm.memory.pool.name"),
                                p -> p.attributes.get("jvm.memory.type"))))
                .isEqualTo(expected);
        assertThat(used).allSatisfy(p -> assertThat(p.attributes).hasSize(2));
        assertThat(used.stream().mapToLong(p -> p.longValue).sum()).isPositive();
        assertThat(named(export(), "jvm.memory.limit"))
                .as("pools without a limit have no point")
                .allSatisfy(p -> assertThat(p.longValue).isPositive());
    }

    @Test
    void threadsAreByStateAndDaemon() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        Thread daemon = new Thread(() -> {
            started.countDown();
            try {
                hold.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        daemon.setDaemon(true);
        daemon.start();
        started.await();
        while (daemon.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        List<Exported.Point> threads = named(export(), "jvm.thread.count");
        hold.countDown();
        daemon.join();
        assertThat(threads)
                .extracting(p -> p.attributes.get("jvm.thread.daemon"), p -> p.attributes.get("jvm.thread.state"))
                .contains(tuple("true", "waiting"), tuple("false", "runnable"))
                .doesNotHaveDuplicates();
        assertThat(threads).allSatisfy(p -> assertThat(p.longValue).isPositive());
    }

    @Test
    void cpuAndClassesGrow() {
        List<Exported.Point> first = export();
        assertThat(named(first, "jvm.cpu.count").get(0).longValue)
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(named(first, "jvm.cpu.time").get(0).doubleValue).isPositive();
        long loaded = named(first, "jvm.class.loaded").get(0).longValue;
        long unloaded = named(first, "jvm.class.unloaded").get(0).longValue;
        assertThat(loaded).isGreaterThan(500);
        assertThat(unloaded).isBetween(0L, loaded);
        assertThat(named(first, "jvm.class.count").get(0).longValue).isBetween(500L, loaded);
    }

    @Test
    void deltasAreWhatWasAdded() {
        RuntimeMetrics deltas = RuntimeMetrics.start(new MetricSettings(100, 0, true, false, true, START));
        try {
            Exported.Point first =
                    named(Exported.of(deltas, START, 2_000), "jvm.class.loaded").get(0);
            Exported.Point second =
                    named(Exported.of(deltas, START, 3_000), "jvm.class.loaded").get(0);
            assertThat(first.delta).isTrue();
            assertThat(first.start).isEqualTo(START);
            assertThat(second.start).isEqualTo(2_000);
            assertThat(second.longValue).isLessThan(first.longValue);
            assertThat(named(Exported.of(deltas, START, 4_000), "jvm.memory.used")
                            .get(0)
                            .delta)
                    .as("what can go down stays cumulative")
                    .isFalse();
        } finally {
            deltas.close();
        }
    }

    @Test
    void collectionsAreTimedUntilClosed() throws Exception {
        collectGarbage();
        List<Exported.Point> collections = named(export(), "jvm.gc.duration");
        assertThat(collections).isNotEmpty().allSatisfy(p -> {
            assertThat(p.attributes).containsOnlyKeys("jvm.gc.name", "jvm.gc.action");
            assertThat(p.bounds).containsExactly(0.01, 0.1, 1.0, 10.0);
            assertThat(p.attributes.get("jvm.gc.action")).startsWith("end of ");
        });
        long before = collections.stream().mapToLong(p -> p.count).sum();
        assertThat(before).isPositive();
        metrics.close();
        collectGarbage();
        assertThat(named(export(), "jvm.gc.duration").stream()
                        .mapToLong(p -> p.count)
                        .sum())
                .isEqualTo(before);
    }

    @Test
    void pausesAreRecordedInSeconds() {
        GarbageCollectionMetrics collections =
                new GarbageCollectionMetrics(MetricSettings.defaults(START), new LongCount());
        collections.close();
        collections.record("A", "end of minor GC", 10);
        collections.record("A", "end of minor GC", 11);
        collections.record("B", "end of major GC", 2_000);
        List<Exported.Point> points = Exported.of(
                (out, start, now) -> {
                    out.scope("s", "");
                    return collections.observe(out, start, now);
                },
                START,
                2_000);
        assertThat(points)
                .extracting(p -> p.attributes.get("jvm.gc.name"), p -> p.sum, p -> p.buckets)
                .containsExactlyInAnyOrder(
                        tuple("A", 0.021, List.of(1L, 1L, 0L, 0L, 0L)), tuple("B", 2.0, List.of(0L, 0L, 0L, 1L, 0L)));
    }

    /** Collects, and waits until the listeners that were there before have been told. */
    private static void collectGarbage() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        NotificationListener last = (notification, handback) -> told.countDown();
        List<NotificationEmitter> emitters = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map((GarbageCollectorMXBean bean) -> (NotificationEmitter) bean)
                .toList();
        for (NotificationEmitter emitter : emitters) {
            emitter.addNotificationListener(last, null, null);
        }
        System.gc();
        boolean inTime = told.await(30, TimeUnit.SECONDS);
        for (NotificationEmitter emitter : emitters) {
            emitter.removeNotificationListener(last);
        }
        assertThat(inTime).as("a collection was announced").isTrue();
    }
}
