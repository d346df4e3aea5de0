package io.perfagent.start.adapting;

import io.perfagent.config.ControlSettings;
import io.perfagent.control.Adaptation;
import io.perfagent.control.Control;
import io.perfagent.control.Effect;
import io.perfagent.control.Figures;
import io.perfagent.control.Mode;
import io.perfagent.control.Proposal;
import io.perfagent.control.Risk;
import io.perfagent.control.State;
import io.perfagent.control.trial.Latency;
import io.perfagent.control.trial.NoHarmTrial;
import io.perfagent.instrument.family.Outgoing;
import io.perfagent.limit.GuardedHost;
import io.perfagent.limit.Outbound;
import io.perfagent.limit.OutboundReport;
import io.perfagent.start.host.Host;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Breakers, throttles and limits of outbound calls as adaptations, one for each host that has given cause: proposed when calls to it
 * would have been held back, tried in normal load once approved, in mode {@code on} in effect from then on. On the agent's
 * main thread, once a second.
 */
final class OutboundGuarding {
    static final String KIND = "outbound";

    /** The subject of what the settings give; never tried. */
    static final String DEADLINES = "deadlines";

    private static final double CONFIDENCE = 0.9;

    private final Control control;
    private final Outbound outbound;
    private final LimitTrials trials;
    private Map<String, Long> callsBefore = new HashMap<>(); // by name, of which several pools may have one

    OutboundGuarding(Control control, Outbound outbound, LimitTrials.Traffic traffic) {
        this.control = control;
        this.outbound = outbound;
        this.trials = new LimitTrials(control, new HostTraffic(traffic, outbound), KIND);
    }

    /** Null where calls are not even observed. */
    static @Nullable OutboundGuarding start(Host host, Control control, LimitTrials.Traffic traffic) {
        if (control.mode(KIND) == Mode.OFF) {
            return null;
        }
        Outbound outbound = new Outbound();
        Outgoing outgoing = host.telemetry().outgoing;
        outgoing.listen(outbound);
        if (!host.config.text(ControlSettings.DEADLINE_HEADER).isBlank()) {
            outgoing.heedDeadlines(true);
            long now = System.currentTimeMillis();
            if (control.inPlace(KIND, DEADLINES, new Heeding(outgoing), "given by the settings", now, now) == null) {
                outgoing.heedDeadlines(false);
            }
        }
        return new OutboundGuarding(control, outbound, traffic);
    }

    void second(long nowMillis) {
        List<GuardedHost> hosts = outbound.hosts();
        Map<String, Long> calls = new HashMap<>();
        for (GuardedHost host : hosts) {
            calls.put(host.name(), calls.getOrDefault(host.name(), 0L) + host.calls());
        }
        for (GuardedHost host : hosts) {
            if (host.hasGivenCause()) {
                long now = calls.getOrDefault(host.name(), 0L);
                attend(host, now - callsBefore.getOrDefault(host.name(), now), nowMillis);
            }
        }
        callsBefore = calls;
        trials.second(nowMillis);
    }

    private void attend(GuardedHost host, long callsPerSecond, long nowMillis) {
        Adaptation known = control.observe(KIND, host.name(), Figures.NONE, false, nowMillis);
        if (known == null) {
            return;
        }
        String id = known.id();
        control.register(id, new Holding(outbound, host.name()));
        boolean troubled = host.isTroubled(System.nanoTime());
        if (known.state() == State.OBSERVED || (known.state() == State.ROLLED_BACK && troubled)) {
            control.propose(id, proposal(host), figures(host), nowMillis);
        }
        Adaptation now = control.find(id);
        boolean triable = control.mode(known) != Mode.ON
                && !troubled
                && NoHarmTrial.isEnough(callsPerSecond)
                && !PoolSizing.isOnTrial(control, KIND)
                && !PoolSizing.isOnTrial(control, Limiting.KIND)
                && !PoolSizing.isOnTrial(control, PoolSizing.KIND);
        if (now != null && now.state() == State.APPROVED && triable) {
            control.startTrial(id, NoHarmTrial.design(), figures(host), nowMillis);
            control.apply(id);
        }
    }

    private static Proposal proposal(GuardedHost host) {
        return new Proposal(
                "hold calls to " + host.name() + " back while they fail or are turned away, but for some that ask",
                host.wouldHoldBack(),
                "calls that would not have been made in vain (a model: all were made)",
                CONFIDENCE,
                Risk.MEDIUM);
    }

    private static Figures figures(GuardedHost host) {
        return Figures.of("calls", host.calls())
                .with("would_hold_back", host.wouldHoldBack())
                .with("opened", host.opened())
                .with("throttled", host.throttled());
    }

    /** A line for each host that has given cause; empty without one. */
    String status() {
        return OutboundReport.text(outbound) + trials.status();
    }

    /** The requests of this process, and whether a host is in trouble. */
    private static final class HostTraffic implements LimitTrials.Traffic {
        private final LimitTrials.Traffic traffic;
        private final Outbound outbound;

        HostTraffic(LimitTrials.Traffic traffic, Outbound outbound) {
            this.traffic = traffic;
            this.outbound = outbound;
        }

        @Override
        public long requests() {
            return traffic.requests();
        }

        @Override
        public LimitTrials.Answered answered() {
            return traffic.answered();
        }

        @Override
        public List<Latency> lastTenSeconds() {
            return traffic.lastTenSeconds();
        }

        @Override
        public boolean isOverloaded(String resource) {
            for (GuardedHost host : outbound.hosts()) {
                if (host.name().equals(resource) && host.isTroubled(System.nanoTime())) {
                    return true;
                }
            }
            return traffic.isOverloaded(resource);
        }
    }

    private static final class Heeding implements Effect {
        private final Outgoing outgoing;

        Heeding(Outgoing outgoing) {
            this.outgoing = outgoing;
        }

        @Override
        public void apply() {
            outgoing.heedDeadlines(true);
        }

        @Override
        public void restore() {
            outgoing.heedDeadlines(false);
        }
    }

    private static final class Holding implements Effect {
        private final Outbound outbound;
        private final String name;

        Holding(Outbound outbound, String name) {
            this.outbound = outbound;
            this.name = name;
        }

        @Override
        public void apply() {
            outbound.hold(name, true);
        }

        @Override
        public void restore() {
            outbound.hold(name, false);
        }
    }
}
