package io.perfagent.limit;

import io.perfagent.instrument.family.ConnectionPool;
import io.perfagent.limit.policy.AdmissionLevel;
import io.perfagent.limit.policy.OverloadEpisodes;
import io.perfagent.limit.policy.OverloadEpisodes.Episode;
import io.perfagent.limit.policy.PoolDemand;
import io.perfagent.limit.policy.Spared;
import io.perfagent.limit.policy.WaitLimit;
import io.perfagent.limit.policy.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Something that requests wait for, a pool of connections or the processors, with its limit and its gate. Safe for all threads.
 */
public final class LimitResource {
    /** Most resources; more are not limited. */
    public static final int MAX = 8;

    /** Threads that are left to requests that use no limited resource. */
    static final int RESERVED_THREADS = 10;

    /** For so long after a request was turned away it may be that others would be. */
    private static final long TURNING_AWAY_NANOS = 1_000_000_000L;

    /** A shorter wait for a thread of the server is no queue. */
    private static final long LEAST_CONNECTOR_NANOS = 1_000_000;

    private static final double SMOOTHING = 0.3;

    final int index;
    private final String name;
    private volatile int size;

    /** Those of its name that are there; one that is gone is let go, and with it its library. Guarded by this. */
    private final List<ConnectionPool> pools = new ArrayList<>();

    private final boolean processors;
    final Gate gate = new Gate();
    private final TimeTally busyTimes = new TimeTally();
    private final LongAdder waitNanos = new LongAdder();
    private final LongAdder gateNanos = new LongAdder();
    private final LongAdder connectorNanos = new LongAdder();
    private final LongAdder useNanos = new LongAdder();
    private final LongAdder uses = new LongAdder();
    private final PoolDemand demand = new PoolDemand(); // guarded by this
    private final Spared spared = new Spared(); // guarded by this
    private final OverloadEpisodes overloads = new OverloadEpisodes(); // guarded by this, as is what follows
    private @Nullable Episode lastOverload;
    private @Nullable Episode untold;
    private long rejectionsBefore;
    private long rejectedNanos; // when a request was turned away last
    private long waitsBefore;
    private long refusedBefore;
    private long refusedEarlier;
    private int attention;
    private WaitLimit policy;
    private int threads;
    private long lastNanos;
    private boolean holding;
    private int overloadedSteps;
    private double connectorQueue;

    LimitResource(int index, String name, int size, boolean processors, int threads, long nowNanos) {
        this.index = index;
        this.name = name;
        this.size = size;
        this.processors = processors;
        this.threads = known(threads);
        this.policy = policy();
        this.lastNanos = nowNanos;
        this.rejectedNanos = nowNanos - TURNING_AWAY_NANOS;
    }

    private WaitLimit policy() {
        return processors ? WaitLimit.ofProcessors(size, threads) : WaitLimit.ofPool(size, threads);
    }

    /** Whether it is the processors: every request uses them, and how long it waits for them is counted for all together. */
    public boolean isProcessors() {
        return processors;
    }

    /** The pool's name. */
    public String name() {
        return name;
    }

    /** Whether the limit is in effect. */
    public synchronized boolean isHolding() {
        return holding;
    }

    /** A request has waited for it for so long, whatever came of that. */
    void waited(long nanos) {
        waitNanos.add(nanos);
    }

    /** A request that used it has ended. */
    void ended(long busy, long gateWait, long connectorWait) {
        busyTimes.add(busy);
        if (connectorWait >= LEAST_CONNECTOR_NANOS) {
            connectorNanos.add(connectorWait);
        }
        if (gateWait != 0) {
            gateNanos.add(gateWait);
        }
    }

    /** It was in use for so long. */
    void used(long nanos) {
        uses.increment();
        useNanos.add(nanos);
    }

    /** A server that does not tell may have as many threads as it likes: they are not what bounds the limit. */
    private int known(int threads) {
        return threads > 0 ? threads : Math.max(Requests.DEFAULT_THREADS, 5 * Math.max(0, size) + 26);
    }

    /** The server's threads, once they are known: none of the others may be taken by those that wait. */
    synchronized void threads(int told) {
        int count = known(told);
        if (count != threads) {
            threads = count;
            policy = policy();
            apply();
        }
    }

    /**
     * One step of the policy, several times a second.
     *
     * @param delayNanos for how long threads have waited for a processor since the last one
     */
    synchronized void step(long nowNanos, long delayNanos) {
        measure();
        long ended = busyTimes.take();
        long done = TimeTally.number(ended);
        int before = policy.limit();
        int peak = gate.takePeak();
        long busy = TimeTally.nanos(ended);
        long waited = waitNanos.sumThenReset();
        if (processors) {
            // Threads of the JVM's own wait, too; no more requests do than are inside.
            waited = Math.min(delayNanos, busy);
            busy -= waited;
        }
        Window window = new Window(nowNanos - lastNanos, done, busy, waited, peak);
        policy.step(window);
        long rejections = gate.rejections();
        demand.step(window, useNanos.sumThenReset(), uses.sumThenReset(), rejections - rejectionsBefore);
        overload(window, gateNanos.sumThenReset(), rejections - rejectionsBefore);
        rank(rejections - rejectionsBefore, peak);
        if (rejections > rejectionsBefore) {
            rejectedNanos = nowNanos;
        }
        rejectionsBefore = rejections;
        overloadedSteps = policy.isOverloaded() || isHeldBack(nowNanos) ? overloadedSteps + 1 : 0;
        spare(window.nanos());
        lastNanos = nowNanos;
        if (policy.limit() != before) {
            apply();
        }
    }

    private void spare(long nanos) {
        double connector = connectorNanos.sumThenReset() / (double) Math.max(1, nanos);
        connectorQueue += SMOOTHING * (connector - connectorQueue);
        if (!holding) {
            spared.step(gate.inside() + connectorQueue, policy.limit(), policy.isOverloaded());
        }
    }

    /**
     * Whether it is the gate that keeps the queue short. One that turns requests away although hardly any wait for the resource does
     * not: that is a limit that is too low.
     */
    private boolean isHeldBack(long nowNanos) {
        return nowNanos - rejectedNanos < TURNING_AWAY_NANOS && policy.isQueued();
    }

    private void overload(Window window, long gateWait, long rejected) {
        if (!holding) {
            return;
        }
        Episode told = overloads.step(
                window.nanos(), window.completions(), window.waitNanos() + gateWait, rejected, policy.isOverloaded());
        if (told != null) {
            lastOverload = told;
            untold = told;
        }
    }

    /** An overload that is over, or has lasted for long, once; null mostly. */
    public synchronized @Nullable Episode takeOverload() {
        Episode told = untold;
        untold = null;
        return told;
    }

    /** The last one that was told of; null if there was none. */
    public synchronized @Nullable Episode lastOverload() {
        return lastOverload;
    }

    /** Ranks are looked at once requests are turned away, and until nobody has had to wait for a while. */
    private void rank(long rejected, int peak) {
        long waits = gate.waits() - waitsBefore;
        waitsBefore += waits;
        Ranks ranks = gate.ranks();
        if (!holding) {
            attention = Cohorts.NOTHING;
            return;
        }
        if (ranks == null) {
            attention = peak * 2 >= policy.limit() ? Cohorts.EVERYTHING : Cohorts.SAMPLED;
            if (rejected > 0) {
                gate.ranks(new Ranks());
                refusedBefore = 0;
            }
            return;
        }
        attention = Cohorts.EVERYTHING;
        long refused = ranks.refused();
        long before = refusedBefore;
        refusedBefore = refused;
        if (ranks.step(Math.max(0, rejected - (refused - before)), waits)) {
            endRanks(ranks);
        }
    }

    private void endRanks(@Nullable Ranks ranks) {
        if (ranks != null) {
            refusedEarlier += ranks.refused();
            gate.ranks(null);
        }
    }

    /** What is to be noted of requests now, as {@link Cohorts} has it. */
    synchronized int attention() {
        return attention;
    }

    /** Whether requests are turned away by rank now. */
    boolean isRanked() {
        Ranks ranks = gate.ranks();
        return ranks != null && ranks.isCutting();
    }

    /** Requests of this rank and those below are turned away on arrival; {@link AdmissionLevel#ALL} if none are. */
    public int level() {
        Ranks ranks = gate.ranks();
        return ranks == null ? AdmissionLevel.ALL : ranks.level();
    }

    /** Requests that were turned away by rank. */
    public synchronized long refusedByRank() {
        Ranks ranks = gate.ranks();
        return refusedEarlier + (ranks == null ? 0 : ranks.refused());
    }

    private void apply() {
        if (holding) {
            int limit = policy.limit();
            gate.hold(limit, Math.max(0, Math.min(2 * limit, threads - limit - RESERVED_THREADS)));
        }
    }

    /** The limit is in effect from now on. */
    public synchronized void hold() {
        holding = true;
        apply();
    }

    /** Everybody may go in; those that wait go at once. */
    public synchronized void open() {
        holding = false;
        overloads.forget();
        lastOverload =
                lastOverload == null || lastOverload.isOver() ? lastOverload : null; // nobody will tell of its end
        endRanks(gate.ranks());
        gate.open();
    }

    /** Whether a queue has been standing at the resource for some steps, or would be if the gate did not turn requests away. */
    public synchronized boolean isOverloaded(int steps) {
        return overloadedSteps >= steps;
    }

    /** Requests that may be inside. */
    public synchronized int limit() {
        return policy.limit();
    }

    /** Requests that wait for the resource, in the mean. */
    public synchronized double waiting() {
        return policy.waiting();
    }

    /** Requests inside that do not wait for it, in the mean. */
    public synchronized double busy() {
        return policy.busy();
    }

    /** Requests a second that used it. */
    public synchronized double throughput() {
        return policy.throughput();
    }

    /** Requests that would have been turned away: a model estimate, since nothing was. */
    public synchronized double wouldReject() {
        return spared.requests();
    }

    /** How many more could be inside. */
    public synchronized double headroom() {
        return Math.max(0, policy.limit() - policy.busy() - policy.waiting());
    }

    /** What is asked of it over what it can give; NaN for the processors. */
    public synchronized double utilization() {
        return processors ? Double.NaN : demand.utilization(size);
    }

    /** How many inside give nearly all the throughput there is; 0 while the load has not varied enough to show it. */
    public synchronized double knee() {
        return demand.knee();
    }

    /** It has another size now: the limit goes on from where it is, and learns what that one can take. */
    synchronized void resized(int now) {
        size = now;
        measure();
    }

    /** A pool of its name has appeared, in the place of one that is gone or beside others. */
    synchronized void joined(ConnectionPool pool) {
        pools.add(pool);
        measure();
    }

    /** It is as large as all pools of its name that are there; while there are none, as the last of them were. */
    private void measure() {
        int sum = 0;
        for (int i = pools.size() - 1; i >= 0; i--) {
            ConnectionPool pool = pools.get(i);
            if (pool.isGone()) {
                pools.remove(i);
            } else {
                sum += pool.max();
            }
        }
        if (sum > 0) {
            size = sum;
        }
    }

    /** Its size. */
    public int size() {
        return size;
    }

    /** A size that leaves hardly a wait; 0 if there is none to recommend. */
    public synchronized int recommendedSize() {
        return demand.recommendedSize(size);
    }

    /** Whether what is behind it gets slower as more use it. */
    public synchronized boolean isDatabaseTheBottleneck() {
        return demand.databaseIsTheBottleneck();
    }

    public Gate gate() {
        return gate;
    }
}
