package io.perfagent.it.bench.micro;

import io.perfagent.instrument.family.AsciiCache;
import io.perfagent.trace.sql.SqlDialect;
import io.perfagent.trace.sql.SqlText;
import io.perfagent.trace.sql.SqlTextCache;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Texts that are met again: a query, a header's value; and a query that is met for the first time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LookUpBenchmark {
    private static final String SQL =
            "SELECT o.id, p.name FROM owner o JOIN pet p ON p.owner_id = o.id WHERE o.city = 'Rome' AND o.id > 4";

    private final SqlTextCache queries = new SqlTextCache(SqlDialect.GENERIC, true);
    private final byte[] header = "GET /owners/42 HTTP/1.1".getBytes(StandardCharsets.ISO_8859_1);

    @Benchmark
    public SqlText sqlTextHit() {
        return queries.get(SQL);
    }

    @Benchmark
    public SqlText sqlTextMiss() {
        return SqlText.of(SQL, SqlDialect.GENERIC);
    }

    @Benchmark
    public String asciiHit() {
        return AsciiCache.string(header, 4, 10);
    }
}
