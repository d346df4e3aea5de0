package io.perfagent.start.profiling;

import io.perfagent.config.Config;
import io.perfagent.config.ProfileSettings;
import io.perfagent.export.Severity;
import io.perfagent.metric.OperationKinds;
import io.perfagent.metric.OperationSnapshot;
import io.perfagent.metric.Window;
import io.perfagent.profile.ProfileEvent;
import io.perfagent.profile.ProfileFormat;
import io.perfagent.profile.ProfileOccasions;
import io.perfagent.profile.ProfileRequest;
import io.perfagent.profile.Refusal;
import io.perfagent.start.host.Host;
import io.perfagent.start.host.Machine;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Profiles by schedule, and when a figure is out of its bounds; only where a setting asks for it. */
final class AutomaticProfiles {
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Host host;
    private final Profiling profiling;
    private final ProfileOccasions occasions;
    private final KeptProfiles kept;
    private final ProfileRequest request;
    private final ProfileRequest ofHeap;
    private final ProfileRequest ofLocks;
    private final @Nullable BlockedThreads blocked;
    private final boolean latencies;
    private long nextNanos;
    private long lastCpuNanos = processCpuNanos();
    private long lastNanos = System.nanoTime();

    private AutomaticProfiles(
            Host host, Profiling profiling, ProfileOccasions.Limits limits, File directory, List<ProfileEvent> events) {
        Config config = host.config;
        this.host = host;
        this.profiling = profiling;
        this.occasions = new ProfileOccasions(limits, lastNanos);
        this.kept = new KeptProfiles(host, directory, config.number(ProfileSettings.KEPT));
        int seconds = (int) (config.millis(ProfileSettings.DURATION) / 1000);
        this.request = ProfileRequest.of(events, seconds, ProfileFormat.HTML).withOperations();
        this.ofHeap = with(ProfileEvent.ALLOC, events, seconds);
        this.ofLocks = with(ProfileEvent.LOCK, events, seconds);
        this.blocked = limits.blockedThreads() > 0 ? new BlockedThreads() : null;
        this.latencies = limits.p99Nanos() > 0;
        this.nextNanos = lastNanos + STEP_NANOS;
    }

    private static ProfileRequest with(ProfileEvent more, List<ProfileEvent> events, int seconds) {
        List<ProfileEvent> all = new ArrayList<>(events);
        if (!all.contains(more) && !(more == ProfileEvent.ALLOC && all.contains(ProfileEvent.LIVE))) {
            all.add(more);
        }
        return ProfileRequest.of(all, seconds, ProfileFormat.HTML).withOperations();
    }

    /** Null where no setting asks for any. */
    static @Nullable AutomaticProfiles start(Host host, Profiling profiling) {
        Config config = host.config;
        ProfileOccasions.Limits limits = new ProfileOccasions.Limits(
                TimeUnit.MILLISECONDS.toNanos(config.millis(ProfileSettings.EVERY)),
                config.number(ProfileSettings.ON_CPU),
                TimeUnit.MILLISECONDS.toNanos(config.millis(ProfileSettings.ON_P99)),
                config.bytes(ProfileSettings.ON_HEAP_GROWTH),
                config.number(ProfileSettings.ON_LOCKS),
                TimeUnit.MILLISECONDS.toNanos(config.millis(ProfileSettings.COOL_DOWN)));
        if (!limits.any()) {
            return null;
        }
        File root = host.data.root();
        try {
            if (root == null) {
                throw new Refusal("there is no data directory to keep them in: set PERF_AGENT_DATA_DIR");
            }
            List<ProfileEvent> events = ProfileEvent.parse(String.join(",", config.list(ProfileSettings.EVENTS)));
            return new AutomaticProfiles(host, profiling, limits, new File(root, "profiles"), events);
        } catch (Refusal e) {
            host.console.line("no profiles are taken by themselves: ".concat(e.reason()));
            return null;
        }
    }

    void second(long nowNanos) {
        if (blocked != null) {
            blocked.look();
        }
        if (nowNanos - nextNanos < 0) {
            return;
        }
        nextNanos = nowNanos + STEP_NANOS;
        ProfileOccasions.Occasion occasion = occasions.step(figures(nowNanos), nowNanos);
        if (occasion != null) {
            take(occasion);
        }
    }

    private void take(ProfileOccasions.Occasion occasion) {
        try {
            String objection = kept.objection();
            if (objection != null) {
                throw new Refusal(objection);
            }
            kept.make();
            profiling.take(wanted(occasion), kept.directory(), kept.output(occasion));
        } catch (Refusal e) {
            failed(occasion, e.reason());
        } catch (IOException e) {
            failed(occasion, e.toString());
        }
    }

    private ProfileRequest wanted(ProfileOccasions.Occasion occasion) {
        return switch (occasion.name()) {
            case "heap" -> ofHeap;
            case "locks" -> ofLocks;
            default -> request;
        };
    }

    private void failed(ProfileOccasions.Occasion occasion, String reason) {
        host.problems.add("no profile was taken " + occasion.reason() + ": " + reason);
        host.say(
                Severity.WARN,
                "perf_agent.profile.failed",
                "no profile was taken " + occasion.reason() + ": " + reason);
    }

    private ProfileOccasions.Figures figures(long nowNanos) {
        long cpu = processCpuNanos();
        double available =
                (double) (nowNanos - lastNanos) * Runtime.getRuntime().availableProcessors();
        double share = cpu < 0 || available <= 0 ? -1 : (cpu - lastCpuNanos) / available;
        lastCpuNanos = cpu;
        lastNanos = nowNanos;
        List<ProfileOccasions.Latency> known = new ArrayList<>();
        if (latencies) {
            for (OperationSnapshot one : host.telemetry().metrics.operations().snapshots(Window.TEN_SECONDS)) {
                known.add(new ProfileOccasions.Latency(
                        OperationKinds.name(one.kind()) + " " + one.name(), one.distributionCount(), one.p99Nanos()));
            }
        }
        double waiting = blocked == null ? -1 : blocked.average();
        return new ProfileOccasions.Figures(share, heapAfterCollection(), waiting, known);
    }

    private static long processCpuNanos() {
        return (long) Machine.processCpuNanos(ManagementFactory.getOperatingSystemMXBean());
    }

    /** What the last collections have left, or -1 before the first. */
    private static long heapAfterCollection() {
        long sum = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            sum += usage == null ? 0 : usage.getUsed();
        }
        return sum == 0 ? -1 : sum;
    }
}
