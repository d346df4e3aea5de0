package io.perfagent.it.bench.micro;

import io.perfagent.trace.Operation;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A server span alone: written into its slot, published, drained to the exporter's buffer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SpanEncodingBenchmark {
    private final ServerSpans server = new ServerSpans("always_on");
    private final Operation operation = server.begin();

    @Benchmark
    public int serverSpan() {
        return server.finish(operation);
    }
}
