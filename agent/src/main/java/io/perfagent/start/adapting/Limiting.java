package io.perfagent.start.adapting;

import io.perfagent.cache.Caches;
import io.perfagent.config.AgentSettings;
import io.perfagent.config.LimitSettings;
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
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.limit.HiddenBottlenecks;
import io.perfagent.limit.LimitJson;
import io.perfagent.limit.LimitReport;
import io.perfagent.limit.LimitResource;
import io.perfagent.limit.Requests;
import io.perfagent.metric.OperationTable;
import io.perfagent.metric.Window;
import io.perfagent.start.host.Host;
import io.perfagent.start.host.Machine;
import io.perfagent.trace.ThreadState;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Limits of inbound requests as adaptations: observed for each resource that requests wait for, proposed once a queue has been
 * standing at it, in effect when that is approved, and in mode {@code on} as soon as the resource is known.
 */
final class Limiting {
    static final String KIND = "limits";
    private static final long STEP_NANOS = 250_000_000L;

    /** A queue that has been standing for so many steps is worth a proposal. */
    private static final int STANDING_STEPS = 8;

    private static final double CONFIDENCE = 0.9;

    private final Control control;
    private final Requests requests;
    private final MemoryShedding memory;
    private final OperationTable operations;
    private final OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    private long lookedNanos = System.nanoTime();

    /** Where a limit may take effect it must follow the load within a second; to observe, one step a second is enough. */
    private final boolean stepsByThread;

    private final OverloadTelling overloads;

    Limiting(
            Control control,
            Requests requests,
            MemoryShedding memory,
            OverloadTelling overloads,
            OperationTable operations) {
        this.operations = operations;
        this.overloads = overloads;
        this.control = control;
        this.memory = memory;
        this.requests = requests;
        this.stepsByThread = control.mode(KIND).acts();
    }

    /** Null where limits are not even observed. */
    static @Nullable Limiting start(Host host, Control control) {
        if (control.mode(KIND) == Mode.OFF) {
            return null;
        }
        Telemetry telemetry = host.telemetry();
        Requests requests =
                LimitChoices.requests(host.config, control.mode(KIND).acts(), host.problems);
        MemoryShedding memory = new MemoryShedding(
                control,
                requests,
                new Telling(host),
                new OwnCaches(),
                new ServerTraffic(telemetry.metrics.operations(), null));
        Limiting made =
                new Limiting(control, requests, memory, new OverloadTelling(host), telemetry.metrics.operations());
        LimitChoices.holdCaps(control, requests);
        if (host.config.bool(AgentSettings.OWN_METRICS)) {
            telemetry.metrics.add(new LimitMetrics(requests, telemetry.metrics.settings()));
        }
        if (made.stepsByThread && host.config.bool(LimitSettings.CPU)) {
            LimitChoices.limitProcessors(requests);
        }
        telemetry.connectionPools.listen(requests);
        telemetry.admission = requests;
        if (made.stepsByThread) {
            Thread thread = new Thread(null, made.new Steps(), "perf-agent-limits", 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            thread.start();
        }
        return made;
    }

    private static final class Telling implements MemoryShedding.Said {
        private final Host host;

        Telling(Host host) {
            this.host = host;
        }

        @Override
        public void say(Severity severity, String event, String line) {
            host.say(severity, event, line);
        }
    }

    private static final class OwnCaches implements MemoryShedding.OwnCaches {
        @Override
        public void memoryIsShort(boolean isShort) {
            Caches caches = Caches.get();
            if (caches != null) {
                caches.memoryIsShort(isShort);
            }
        }
    }

    /** Steps of the policies, four a second; parked in between, and for longer while there is nothing to limit. */
    private final class Steps implements Runnable {
        @Override
        public void run() {
            ThreadState.ignoreThisThread();
            while (true) {
                Thread.interrupted(); // somebody has interrupted all threads of the group: it would never rest again
                LockSupport.parkNanos(requests.resources().length == 0 ? 4 * STEP_NANOS : STEP_NANOS);
                try {
                    requests.step(System.nanoTime());
                } catch (OutOfMemoryError e) {
                    continue; // the next step may find some
                } catch (RuntimeException | Error e) { // limits that nobody moves any more are worse than none
                    control.switchOff("a failure of the agent (limits: " + e + ")", System.currentTimeMillis());
                    return;
                }
            }
        }
    }

    /** Once in a window of the statistics: which endpoints get slower with load. */
    private void lookForHiddenBottlenecks(long nowNanos) {
        if (nowNanos - lookedNanos < HiddenBottlenecks.WINDOW_NANOS) {
            return;
        }
        lookedNanos = nowNanos;
        double cpuShare = Machine.cpuLoad(system);
        requests.hiddenBottlenecks().window(operations.snapshots(Window.TEN_SECONDS), requests.endpoints(), cpuShare);
    }

    /** The report as JSON. */
    String json() {
        return LimitJson.of(requests);
    }

    void second(long nowMillis) {
        lookForHiddenBottlenecks(System.nanoTime());
        if (!stepsByThread) {
            requests.step(System.nanoTime());
        }
        overloads.second(requests.resources());
        memory.second(nowMillis);
        for (LimitResource resource : requests.resources()) {
            attend(resource, nowMillis);
        }
    }

    private void attend(LimitResource resource, long nowMillis) {
        Adaptation known = control.observe(KIND, resource.name(), Figures.NONE, false, nowMillis);
        if (known == null) {
            return;
        }
        String id = known.id();
        control.register(id, new Holding(resource));
        boolean on = control.mode(known) == Mode.ON;
        if (known.isProposable() && (on || resource.isOverloaded(STANDING_STEPS))) {
            control.propose(id, proposal(resource), figures(resource), nowMillis);
        }
        Adaptation now = control.find(id);
        if (now != null && now.state() == State.APPROVED && !on && isTriable(resource) && isAlone(control)) {
            // Its trial is in normal load: begun in the middle of an overload it would have nothing to be compared
            // with.
            control.startTrial(id, NoHarmTrial.design(), figures(resource), nowMillis);
            control.apply(id);
        }
    }

    /** Whether no other kind is on trial: what is seen is to be the work of one. */
    static boolean isAlone(Control control) {
        return !PoolSizing.isOnTrial(control, PoolSizing.KIND) && !PoolSizing.isOnTrial(control, OutboundGuarding.KIND);
    }

    private static boolean isTriable(LimitResource resource) {
        return !resource.isOverloaded(1) && NoHarmTrial.isEnough(resource.throughput());
    }

    /** Whether requests queue at any resource now, or would, or memory is short: no protection is taken away meanwhile. */
    boolean isOverloaded() {
        for (LimitResource resource : requests.resources()) {
            if (resource.isOverloaded(1)) {
                return true;
            }
        }
        return requests.wouldShed();
    }

    private static Proposal proposal(LimitResource resource) {
        return new Proposal(
                "limit the requests that use " + resource.name() + " to what it can take, now " + resource.limit()
                        + ", and turn those beyond away with 503",
                resource.wouldReject(),
                "requests spared a wait in vain (a model)",
                CONFIDENCE,
                Risk.MEDIUM);
    }

    private static Figures figures(LimitResource resource) {
        return Figures.of("limit", resource.limit())
                .with("waiting", resource.waiting())
                .with("busy", resource.busy())
                .with("requests_per_s", resource.throughput());
    }

    /** A few lines for the status; empty while there is nothing to limit. */
    String status() {
        return LimitReport.text(requests) + memory.status();
    }

    private static final class Holding implements Effect {
        private final LimitResource resource;

        Holding(LimitResource resource) {
            this.resource = resource;
        }

        @Override
        public void apply() {
            resource.hold();
        }

        @Override
        public void restore() {
            resource.open();
        }
    }
}
