package io.perfagent.start.adapting;

import io.perfagent.config.PoolSettings;
import io.perfagent.control.Adaptation;
import io.perfagent.control.Control;
import io.perfagent.control.Effect;
import io.perfagent.control.Figures;
import io.perfagent.control.Mode;
import io.perfagent.control.Proposal;
import io.perfagent.control.Risk;
import io.perfagent.control.State;
import io.perfagent.control.trial.GainTrial;
import io.perfagent.pool.PoolReport;
import io.perfagent.pool.SizedPool;
import io.perfagent.pool.SizedPools;
import io.perfagent.pool.policy.PoolWindow;
import io.perfagent.start.host.Host;
import io.perfagent.trace.ThreadState;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sizes of pools of connections as adaptations: observed for each pool, proposed once waits stand, kept if a trial shows a
 * gain; in mode {@code on} moved by the policy from the first second. On the agent's main thread, once a second.
 */
final class PoolSizing {
    static final String KIND = "pools";

    /** For how long a connection that nobody uses is waited for, to close it. */
    private static final long EVICT_MILLIS = 500;

    /** How sure it is that waits end, where the load has shown that the database does not mind. */
    private static final double CONFIDENCE = 0.95;

    private static final double LESS_CONFIDENCE = 0.8;
    private static final double DOES_NOT_MIND = 0.3;

    private final Control control;
    private final SizedPools pools;
    private final LimitTrials.Traffic traffic;
    private final Map<String, Sizing> sizings = new HashMap<>(); // as many as adaptations
    private final Map<String, PoolTrial> trials = new HashMap<>();
    private @Nullable Thread evicting;

    PoolSizing(Control control, SizedPools pools, LimitTrials.Traffic traffic) {
        this.control = control;
        this.pools = pools;
        this.traffic = traffic;
    }

    /** Null where pools are not even observed. */
    static @Nullable PoolSizing start(Host host, Control control, LimitTrials.Traffic traffic) {
        if (control.mode(KIND) == Mode.OFF) {
            return null;
        }
        SizedPools pools = new SizedPools(host.config.number(PoolSettings.MIN), host.config.number(PoolSettings.MAX));
        host.telemetry().connectionPools.listen(pools);
        return new PoolSizing(control, pools, traffic);
    }

    /** What a pool is given, and given back. By its name: the pool may be closed and made again. */
    private static final class Sizing implements Effect {
        private final SizedPools pools;
        private final String name;
        volatile int size;

        Sizing(SizedPools pools, SizedPool pool) {
            this.pools = pools;
            this.name = pool.name();
            this.size = pool.originalSize();
        }

        @Override
        public void apply() {
            SizedPool pool = pools.find(name);
            if (pool != null) {
                pool.hold(size);
            }
        }

        @Override
        public void restore() {
            SizedPool pool = pools.find(name);
            if (pool != null) {
                pool.release();
            }
        }
    }

    void second(long nowMillis) {
        second(System.nanoTime(), nowMillis);
    }

    void second(long nowNanos, long nowMillis) {
        for (SizedPool pool : pools.all()) {
            pool.step(nowNanos);
            attend(pool, nowMillis);
        }
        evict();
    }

    private void attend(SizedPool pool, long nowMillis) {
        Figures originals =
                Figures.of("maximum_pool_size", pool.originalSize()).with("minimum_idle", pool.originalMinIdle());
        Adaptation known = control.observe(KIND, pool.name(), originals, false, nowMillis);
        if (known == null) {
            return;
        }
        String id = known.id();
        Sizing sizing = sizings.get(id);
        if (sizing == null) {
            sizing = new Sizing(pools, pool);
            sizings.put(id, sizing);
            control.register(id, sizing);
        }
        String objection = pool.objection();
        if (objection != null) {
            leaveAlone(known, objection, nowMillis);
            return;
        }
        boolean on = control.mode(known) == Mode.ON;
        boolean again = known.state() == State.ROLLED_BACK && pool.wantsMore();
        if (again || (known.state() == State.OBSERVED && (on || pool.wantsMore()))) {
            control.propose(id, proposal(pool), figures(pool), nowMillis);
        }
        Adaptation now = control.find(id);
        if (now == null) {
            return;
        }
        if (now.state() == State.APPROVED && !on && isTriable(pool)) {
            sizing.size = pool.wanted();
            control.startTrial(id, GainTrial.design() + "; size " + sizing.size, figures(pool), nowMillis);
            now = control.find(id);
        }
        follow(now, pool, nowMillis);
    }

    private void follow(@Nullable Adaptation now, SizedPool pool, long nowMillis) {
        if (now == null) {
            return;
        }
        String id = now.id();
        pool.adapt(now.state() == State.KEPT);
        if (now.state() == State.TRIAL) {
            tried(id, pool, nowMillis);
            return;
        }
        trials.remove(id);
        if (now.state() == State.KEPT && !pool.isHolding()) { // closed, and made again
            control.restore(id);
            control.apply(id);
        }
    }

    private void leaveAlone(Adaptation known, String objection, long nowMillis) {
        trials.remove(known.id());
        if (known.state().inEffect()) {
            control.rollBack(known.id(), objection, Figures.NONE, nowMillis);
        } else if (known.state() == State.PROPOSED || known.state() == State.APPROVED) {
            control.withdraw(known.id(), objection, Figures.NONE, nowMillis);
        }
    }

    /** Not while something else is on trial: what is seen is to be the work of one. */
    private boolean isTriable(SizedPool pool) {
        return pool.wantsMore()
                && GainTrial.isEnough(pool.last().usesPerSecond())
                && !isOnTrial(control, KIND)
                && !isOnTrial(control, Limiting.KIND)
                && !isOnTrial(control, OutboundGuarding.KIND);
    }

    /** Whether an adaptation of a kind is on trial. */
    static boolean isOnTrial(Control control, String kind) {
        for (Adaptation one : control.list()) {
            if (one.kind().equals(kind) && one.state() == State.TRIAL && !LimitTrials.isGiven(one)) {
                return true;
            }
        }
        return false;
    }

    private void tried(String id, SizedPool pool, long nowMillis) {
        PoolTrial known = trials.get(id);
        if (known == null) {
            known = new PoolTrial(System.nanoTime(), pool, traffic);
            trials.put(id, known);
        }
        GainTrial trial = known.trial;
        switch (known.second(pool, traffic)) {
            case ON:
                control.apply(id);
                break;
            case OFF:
                control.restore(id);
                break;
            case KEEP:
                trials.remove(id);
                control.keep(id, trial.reason(), figures(trial), nowMillis);
                break;
            case ROLL_BACK:
                trials.remove(id);
                control.rollBack(id, trial.reason(), figures(trial), nowMillis);
                break;
        }
    }

    /** Closes what is beyond the size of a pool that was larger; not once the switch is thrown. On a thread for as long as that takes. */
    private void evict() {
        Thread running = evicting;
        if (!control.mode(KIND).acts() || (running != null && running.isAlive())) {
            return;
        }
        evicting = null;
        for (SizedPool pool : pools.all()) {
            if (pool.surplus() > 0) {
                Thread thread = new Thread(null, new Evicting(pool), "perf-agent-pools", 0, false);
                thread.setDaemon(true);
                thread.setContextClassLoader(null);
                thread.start();
                evicting = thread;
                return;
            }
        }
    }

    private static final class Evicting implements Runnable {
        private final SizedPool pool;

        Evicting(SizedPool pool) {
            this.pool = pool;
        }

        @Override
        public void run() {
            ThreadState.ignoreThisThread();
            pool.evict(EVICT_MILLIS);
        }
    }

    private static Proposal proposal(SizedPool pool) {
        boolean sure = pool.elasticity() < DOES_NOT_MIND;
        return new Proposal(
                "give the pool " + pool.name() + " up to " + pool.bounds().most() + " connections in place of "
                        + pool.originalSize() + ", as far as that shortens the waits for one",
                1e3 * pool.last().meanWait(),
                "ms of wait for a connection, at most",
                sure ? CONFIDENCE : LESS_CONFIDENCE,
                Risk.MEDIUM);
    }

    private static Figures figures(SizedPool pool) {
        PoolWindow last = pool.last();
        return Figures.of("size", pool.size())
                .with("wanted", pool.wanted())
                .with("in_use", last.meanInUse())
                .with("use_ms", 1e3 * last.meanUse())
                .with("wait_ms", 1e3 * last.meanWait())
                .with("uses_per_s", last.usesPerSecond())
                .with("elasticity", pool.elasticity());
    }

    private static Figures figures(GainTrial trial) {
        Figures figures = Figures.of("pairs", trial.pairs()).with("pairs_dropped", trial.dropped());
        figures = trial.costRatio().with(figures, "time_ratio");
        figures = trial.usesRatio().with(figures, "uses_ratio");
        figures = trial.badRateAdded().with(figures, "error_rate_added");
        return figures.with("probability", trial.probability());
    }

    /** A line for each pool, and how far a trial is; empty while there is none. */
    String status() {
        StringBuilder out = new StringBuilder(PoolReport.text(pools));
        for (Map.Entry<String, PoolTrial> one : trials.entrySet()) {
            GainTrial trial = one.getValue().trial;
            out.append("  trial of ")
                    .append(one.getKey())
                    .append(": ")
                    .append(trial.pairs())
                    .append(" pairs of blocks, ")
                    .append(trial.dropped())
                    .append(" dropped\n");
        }
        return out.toString();
    }
}
