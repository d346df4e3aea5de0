package io.perfagent.it.bench.micro;

import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.metric.DurationPoint;
import io.perfagent.metric.MetricSettings;
import io.perfagent.metric.Metrics;
import io.perfagent.metric.OperationKey;
import io.perfagent.metric.OperationKinds;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The two records of each call: the exported buckets and the distribution of the operation. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecorderBenchmark {
    private final Metrics metrics = new Metrics(MetricSettings.defaults(1));
    private final OperationKey key = metrics.operations().key(OperationKinds.HTTP_SERVER, "GET /owners/{id}");
    private final DurationPoint point = point();

    private DurationPoint point() {
        AttributeBytes attributes = new AttributeBytes()
                .put("http.request.method", "GET")
                .put("http.route", "/owners/{id}")
                .put("http.response.status_code", 200);
        return metrics.httpServerDuration().point(attributes.array(), attributes.size());
    }

    /** Durations from 1 to 10 ms, another for each call of a thread. */
    @State(Scope.Thread)
    public static class Durations {
        private static final int MASK = 1023;
        private final long[] nanos = new long[MASK + 1];
        private int at;

        public Durations() {
            for (int i = 0; i < nanos.length; i++) {
                nanos[i] = 1_000_000 + (i * 7919L % nanos.length) * 8_789;
            }
        }

        long next() {
            return nanos[at++ & MASK];
        }
    }

    @Benchmark
    public void buckets(Durations durations) {
        point.record(durations.next(), false, 0, 0, 0, 0);
    }

    @Benchmark
    public void bucketsWithExemplar(Durations durations) {
        long nanos = durations.next();
        point.record(nanos, true, 1, 2, 3, nanos);
    }

    @Benchmark
    public void distribution(Durations durations) {
        key.record(durations.next(), false);
    }

    @Benchmark
    public void both(Durations durations) {
        long nanos = durations.next();
        point.record(nanos, false, 0, 0, 0, 0);
        key.record(nanos, false);
    }
}
