package io.perfagent.start.adapting;

import io.perfagent.control.Adaptation;
import io.perfagent.control.Control;
import io.perfagent.control.Effect;
import io.perfagent.control.Figures;
import io.perfagent.control.Mode;
import io.perfagent.control.Proposal;
import io.perfagent.control.Risk;
import io.perfagent.control.State;
import io.perfagent.control.trial.NoHarmTrial;
import io.perfagent.export.Severity;
import io.perfagent.limit.Requests;
import io.perfagent.limit.policy.MemoryPressure;
import io.perfagent.limit.policy.MemoryPressure.Level;
import io.perfagent.start.host.Machine;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/**
 * Requests of low tiers are turned away while the heap is full and collections take the time: one of the limits, with their
 * lifecycle. Before that, what is cached of ours has to do with less memory, whoever may act. On the agent's main thread, once
 * a second.
 */
final class MemoryShedding {
    /** The subject of its adaptation. */
    static final String SUBJECT = "memory-pressure";

    private static final double CONFIDENCE = 0.8;

    private final Control control;
    private final Requests requests;
    private final Said said;
    private final OwnCaches caches;
    private final Served served;
    private long servedBefore = -1;
    private final MemoryPressure policy = new MemoryPressure();
    private final Shedding shedding = new Shedding();
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans();
    private long lastGcMillis = Machine.pauseMillis(collectors);
    private long lastNanos = System.nanoTime();
    private double live = Double.NaN;
    private Level level = Level.CALM;

    /** Where it is told that the heap is full for good. */
    interface Said {
        void say(Severity severity, String event, String line);
    }

    /** What is served. */
    interface Served {
        /** Requests since the start. */
        long requests();
    }

    /** Memory of ours that can be given up. */
    interface OwnCaches {
        void memoryIsShort(boolean isShort);
    }

    MemoryShedding(Control control, Requests requests, Said said, OwnCaches caches, Served served) {
        this.served = served;
        this.control = control;
        this.requests = requests;
        this.said = said;
        this.caches = caches;
    }

    /** Whether requests may be turned away is the only thing that an operator decides; how many is the policy's. */
    private final class Shedding implements Effect {
        volatile boolean inEffect;

        @Override
        public void apply() {
            inEffect = true;
        }

        @Override
        public void restore() {
            inEffect = false;
            requests.shed(Level.CALM, false);
        }
    }

    void second(long nowMillis) {
        long gcMillis = Machine.pauseMillis(collectors);
        long nowNanos = System.nanoTime(); // the time of day may jump
        double gcShare = (gcMillis - lastGcMillis) * 1e6 / Math.max(1_000_000, nowNanos - lastNanos);
        lastGcMillis = gcMillis;
        lastNanos = nowNanos;
        second(liveShare(), gcShare, nowMillis);
    }

    /** One second's reading, as {@link MemoryPressure#second} takes it. */
    void second(double liveShare, double gcShare, long nowMillis) {
        live = liveShare;
        level = policy.second(liveShare, gcShare);
        if (policy.isSteadyNews()) {
            said.say(
                    Severity.WARN,
                    "perf_agent.memory",
                    "the heap is " + percent(live)
                            + " % full after collections, and steady: nothing is shed for that; give it more (-Xmx), or see what"
                            + " holds it");
        }
        caches.memoryIsShort(level != Level.CALM);
        attend(nowMillis);
        requests.shed(level, shedding.inEffect);
    }

    private void attend(long nowMillis) {
        boolean sheds = level.compareTo(Level.SHED_LOW) >= 0 && requests.hasTiers();
        Adaptation known = control.find(Limiting.KIND + ":" + SUBJECT);
        if (known == null) {
            known = sheds ? control.observe(Limiting.KIND, SUBJECT, Figures.NONE, false, nowMillis) : null;
        }
        if (known == null) {
            return;
        }
        String id = known.id();
        control.register(id, shedding);
        if (policy.isFutile() && known.state().inEffect()) {
            String why = "collections take as much of the time as before, " + percent(policy.gcShare()) + " %, after "
                    + MemoryPressure.HELPS_WITHIN + " s without those requests";
            control.rollBack(id, why, figures(), nowMillis);
            return;
        }
        if (sheds && known.isProposable()) {
            control.propose(id, proposal(), figures(), nowMillis);
        }
        Adaptation now = control.find(id);
        boolean tried = control.mode(known) != Mode.ON;
        boolean waits = now != null && now.state() == State.APPROVED && tried && !sheds;
        if (waits && isEnoughServed() && Limiting.isAlone(control)) {
            control.startTrial(id, NoHarmTrial.design(), figures(), nowMillis);
            control.apply(id);
        }
    }

    /** Whether harm would be noticed in time; asked once a second. */
    private boolean isEnoughServed() {
        long now = served.requests();
        long perSecond = servedBefore < 0 ? 0 : now - servedBefore;
        servedBefore = now;
        return NoHarmTrial.isEnough(perSecond);
    }

    private Proposal proposal() {
        return new Proposal(
                "turn requests of low tiers away while the heap is nearly full and collections take a tenth of the time",
                percent(policy.gcShare()),
                "% of the time in collections, at most",
                CONFIDENCE,
                Risk.MEDIUM);
    }

    private Figures figures() {
        return Figures.of("live_share", live).with("gc_share", policy.gcShare());
    }

    private static long percent(double share) {
        return Math.round(100 * share);
    }

    /** Of the largest pool of the heap, which is the old generation, or all of it; NaN before it was collected. */
    private double liveShare() {
        double share = Double.NaN;
        long largest = 0;
        for (MemoryPoolMXBean pool : pools) {
            MemoryUsage usage = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            if (usage != null && usage.getMax() > largest) {
                largest = usage.getMax();
                share = usage.getUsed() == 0 ? Double.NaN : usage.getUsed() / (double) largest;
            }
        }
        return share;
    }

    /** A line for the status while memory is short; empty else. */
    String status() {
        if (level == Level.CALM) {
            return "";
        }
        String what = level == Level.SHRINK_CACHES
                ? "caches of ours have a quarter of their memory"
                : !requests.hasTiers()
                        ? "nothing is shed, as there are no tiers (PERF_AGENT_LIMITS_PRIORITIES)"
                        : (shedding.inEffect ? "shed: " : "would be shed: ")
                                + (level == Level.SHED_LOW ? "low tiers" : "all tiers but the highest");
        return "  memory: " + percent(live) + " % of the old generation alive, " + percent(policy.gcShare())
                + " % of the time in collections; " + what + "\n";
    }
}
