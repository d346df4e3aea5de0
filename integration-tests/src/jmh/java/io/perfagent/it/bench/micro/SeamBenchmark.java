package io.perfagent.it.bench.micro;

import io.perfagent.bootstrap.Hook;
import io.perfagent.bootstrap.Seam;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a woven call pays for the seam alone: closed, and open with a hook that does nothing. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SeamBenchmark {
    @Param({"closed", "open"})
    public String seam = "";

    private int calls;

    private static final class Nothing extends Hook {
        @Override
        public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
            return this;
        }
    }

    @Setup
    public void install() {
        Seam.install(new Hook[] {new Nothing()});
        if (seam.equals("open")) {
            Seam.open();
        }
    }

    @Benchmark
    public int wovenCall() {
        Object state = Seam.enter(0, this, null, null);
        int result = calls++;
        Seam.exit(0, this, state, null, null);
        return result;
    }
}
