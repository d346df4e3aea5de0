package io.perfagent.it.bench.micro;

import io.perfagent.trace.propagation.HeaderRoom;
import io.perfagent.trace.propagation.Propagation;
import io.perfagent.trace.propagation.RemoteContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The headers that carry a trace, read and written. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PropagationBenchmark {
    @Param({"tracecontext,baggage", "b3multi"})
    public String propagators = "tracecontext";

    private final RemoteContext context = new RemoteContext();
    private Propagation propagation = Propagation.of(List.of(), new ArrayList<>());
    private String[] values = new String[0];
    private final HeaderRoom room = new HeaderRoom();
    private String[] pairs = new String[0];

    @Setup
    public void prepare() {
        propagation = Propagation.of(List.of(propagators.split(",")), new ArrayList<>());
        pairs = new String[propagation.injectCapacity()];
        String[] headers = propagation.requestHeaders();
        values = new String[headers.length];
        int written = propagation.inject(
                0x4bf92f3577b34da6L, 0xa3ce929d0e0e4736L, 0xf067aa0ba902b7L, (byte) 1, null, null, pairs, room);
        for (int pair = 0; pair < written; pair += 2) {
            for (int i = 0; i < headers.length; i++) {
                if (headers[i].equalsIgnoreCase(pairs[pair])) {
                    values[i] = pairs[pair + 1];
                }
            }
        }
        if (!propagation.extract(values, context)) {
            throw new IllegalStateException("what was written cannot be read");
        }
    }

    @Benchmark
    public long extract() {
        propagation.extract(values, context);
        return context.spanId;
    }

    @Benchmark
    public int inject() {
        return propagation.inject(
                context.traceHi, context.traceLo, context.spanId, context.flags, null, context.baggage, pairs, room);
    }
}
