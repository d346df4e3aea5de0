package io.perfagent.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.perfagent.export.metric.MetricWriter;
import io.perfagent.export.proto.AttributeBytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final long START = 7;

    private final Metrics metrics = new Metrics(MetricSettings.defaults(START));

    private static void record(DurationMetric metric) {
        byte[] attributes = new AttributeBytes().put("k", "v").toBytes();
        metric.point(attributes, attributes.length).record(1_000_000, false, 0, 0, 0, 0);
    }

    /** One gauge, and a failure before or after it. */
    private static final class Source implements Observed {
        private final String name;
        private final boolean failsFirst;
        private final boolean failsLast;
        final List<Long> starts = new ArrayList<>();

        Source(String name, boolean failsFirst, boolean failsLast) {
            this.name = name;
            this.failsFirst = failsFirst;
            this.failsLast = failsLast;
        }

        @Override
        public int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
            starts.add(startUnixNanos);
            out.scope("scope of " + name, "");
            out.gauge(name, "1", "");
            if (failsFirst) {
                throw new IllegalStateException("first");
            }
            out.longPoint(new byte[0], 0, 0, nowUnixNanos, 1);
            if (failsLast) {
                throw new StackOverflowError("last");
            }
            return 1;
        }
    }

    @Test
    void nothingRecordedIsNothingExported() {
        assertThat(Exported.of(metrics, 100)).isEmpty();
    }

    @Test
    void callDurationsFollowTheSemanticConventions() {
        record(metrics.httpServerDuration());
        record(metrics.httpClientDuration());
        record(metrics.dbClientDuration());
        List<Exported.Point> points = Exported.of(metrics, 100);
        assertThat(points)
                .extracting(p -> p.metric, p -> p.description, p -> p.scope, p -> p.unit, p -> p.start)
                .containsExactly(
                        tuple(
                                "http.server.request.duration",
                                "Duration of HTTP server requests.",
                                "io.perfagent.http-server",
                                "s",
                                START),
                        tuple(
                                "http.client.request.duration",
                                "Duration of HTTP client requests.",
                                "io.perfagent.http-client",
                                "s",
                                START),
                        tuple(
                                "db.client.operation.duration",
                                "Duration of database client operations.",
                                "io.perfagent.db-client",
                                "s",
                                START));
        assertThat(points.get(0).bounds)
                .isEqualTo(points.get(1).bounds)
                .containsExactly(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);
        assertThat(points.get(2).bounds).containsExactly(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0);
    }

    @Test
    void aSourceThatFailsLosesNothingOfTheOthers() {
        metrics.add(new Source("before", false, false));
        metrics.add(new Source("early", true, false));
        metrics.add(new Source("late", false, true));
        Source after = new Source("after", false, false);
        metrics.add(after);
        assertThat(Exported.of(metrics, 100)).extracting(p -> p.metric).containsExactly("before", "late", "after");
        assertThat(metrics.failures()).isEqualTo(2);
        assertThat(after.starts).containsExactly(START);
    }

    @Test
    void removedSourcesAreNotRead() {
        Source source = new Source("a", false, false);
        metrics.add(source);
        metrics.remove(source);
        assertThat(Exported.of(metrics, 100)).isEmpty();
        assertThat(source.starts).isEmpty();
    }

    @Test
    void sourcesAreBounded() {
        for (int i = 0; i < 1_030; i++) {
            metrics.add(new Source("a", false, false));
        }
        assertThat(Exported.of(metrics, 100)).hasSize(1_024);
        assertThat(metrics.refusedSources()).isEqualTo(6);
    }

    @Test
    void furtherDurationsAreExported() {
        DurationMetric wait = metrics.addDuration(
                "io.perfagent.pool", "pool.wait", "Time waited for a connection.", new double[] {0.001, 0.01});
        record(wait);
        assertThat(Exported.of(metrics, 100)).extracting(p -> p.metric).containsExactly("pool.wait");
        metrics.remove(wait);
        assertThat(Exported.of(metrics, 100)).isEmpty();
    }

    @Test
    void countersAreExportedInEitherTemporality() {
        for (boolean delta : new boolean[] {false, true}) {
            CounterSeries whole = new CounterSeries(new byte[0], delta);
            CounterSeries broken = new CounterSeries(new byte[0], delta);
            long[] total = {10};
            Observed source = (out, start, now) -> {
                out.scope("s", "");
                out.sum("a", "1", "", true, delta);
                int points = whole.write(out, start, now, total[0]);
                out.sum("b", "s", "", true, delta);
                return points + broken.write(out, start, now, total[0] / 4.0);
            };
            assertThat(Exported.of(source, START, 100))
                    .extracting(p -> p.start, p -> p.longValue, p -> p.doubleValue, p -> p.monotonic, p -> p.delta)
                    .containsExactly(tuple(START, 10L, null, true, delta), tuple(START, null, 2.5, true, delta));
            total[0] = 13;
            assertThat(Exported.of(source, START, 200))
                    .extracting(p -> p.start, p -> p.time, p -> p.longValue, p -> p.doubleValue)
                    .containsExactly(
                            tuple(delta ? 100 : START, 200L, delta ? 3L : 13L, null),
                            tuple(delta ? 100 : START, 200L, null, delta ? 0.75 : 3.25));
        }
    }
}
