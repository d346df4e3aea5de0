package io.perfagent.it.bench.micro;

import io.perfagent.export.Resource;
import io.perfagent.export.metric.MetricWriter;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.export.proto.ProtoWriter;
import io.perfagent.metric.MetricSettings;
import io.perfagent.metric.Metrics;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One metric export of 500 histogram points, up to the bytes of the request. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MetricCollectionBenchmark {
    private static final int POINTS = 500;

    private final Metrics metrics = new Metrics(MetricSettings.defaults(1));
    private final ProtoWriter out = new ProtoWriter(1 << 20, 8 << 20);
    private final MetricWriter writer = new MetricWriter(out);
    private final byte[] resource =
            Resource.of(new AttributeBytes().put("service.name", "bench")).encoded();

    @Setup
    public void record() {
        for (int i = 0; i < POINTS; i++) {
            AttributeBytes attributes = new AttributeBytes()
                    .put("http.request.method", "GET")
                    .put("http.route", "/owners/" + i)
                    .put("http.response.status_code", 200);
            metrics.httpServerDuration()
                    .point(attributes.array(), attributes.size())
                    .record(1_000_000L * i, true, i + 1, i + 2, i + 3, 1);
        }
        if (collect() != POINTS) {
            throw new IllegalStateException("not every point was written");
        }
    }

    @Benchmark
    public int collect() {
        out.clear();
        writer.begin(resource);
        int points = metrics.collect(writer, 2);
        writer.end();
        return points;
    }
}
