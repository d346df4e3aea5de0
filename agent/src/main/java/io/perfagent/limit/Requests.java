package io.perfagent.limit;

import io.perfagent.instrument.family.Admission;
import io.perfagent.instrument.family.ConnectionPool;
import io.perfagent.instrument.family.HttpServerReader;
import io.perfagent.instrument.family.PathPatterns;
import io.perfagent.instrument.family.Rejection;
import io.perfagent.instrument.family.ResourceUse;
import io.perfagent.limit.policy.AdmissionLevel;
import io.perfagent.limit.policy.MemoryPressure;
import io.perfagent.trace.Holder;
import io.perfagent.trace.Operation;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Inbound requests: through static caps and the gates of the resources that their paths are known to use, and what is learned
 * from them when they end. Safe for all threads. Allocates nothing for a request that does not wait.
 */
public final class Requests extends Admission implements ResourceUse.Of {
    static final int DEFAULT_THREADS = 200;

    /** The bit of the reserve for health checks: above those of the caps. */
    private static final int RESERVE = 1 << 30;

    /** What came while there was nothing to limit: no gate for what it is dispatched to later. */
    static final long NOT_LIMITED = 1;

    private static final String RATE = "rate";
    private static final String PRIORITY = "priority";
    private static final String MEMORY = "memory";
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNKNOWN = -1;
    private static final long SWEEP_NANOS = 5_000_000_000L;

    private final PathUse paths = new PathUse();
    private final Released released = new Released();
    private final Gate reserve = new Gate(0);
    private final AtomicInteger waiters = new AtomicInteger();
    private final Holds holds = new Holds(System.nanoTime());
    private final Stuck stuck = new Stuck();
    private final HealthWaits healthWaits = new HealthWaits();
    private final Endpoints endpoints = new Endpoints();
    private final HiddenBottlenecks hidden = new HiddenBottlenecks();
    private final PathPatterns exempt;
    private final Caps caps;
    private final Rates rates;
    private final KeyLimits keys;
    private final Tiers tiers;
    private final Cohorts cohorts;
    private final Rejection rejection;
    private final Rejection tooMany;
    private final boolean hasNoSettings;
    private volatile LimitResource[] resources = new LimitResource[0];
    private volatile int threads;
    private volatile int processorBit;

    /** Requests of this tier and those below are turned away, because memory runs out. */
    private volatile int shedFrom = Tiers.COUNT;

    private volatile boolean wouldShed;
    private @Nullable Delay delay; // of the one thread that steps
    private long sweptNanos = System.nanoTime();

    /** With no cap and the usual answer. */
    public Requests(PathPatterns exempt) {
        this(exempt, 4, Caps.NONE, Rates.NONE, KeyLimits.NONE, Tiers.NONE, Cohorts.NONE, Rejection.DEFAULT);
    }

    /**
     * @param exempt paths that are held back last, such as health checks
     * @param reserved how many requests to those go in at once without being counted with the others
     */
    public Requests(
            PathPatterns exempt,
            int reserved,
            Caps caps,
            Rates rates,
            KeyLimits keys,
            Tiers tiers,
            Cohorts cohorts,
            Rejection rejection) {
        this.exempt = exempt;
        this.caps = caps;
        this.rates = rates;
        this.keys = keys;
        this.tiers = tiers;
        this.cohorts = cohorts;
        this.rejection = rejection;
        this.tooMany = rejection.withStatus(TOO_MANY_REQUESTS);
        this.hasNoSettings = caps.isEmpty() && rates.isEmpty() && keys.isEmpty();
        reserve.hold(reserved, 0);
    }

    @Override
    public @Nullable String enter(
            Operation operation, String path, boolean mayWait, HttpServerReader reader, Object request) {
        LimitResource[] known = resources;
        if (operation.pathKind != 0) {
            return null; // it was here before: a dispatch of a request that was let in
        }
        int shed = shedFrom;
        if (known.length == 0 && hasNoSettings && shed == Tiers.COUNT) {
            operation.pathKind = NOT_LIMITED;
            return null;
        }
        long kind = PathUse.kind(path);
        operation.pathKind = kind;
        operation.hold(released);
        String health = exempt.match(path);
        if (health != null) {
            operation.exempt = health;
            if (reserve.tryEnter()) {
                operation.heldResources = RESERVE;
                note(operation);
                return null;
            }
        }
        if (shed < Tiers.COUNT && health == null && tiers.of(path, reader, request) >= shed) {
            operation.limitReason = MEMORY;
            return MEMORY;
        }
        if (!rates.take(path)) {
            operation.limitReason = RATE;
            return RATE;
        }
        String ofKey = hasNoSettings ? null : keys.enter(operation, reader, request);
        if (ofKey != null) {
            operation.limitReason = ofKey;
            return ofKey;
        }
        int cpu = processorBit;
        operation.usedResources |= cpu;
        int wanted = paths.uses(kind) | cpu | caps.of(path);
        if (wanted == 0 && operation.heldKeys == 0) {
            return null;
        }
        cohorts.attend(operation, reader, request);
        String reason = enter(operation, known, wanted, path, mayWait, reader, request);
        if (reason == null) {
            note(operation);
        } else {
            leave(operation);
            operation.limitReason = reason;
        }
        return reason;
    }

    private @Nullable String enter(
            Operation operation,
            LimitResource[] known,
            int wanted,
            String path,
            boolean mayWait,
            HttpServerReader reader,
            Object request) {
        int rank = UNKNOWN;
        for (int bits = wanted; bits != 0; bits &= bits - 1) {
            int index = Integer.numberOfTrailingZeros(bits);
            Gate gate = gate(known, index);
            Ranks ranks = gate.ranks();
            if (ranks != null) {
                rank = rank == UNKNOWN ? rank(operation, path, reader, request) : rank;
                if (!ranks.admits(rank)) {
                    gate.refused();
                    return PRIORITY;
                }
            }
            if (!gate.tryEnter()) {
                rank = rank == UNKNOWN ? AdmissionLevel.rank(tiers.of(path, reader, request), 0) : rank;
                int answer = enterLate(operation, gate, mayWait, rank);
                if (answer != Gate.ADMITTED) {
                    return Gate.reason(answer, index >= Caps.FIRST);
                }
            }
            operation.heldResources |= 1 << index;
        }
        return null;
    }

    private int rank(Operation operation, String path, HttpServerReader reader, Object request) {
        if (operation.userKey == 0) {
            operation.userKey = cohorts.key(reader, request);
        }
        return AdmissionLevel.rank(tiers.of(path, reader, request), cohorts.of(operation.userKey));
    }

    private int enterLate(Operation operation, Gate gate, boolean mayWait, int rank) {
        long begin = System.nanoTime();
        // All gates together: half of the threads that are not set aside. Each has a bound of its own, too.
        boolean waits = waiters.incrementAndGet() * 2 <= threads() - LimitResource.RESERVED_THREADS;
        try {
            return gate.enter(mayWait && waits, operation.queueWaitNanos, rank);
        } finally {
            waiters.decrementAndGet();
            operation.gateWaitNanos += System.nanoTime() - begin;
        }
    }

    private Gate gate(LimitResource[] known, int index) {
        return index < Caps.FIRST ? known[index].gate : caps.gate(index);
    }

    private void note(Operation operation) {
        long ticket = holds.ticket(operation.heldResources, operation.startNanos);
        operation.holdTicket = ticket;
        operation.holdPlace = holds.add(
                ticket,
                operation.threadId(),
                (int) operation.spanId(),
                operation.pathKind,
                operation.threadName(),
                operation.heldKeys);
    }

    /** Gives back what the operation holds; false if that was taken from it before. */
    private boolean leave(Operation operation) {
        int held = operation.heldResources;
        long heldKeys = operation.heldKeys;
        operation.heldResources = 0;
        operation.heldKeys = 0;
        if (operation.holdPlace > 0 && !holds.remove(operation.holdPlace, operation.holdTicket)) {
            return false;
        }
        leave(held, heldKeys);
        return true;
    }

    private void leave(int held, long heldKeys) {
        if (heldKeys != 0) {
            keys.leave(heldKeys);
        }
        if ((held & RESERVE) != 0) {
            reserve.leave();
            return;
        }
        LimitResource[] known = resources;
        for (int bits = held; bits != 0; bits &= bits - 1) {
            gate(known, Integer.numberOfTrailingZeros(bits)).leave();
        }
    }

    @Override
    public Rejection rejection(Operation operation) {
        String reason = operation.limitReason;
        boolean ownFault = RATE.equals(reason) || KeyLimits.RATE.equals(reason) || KeyLimits.CAP.equals(reason);
        return ownFault ? tooMany : rejection;
    }

    @Override
    public void threads(int count) {
        if (count > 0 && count != threads) {
            threads = count;
            for (LimitResource resource : resources) {
                resource.threads(count);
            }
            if (caps.isHolding()) {
                caps.hold(count);
            }
        }
    }

    /** The server's threads; a usual number while they are not known. */
    public int threads() {
        return threads == 0 ? DEFAULT_THREADS : threads;
    }

    @Override
    public @Nullable ResourceUse pool(ConnectionPool pool) {
        PoolUse use = use(pool.name(), pool.max());
        if (use != null) {
            use.resource.joined(pool);
        }
        return use;
    }

    /** A pool has appeared; one that was known by that name, and is gone, goes on as the new one. */
    public @Nullable ResourceUse pool(String name, int size) {
        return use(name, size);
    }

    private synchronized @Nullable PoolUse use(String name, int size) {
        LimitResource[] known = resources;
        for (LimitResource resource : known) {
            if (resource.name().equals(name) && !resource.isProcessors()) {
                return new PoolUse(resource, healthWaits);
            }
        }
        LimitResource added = add(name, size, false);
        return added == null ? null : new PoolUse(added, healthWaits);
    }

    private @Nullable LimitResource add(String name, int size, boolean processors) {
        LimitResource[] known = resources;
        if (known.length == LimitResource.MAX) {
            return null;
        }
        LimitResource[] more = Arrays.copyOf(known, known.length + 1);
        LimitResource added = new LimitResource(known.length, name, size, processors, threads, System.nanoTime());
        more[known.length] = added;
        resources = more;
        return added;
    }

    /** For how long threads of this process have waited for a processor since it was last asked, in ns; negative: unknown. */
    public interface Delay {
        long nanos(long nowNanos);
    }

    /** The processors are limited, too: every request uses them. Before the first {@link #step}. */
    public synchronized void processors(int count, Delay source) {
        LimitResource added = add("cpu", count, true);
        if (added != null) {
            delay = source;
            processorBit = 1 << added.index;
        }
    }

    /** All that are limited, or would be. */
    public LimitResource[] resources() {
        return resources.clone();
    }

    @Override
    public boolean isHolding() {
        for (LimitResource resource : resources) {
            if (resource.isHolding()) {
                return true;
            }
        }
        return shedFrom < Tiers.COUNT
                || (caps.isHolding() && !caps.isEmpty())
                || (rates.isHolding() && !rates.isEmpty())
                || (keys.isHolding() && !keys.isEmpty());
    }

    /**
     * Turns requests away, or no longer, because memory runs out. Where all are of one tier none is: there is nobody to be
     * shed for another's sake.
     *
     * @param level of {@link MemoryPressure}
     * @param inEffect whether that is to be done, or only known
     */
    public void shed(MemoryPressure.Level level, boolean inEffect) {
        boolean low = level == MemoryPressure.Level.SHED_LOW;
        wouldShed = !tiers.isEmpty() && (low || level == MemoryPressure.Level.SHED_MOST);
        shedFrom = !wouldShed || !inEffect ? Tiers.COUNT : low ? Tiers.NORMAL + 1 : 1;
    }

    /** Whether requests are turned away because memory runs out, or would be. */
    public boolean wouldShed() {
        return wouldShed;
    }

    /** Whether there are tiers at all. */
    public boolean hasTiers() {
        return !tiers.isEmpty();
    }

    /** Whether there are neither caps nor rates. */
    public boolean hasNoSettings() {
        return hasNoSettings;
    }

    public KeyLimits keys() {
        return keys;
    }

    public Rates rates() {
        return rates;
    }

    public Caps caps() {
        return caps;
    }

    public Stuck stuck() {
        return stuck;
    }

    public HealthWaits healthWaits() {
        return healthWaits;
    }

    /** What requests to each endpoint wait for. */
    public Endpoints endpoints() {
        return endpoints;
    }

    /** Endpoints that get slower with load and wait for nothing known. */
    public HiddenBottlenecks hiddenBottlenecks() {
        return hidden;
    }

    /** One step of every policy, several times a second; by one thread. */
    public void step(long nowNanos) {
        long waited = delay == null ? 0 : Math.max(0, delay.nanos(nowNanos));
        int attention = Cohorts.NOTHING;
        boolean ranked = false;
        for (LimitResource resource : resources) {
            resource.step(nowNanos, waited);
            attention = Math.max(attention, resource.attention());
            ranked |= resource.isRanked();
        }
        cohorts.step(attention, ranked, nowNanos);
        endpoints.turn(nowNanos);
        if (nowNanos - sweptNanos >= SWEEP_NANOS) {
            sweptNanos = nowNanos;
            takeOutStuck(nowNanos);
        }
    }

    void takeOutStuck(long nowNanos) {
        holds.takeOld(
                nowNanos,
                (kind, ageNanos) -> Stuck.isStuck(ageNanos, paths.tailNanos(kind)),
                (gates, heldKeys, ageNanos, thread) -> {
                    leave(gates, heldKeys);
                    stuck.taken(ageNanos, thread);
                });
    }

    /** Operations that hold a place. */
    int holding() {
        return holds.size();
    }

    private final class Released extends Holder {
        @Override
        public void release(Operation operation, boolean complete, long endNanos) {
            int held = operation.heldResources;
            boolean counted = leave(operation);
            if (!counted) {
                stuck.endedLate();
            }
            if (!complete) {
                return;
            }
            if (operation.limitReason != null) {
                endpoints.rejected(operation);
                return;
            }
            if (operation.userKey != 0) {
                cohorts.completed(operation.userKey);
            }
            long nanos = endNanos - operation.startNanos;
            paths.ended(operation.pathKind, nanos, operation.usedResources);
            long waited = operation.resourceWaitNanos;
            long busy = Math.max(0, nanos - operation.gateWaitNanos - waited);
            endpoints.ended(operation, busy);
            if (counted) {
                LimitResource[] known = resources;
                for (int bits = operation.usedResources; bits != 0; bits &= bits - 1) {
                    LimitResource resource = known[Integer.numberOfTrailingZeros(bits)];
                    // Of several gates it is not known at which one it has waited.
                    long gateWait = held == 1 << resource.index ? operation.gateWaitNanos : 0;
                    resource.ended(resource.isProcessors() ? busy + waited : busy, gateWait, operation.queueWaitNanos);
                }
            }
        }
    }
}
