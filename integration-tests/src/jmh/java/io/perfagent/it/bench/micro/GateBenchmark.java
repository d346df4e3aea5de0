package io.perfagent.it.bench.micro;

import io.perfagent.instrument.family.PathPatterns;
import io.perfagent.instrument.family.Rejection;
import io.perfagent.limit.Caps;
import io.perfagent.limit.Cohorts;
import io.perfagent.limit.KeyLimits;
import io.perfagent.limit.KeySource;
import io.perfagent.limit.Rates;
import io.perfagent.limit.Requests;
import io.perfagent.limit.Tiers;
import io.perfagent.limit.policy.SipHash;
import io.perfagent.trace.Operation;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What a request pays at the gate: {@link #admitted} less {@link #withoutGate} is the price of being let in; budget:
 * 150 ns and no allocation ({@code -prof gc}); each ends with a look at the clock, as a request does;
 * {@link #admittedWithCohorts} is to cost a few ns more; {@link #rejected} has the decision and the answer in it, budget 10 us.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GateBenchmark {
    private static final String PATH = "/api/orders/1234/items";
    private static final KeySource[] SOURCES = {KeySource.of("cookie:SESSION"), KeySource.of("address")};

    private final ByteBuffer wire = ByteBuffer.allocate(4096);
    private final PathPatterns health = new PathPatterns(
            List.of("/actuator/*", "/health", "/health/*", "/healthz", "/livez", "/readyz", "/metrics"));
    private ServerSpans server = new ServerSpans("always_off");
    private Requests open = new Requests(health);
    private Requests cohorts = new Requests(health);
    private Requests full = new Requests(health);

    @Setup
    public void prepare() {
        server = new ServerSpans("always_off");
        Caps wide = new Caps(1000, Map.of(), 0);
        wide.hold(200);
        open = requests(wide, Cohorts.NONE);
        cohorts = requests(wide, new Cohorts(List.of(SOURCES), new SipHash(1, 2)));
        cohorts.step(System.nanoTime()); // one in 32 is noted from now on
        Caps narrow = new Caps(1, Map.of(), 0);
        narrow.hold(200);
        full = new Requests(health, 4, narrow, Rates.NONE, KeyLimits.NONE, Tiers.NONE, Cohorts.NONE, Rejection.DEFAULT);
        Operation inside = server.begin();
        full.enter(inside, PATH, true, OneReader.READER, PATH);
        server.tracing.detach(inside);
    }

    @Benchmark
    public long withoutGate() {
        Operation operation = server.begin();
        long id = operation.spanId();
        server.tracing.end(operation, System.nanoTime());
        return id;
    }

    private Requests requests(Caps caps, Cohorts of) {
        Requests made = new Requests(health, 4, caps, Rates.NONE, KeyLimits.NONE, Tiers.NONE, of, Rejection.DEFAULT);
        made.pool("main", 10);
        made.resources()[0].hold();
        for (int i = 0; i < 1000; i++) { // learns that the path uses the pool
            Operation operation = server.begin();
            made.enter(operation, PATH, true, OneReader.READER, PATH);
            operation.usedResources = 1;
            server.tracing.end(operation, System.nanoTime());
        }
        return made;
    }

    @Benchmark
    public @Nullable String admitted() {
        return admitted(open);
    }

    /** As a limit in effect has it far from an overload: one request in 32 is asked whose it is. */
    @Benchmark
    public @Nullable String admittedWithCohorts() {
        return admitted(cohorts);
    }

    private @Nullable String admitted(Requests requests) {
        Operation operation = server.begin();
        String reason = requests.enter(operation, PATH, true, OneReader.READER, PATH);
        operation.usedResources = 1;
        server.tracing.end(operation, System.nanoTime());
        return reason;
    }

    @Benchmark
    public int rejected() {
        Operation operation = server.begin();
        String reason = full.enter(operation, PATH, true, OneReader.READER, PATH);
        Rejection rejection = full.rejection(operation);
        wire.clear();
        String retryAfter = rejection.retryAfter();
        if (reason != null && retryAfter != null) {
            wire.putInt(rejection.status).put((byte) retryAfter.charAt(0)).put(rejection.bytes());
        }
        server.tracing.end(operation, System.nanoTime());
        return wire.position();
    }
}
