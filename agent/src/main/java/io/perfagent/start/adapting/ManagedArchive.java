package io.perfagent.start.adapting;

import com.sun.management.OperatingSystemMXBean;
import io.perfagent.coldstart.archive.ManagedStart;
import io.perfagent.coldstart.archive.OwnArchive;
import io.perfagent.coldstart.archive.PrepareFailure;
import io.perfagent.control.Adaptation;
import io.perfagent.control.Control;
import io.perfagent.control.Effect;
import io.perfagent.control.Figures;
import io.perfagent.control.Mode;
import io.perfagent.control.Proposal;
import io.perfagent.control.Risk;
import io.perfagent.control.State;
import io.perfagent.metric.system.Headroom;
import io.perfagent.start.host.Host;
import io.perfagent.start.host.ProcessFacts;
import io.perfagent.start.host.ResourceAttributes;
import io.perfagent.start.watch.StartRecordLine;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The start-up archive of this service as an adaptation. One that is in use is judged by the starts on record, and taken out
 * if it makes starts slower or no faster. Where there is none and one can be made here, that is proposed; once it is
 * approved and the application idle, a child JVM makes it, and the next starts have it.
 *
 * <p>For the agent's main thread, but for the making, which has a thread of its own.
 */
final class ManagedArchive {
    static final String KIND = "archive";

    /** The application is idle after so many seconds in a row, each at less than this share of a core. */
    private static final int IDLE_SECONDS = 10;

    private static final double IDLE_CORES = 0.15;

    /** A failure is not repeated in this process. */
    private static final String GIVEN_UP = "no archive is made in this process: ";

    /** Share of a start that an archive has saved at least where it was measured: see docs/rationale.md. */
    private static final double LEAST_GAIN = 0.15;

    private static final double CONFIDENCE = 0.95;

    private final Host host;
    private final Control control;
    private final Headroom headroom = new Headroom();
    private final OperatingSystemMXBean system =
            (OperatingSystemMXBean) ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private @Nullable String id;
    private double readyMillis;
    private boolean begun;
    private boolean inPlace;
    private int idleSeconds;
    private long cpuNanos;
    private long throttled;
    private volatile @Nullable OwnArchive made;
    private volatile @Nullable Thread maker;
    private volatile String state = "";

    ManagedArchive(Host host, Control control) {
        this.host = host;
        this.control = control;
    }

    /** For the status: what is so, or why nothing is done; empty while that is not known yet. */
    String state() {
        return state;
    }

    /** @param starts of this deployment on record, this one the last; empty as long as it is not */
    void second(List<StartRecordLine> starts, long nowMillis) {
        if (!begun && !starts.isEmpty()) {
            begun = true;
            begin(starts, nowMillis);
        }
        if (id != null && !inPlace && maker == null) {
            make(nowMillis);
        }
    }

    private void begin(List<StartRecordLine> starts, long nowMillis) {
        ManagedStart managed = host.managed;
        String archive = managed == null ? "" : managed.archiveInUse();
        if (managed != null && !archive.isEmpty()) {
            judge(managed, archive, starts, nowMillis);
        } else if (managed == null) {
            propose(starts.get(starts.size() - 1), nowMillis);
        }
    }

    private void judge(ManagedStart managed, String archive, List<StartRecordLine> starts, long nowMillis) {
        inPlace = true;
        Adaptation adaptation = control.inPlace(
                KIND, service(), new InUse(managed), archive + " was made for it", madeMillis(archive), nowMillis);
        if (adaptation == null) {
            return;
        }
        id = adaptation.id();
        ArchiveTrial.Verdict verdict = ArchiveTrial.judge(starts, archive, adaptation.state() == State.KEPT);
        state = verdict.line();
        verdict.settle(control, adaptation, nowMillis);
    }

    /** Archives are named by when they were made. */
    private static long madeMillis(String archive) {
        try {
            return Long.parseLong(archive.substring(0, archive.indexOf('.')), 16);
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            return 0;
        }
    }

    private void propose(StartRecordLine start, long nowMillis) {
        File root = host.data.root();
        String objection = root == null
                ? "there is no data directory"
                : OwnArchive.objection(
                        root,
                        host.config.environmentVariable("JDK_JAVA_OPTIONS"),
                        String.valueOf(host.config.systemProperty("java.class.path")),
                        host.config.systemProperty("jdk.module.main"));
        if (objection != null) {
            state = "none is made here: " + objection + "; `prepare` makes one";
            return;
        }
        readyMillis = start.readyMillis();
        Adaptation adaptation = control.observe(KIND, service(), Figures.of("ready_ms", readyMillis), true, nowMillis);
        if (adaptation == null) {
            return;
        }
        id = adaptation.id();
        control.register(id, new Naming());
        if (control.mode(adaptation) == Mode.ON) {
            return; // consent is given: it is proposed, and in effect, once it is made
        }
        offer(nowMillis);
    }

    private void offer(long nowMillis) {
        Proposal proposal = new Proposal(
                "a start-up archive of the classes this process has loaded, made by a child JVM when it is idle",
                readyMillis * LEAST_GAIN,
                "ms of start",
                CONFIDENCE,
                Risk.MEDIUM);
        control.propose(String.valueOf(id), proposal, Figures.of("ready_ms", readyMillis), nowMillis);
    }

    private void make(long nowMillis) {
        Adaptation adaptation = id == null ? null : control.find(id);
        if (adaptation == null || !isPermitted(adaptation.state(), control.mode(adaptation))) {
            return;
        }
        OwnArchive done = made;
        if (done != null) {
            putIntoEffect(done, adaptation.state(), nowMillis);
            return;
        }
        if (!state.startsWith(GIVEN_UP) && isIdle() && hasRoom()) {
            Thread thread = new Thread(null, new Maker(), "perf-agent-archive", 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            maker = thread;
            thread.start();
        }
    }

    /**
     * Whether one may be made where there is none: wanted now, or wanted by an earlier process, whose archive was given up
     * meanwhile because a jar has changed.
     */
    static boolean isPermitted(State state, Mode mode) {
        return state == State.APPROVED
                || (state == State.OBSERVED && mode == Mode.ON)
                || (state.inEffect() && mode.acts());
    }

    private void putIntoEffect(OwnArchive done, State before, long nowMillis) {
        String archive = String.valueOf(id);
        if (before == State.OBSERVED) {
            offer(nowMillis);
        } else {
            apply(control, archive, Figures.of("archive_bytes", done.bytes()), nowMillis);
        }
        Adaptation after = control.find(archive);
        state = after != null && after.state().inEffect()
                ? "made; the next starts have it"
                : GIVEN_UP + "it was made and not put into effect";
        inPlace = true; // nothing is left to do for this process
    }

    /** One that is on trial or kept already, by an earlier process, stays so: the next start finds the new one on trial. */
    static void apply(Control control, String id, Figures size, long nowMillis) {
        Adaptation now = control.find(id);
        if (now != null && !now.state().inEffect()) {
            control.startTrial(id, "the next starts are compared with those on record", size, nowMillis);
        }
        control.apply(id);
    }

    private boolean isIdle() {
        long cpu = system.getProcessCpuTime();
        long held = headroom.throttledPeriods();
        boolean quiet = cpu - cpuNanos < IDLE_CORES * 1e9 && held == throttled;
        idleSeconds = quiet ? idleSeconds + 1 : 0;
        cpuNanos = cpu;
        throttled = held;
        return idleSeconds >= IDLE_SECONDS;
    }

    private boolean hasRoom() {
        long free = headroom.memoryBytes();
        if (free >= OwnArchive.HEADROOM_BYTES) {
            return true;
        }
        state = GIVEN_UP + (free < 0 ? "it is not known how much memory is free" : (free >> 20) + " MiB are free, and ")
                + (free < 0
                        ? ""
                        : (OwnArchive.HEADROOM_BYTES >> 20) + " MiB must be, or the kernel may end the"
                                + " application instead of the child JVM")
                + "; `prepare` makes one";
        return false;
    }

    private String service() {
        return new ResourceAttributes(host.config).serviceName();
    }

    /** An archive that was there when the JVM started. */
    private static final class InUse implements Effect {
        private final ManagedStart managed;

        InUse(ManagedStart managed) {
            this.managed = managed;
        }

        @Override
        public void apply() {
            throw new IllegalStateException("an archive that was taken out is made anew, by prepare");
        }

        @Override
        public void restore() throws IOException {
            managed.takeOut("taken out by perf-agent");
        }
    }

    /** An archive that this process has made. */
    private final class Naming implements Effect {
        @Override
        public void apply() throws IOException {
            OwnArchive archive = made;
            if (archive == null) {
                throw new IllegalStateException("there is no archive yet");
            }
            archive.name();
        }

        @Override
        public void restore() throws IOException {
            OwnArchive archive = made;
            if (archive != null) {
                archive.forget("taken out by perf-agent");
            }
        }
    }

    private final class Maker implements Runnable {
        @Override
        public void run() {
            io.perfagent.trace.ThreadState.ignoreThisThread();
            state = "is being made";
            try {
                String java = host.config.systemProperty("java.home") + "/bin/java";
                File root = host.data.root();
                if (root != null) {
                    made = OwnArchive.make(root, java, ProcessFacts.loaded(host));
                }
            } catch (PrepareFailure e) {
                state = GIVEN_UP + e.reason();
            } catch (IOException | RuntimeException | LinkageError e) {
                state = GIVEN_UP + e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                maker = null;
            }
        }
    }
}
