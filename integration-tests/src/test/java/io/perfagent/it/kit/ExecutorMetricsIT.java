package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.perfagent.it.Jdk;
import io.perfagent.it.ReceivedMetric;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What executors are measured by, and that nothing is kept of tasks that are over. */
class ExecutorMetricsIT extends LibraryKit {
    private static final String WAIT = "perf_agent.executor.task.wait_time";
    private static final String RUN = "perf_agent.executor.task.run_time";
    private static final String LENGTH = "perf_agent.executor.queue.length";
    private static final String NAME = "perf_agent.executor.name";

    ExecutorMetricsIT(Jdk jdk) {
        super(jdk);
    }

    private static Map<String, String> named(String name) {
        return Map.of(NAME, name);
    }

    /** Calls of a pool's point; 0 if it has none. */
    private static long count(ReceivedMetric metric, String name) {
        return metric.histogramPoints().stream()
                .filter(point -> ReceivedMetric.attributes(point).equals(named(name)))
                .mapToLong(HistogramDataPoint::getCount)
                .sum();
    }

    private static Predicate<ReceivedMetric> length(String name, long length) {
        return metric -> metric.numberPoints().stream()
                .anyMatch(point -> ReceivedMetric.attributes(point).equals(named(name)) && point.getAsInt() == length);
    }

    /** Whether the metric was read after a moment and has no point of this pool any more. */
    private static Predicate<ReceivedMetric> without(String name, long afterUnixNanos) {
        return metric -> {
            boolean later = metric.numberPoints().stream().anyMatch(point -> point.getTimeUnixNano() > afterUnixNanos)
                    || metric.histogramPoints().stream().anyMatch(point -> point.getTimeUnixNano() > afterUnixNanos);
            return later && !metric.pointAttributes().contains(named(name));
        };
    }

    @Test
    void waitsAndRunsAreMeasuredByTheNameOfTheThreads() {
        app().call("/executor/execute");
        long waits = count(app().awaitMetric(WAIT, metric -> count(metric, "fixture-worker") > 0), "fixture-worker");
        app().call("/executor/execute");
        app().call("/executor/submit-callable");

        ReceivedMetric wait = app().awaitMetric(WAIT, metric -> count(metric, "fixture-worker") >= waits + 2);
        ReceivedMetric run = app().awaitMetric(RUN, metric -> count(metric, "fixture-worker") >= waits + 2);

        assertThat(wait.metric().getUnit()).isEqualTo("s");
        assertThat(run.metric().getUnit()).isEqualTo("s");
        assertThat(wait.histogramPoints())
                .allSatisfy(point -> assertThat(point.getSum()).isGreaterThanOrEqualTo(0));
    }

    @Test
    void everyKindOfPoolIsMeasured() {
        app().call("/executor/schedule");
        app().call("/executor-other/recursive");
        app().call("/executor-other/common-pool-alone");

        for (String name :
                new String[] {"fixture-scheduler", "ForkJoinPool-worker", "ForkJoinPool.commonPool-worker"}) {
            app().awaitMetric(RUN, metric -> count(metric, name) > 0);
            app().awaitMetric(WAIT, metric -> count(metric, name) > 0);
        }
    }

    @Test
    void aPoolThatHandsTasksStraightToAThreadHasNoWaits() {
        app().call("/executor-other/direct");
        app().call("/executor/execute"); // one whose waits are measured, so that the metric is there
        app().awaitMetric(RUN, metric -> count(metric, "fixture-direct") > 0);

        ReceivedMetric wait = app().awaitMetric(WAIT, metric -> count(metric, "fixture-worker") > 0);

        assertThat(count(wait, "fixture-direct")).isZero();
    }

    @Test
    void aQueueHasALengthAndIsGoneWithItsPool() {
        app().call("/executor-entries/hold-queue");
        app().awaitMetric(LENGTH, length("fixture-held-queue", 3));

        app().call("/executor-entries/release-queue");
        long released = System.currentTimeMillis() * 1_000_000;

        app().awaitMetric(LENGTH, without("fixture-held-queue", released));
        app().awaitMetric(RUN, metric -> count(metric, "fixture-held-queue") == 4);
        app().awaitMetric(RUN, without("fixture-held-queue", released));
        app().awaitMetric(WAIT, without("fixture-held-queue", released));
    }

    @TestFactory
    Stream<DynamicTest> nothingIsKeptOfATaskThatIsOver() {
        return Stream.of(
                        "ran",
                        "ran-scheduled",
                        "ran-fork-join",
                        "removed",
                        "cancelled",
                        "shut-down",
                        "rejected",
                        "discarded",
                        "dropped",
                        "cancelled-timer",
                        "cancelled-scheduled")
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> assertThat(app().call("/executor-entries/" + name).status())
                                .isEqualTo(200)));
    }
}
