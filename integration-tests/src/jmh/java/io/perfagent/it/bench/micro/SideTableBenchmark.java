package io.perfagent.it.bench.micro;

import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
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

/** State beside an object of the application: found, and added and taken again, among others that stay. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SideTableBenchmark {
    @Param({"0", "10000"})
    public int others;

    private SideTable table = new SideTable(1);
    private Object[] kept = new Object[0];
    private final Object known = new Object();
    private final Object task = new Object();

    private static final class Entry extends SideEntry {
        Entry(Object owner, SideTable table) {
            super(owner, table);
        }
    }

    @Setup(Level.Trial)
    public void fill() {
        table = new SideTable(1 << 16);
        kept = new Object[others];
        for (int i = 0; i < others; i++) {
            kept[i] = new Object();
            table.add(new Entry(kept[i], table));
        }
        table.add(new Entry(known, table));
    }

    @Benchmark
    public @Nullable Object find() {
        return table.find(known, Entry.class);
    }

    @Benchmark
    public @Nullable Object addAndTake() {
        table.add(new Entry(task, table));
        return table.take(task, Entry.class);
    }
}
