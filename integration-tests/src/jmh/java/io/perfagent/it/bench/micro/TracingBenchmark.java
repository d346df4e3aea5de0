package io.perfagent.it.bench.micro;

import io.perfagent.trace.Operation;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** An operation from its beginning to its end: what a request costs apart from reading it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TracingBenchmark {
    @Param({"always_off", "always_on"})
    public String sampler = "";

    private ServerSpans server = new ServerSpans("always_off");

    @Setup
    public void prepare() {
        server = new ServerSpans(sampler);
    }

    @Benchmark
    public long operation() {
        Operation operation = server.begin();
        long id = operation.spanId();
        server.finish(operation);
        server.tracing.end(operation);
        return id;
    }
}
