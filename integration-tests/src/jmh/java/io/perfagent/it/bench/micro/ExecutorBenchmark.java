package io.perfagent.it.bench.micro;

import io.perfagent.instrument.executor.HandOverHook;
import io.perfagent.instrument.executor.RunHook;
import io.perfagent.instrument.family.HttpSettings;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.metric.MetricSettings;
import io.perfagent.metric.Metrics;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a task of a pool costs beside itself: handed over, begun and ended by one thread, in a trace or in none. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ExecutorBenchmark {
    @Param({"false", "true"})
    public boolean inTrace;

    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
    private @Nullable HandOverHook handOver;
    private @Nullable RunHook run;

    @Setup(Level.Trial)
    public void prepare() {
        ServerSpans server = new ServerSpans("always_on");
        List<String> none = List.of();
        Telemetry.install(new Telemetry(
                server.tracing,
                new Metrics(MetricSettings.defaults(1)),
                new HttpSettings(none, none, none, none, none, none, ""),
                (type, target) -> {},
                true,
                "1"));
        handOver = new HandOverHook();
        run = new RunHook();
        if (inTrace) {
            server.begin();
        }
    }

    @Benchmark
    public @Nullable Object task() {
        Runnable task = new Task();
        if (handOver == null || run == null) {
            return null;
        }
        Object entry = handOver.enter(pool, task, null);
        Object state = run.enter(pool, task, null);
        if (state != null) {
            run.exit(pool, state, null, null);
        }
        return entry;
    }

    /** One object for each time, as applications hand them over. */
    private static final class Task implements Runnable {
        @Override
        public void run() {}
    }
}
