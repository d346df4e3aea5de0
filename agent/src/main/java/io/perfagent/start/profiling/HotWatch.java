package io.perfagent.start.profiling;

import io.perfagent.config.JfrSettings;
import io.perfagent.export.Severity;
import io.perfagent.metric.Held;
import io.perfagent.metric.system.Headroom;
import io.perfagent.profile.hot.HotMetrics;
import io.perfagent.profile.hot.HotPaths;
import io.perfagent.profile.hot.HotReport;
import io.perfagent.profile.jfr.JfrAdmission;
import io.perfagent.profile.jfr.JfrPressure;
import io.perfagent.profile.jfr.JfrStream;
import io.perfagent.start.host.BoundedLines;
import io.perfagent.start.host.Host;
import io.perfagent.start.host.OwnCpu;
import io.perfagent.start.host.StressWatch;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Consumer;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/**
 * Starts JFR when the application is up and there is room for it, lets it yield under pressure, and says what it found.
 * {@link #second} is for the agent's main thread; reports may be asked for on any.
 */
public final class HotWatch implements Held, Consumer<String>, DiskGuard.Room {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int OWN_SECONDS = 10;
    private static final String ABSENT =
            "hot paths are not looked for: PERF_AGENT_JFR=off, or the application is not up yet\n";

    /** Until it is looked again whether there is room. */
    private static final long AGAIN_NANOS = 600 * SECOND_NANOS;

    /** The one of this JVM; null before the application is up, and where it is switched off. */
    private static volatile @Nullable HotWatch only;

    private final Host host;
    private final boolean asked;
    private final JfrPlace place;
    private final HotPaths hot;
    private final Headroom headroom = new Headroom();
    private final JfrPressure pressure = new JfrPressure();
    private final JfrThreads threads = new JfrThreads();
    private final List<String> changes = new BoundedLines();
    private volatile @Nullable JfrStream stream;
    private volatile String state;
    private volatile boolean paused;
    private boolean over;
    private boolean yielded;
    private boolean measured;
    private long startNanos;
    private int seconds;
    private long ownMillis = -1;
    private double ownShare = -1;

    private HotWatch(Host host) {
        this.host = host;
        this.asked = host.config.text(JfrSettings.JFR).equals("on");
        this.place = new JfrPlace(host.config, host.data);
        this.hot = new HotPaths(host.config.millis(JfrSettings.WINDOW) * NANOS_PER_MILLI);
        long delayMillis = asked ? 1000 : host.config.millis(JfrSettings.DELAY);
        this.startNanos = System.nanoTime() + delayMillis * NANOS_PER_MILLI;
        this.state =
                asked ? "JFR starts soon" : "JFR starts " + delayMillis / 1000 + " s after the application is ready";
    }

    /** The watch, or null if JFR is not wanted. */
    public static @Nullable HotWatch of(Host host) {
        if (host.config.text(JfrSettings.JFR).equals("off")) {
            return null;
        }
        HotWatch watch = new HotWatch(host);
        only = watch;
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(
                            new StandardMBean(new Report(watch), HotPathsMXBean.class, true),
                            new ObjectName("io.perfagent:type=HotPaths"));
        } catch (JMException | RuntimeException e) {
            host.problems.add("no hot paths over JMX: " + e);
        }
        return watch;
    }

    /** Stops JFR where its disk is short of room: before all else in a second, which may fail for want of memory. */
    public void guard() {
        JfrStream running = stream;
        String why = running == null ? null : DiskGuard.objection(this);
        if (running != null && why != null) {
            stop(running, why);
        }
    }

    @Override
    public @Nullable String objection() {
        return place.roomLeft();
    }

    /** The agent's main thread ends, and nobody looks at the disk any more: JFR stops for good. */
    public static void end() {
        HotWatch watch = only;
        if (watch != null) {
            watch.endForGood();
        }
    }

    private void endForGood() {
        over = true;
        JfrStream running = stream;
        if (running != null) {
            stop(running, "the agent has stopped");
        }
    }

    /** After {@link #guard}. */
    public void second(long nowNanos, @Nullable StressWatch stress) {
        if (over) {
            return;
        }
        double cpuShare = stress == null ? -1 : stress.cpuShare();
        double throttled = stress == null ? -1 : headroom.throttledShare();
        JfrStream running = stream;
        if (paused) {
            if (running != null) {
                stop(running, "it was asked to, and waits to be resumed");
                yielded = false;
                startNanos = nowNanos;
            }
        } else if (running != null) {
            run(running, nowNanos, cpuShare, throttled, stress != null);
        } else if (yielded) {
            if (pressure.waiting(cpuShare, throttled)) {
                start(nowNanos);
            }
        } else if (nowNanos - startNanos >= 0) {
            start(nowNanos);
        }
    }

    private void start(long nowNanos) {
        startNanos = nowNanos + AGAIN_NANOS;
        String objection = asked
                ? null
                : JfrAdmission.objection(
                        headroom.processors(Runtime.getRuntime().availableProcessors()), headroom.memoryBytes());
        try {
            if (objection == null) {
                objection = place.objection();
            }
            if (objection == null) {
                changes.clear();
                stream = JfrStream.start(place.options(), hot, this);
                hot.ask(OperationWatch.of(host).begin());
                OwnCpu.withJfr = true;
                threads.changed();
                state = "JFR runs";
                export();
                if (yielded) {
                    host.say(Severity.INFO, "perf_agent.jfr.resumed", "hot paths: JFR runs again");
                }
                yielded = false;
                return;
            }
        } catch (RuntimeException | LinkageError e) {
            over = true;
            objection = e instanceof LinkageError
                    ? "this Java runtime has no JFR (add the module jdk.jfr)"
                    : "it did not start: " + e;
        }
        boolean news = !state.endsWith(objection);
        state = "JFR does not run: " + objection;
        if (news && (asked || over)) {
            host.say(Severity.WARN, "perf_agent.jfr.refused", "hot paths: " + state);
        }
    }

    private void export() {
        if (!measured) {
            measured = true;
            host.telemetry().metrics.holds(this);
            host.telemetry()
                    .metrics
                    .add(new HotMetrics(hot, host.telemetry().metrics.settings()));
        }
    }

    private void run(JfrStream running, long nowNanos, double cpuShare, double throttled, boolean yields) {
        running.second(nowNanos);
        seconds++;
        if (seconds % OWN_SECONDS == 0) {
            long millis = threads.cpuMillis(nowNanos);
            int processors = Runtime.getRuntime().availableProcessors();
            ownShare = millis < 0 || ownMillis < 0 || millis < ownMillis
                    ? -1
                    : (millis - ownMillis) / (1000.0 * OWN_SECONDS * processors);
            ownMillis = millis;
        }
        Throwable failure = running.failure();
        String why = null;
        if (failure != null) {
            why = "its stream failed: " + failure;
            over = true;
        } else if (yields) {
            why = pressure.running(cpuShare, throttled, ownShare);
        }
        if (why != null) {
            stop(running, why);
        }
    }

    private void stop(JfrStream running, String why) {
        running.close();
        stream = null; // not before: what could not be closed is tried again
        yielded = true;
        ownMillis = -1;
        hot.ask(null);
        hot.rest();
        OperationWatch.of(host).end();
        threads.changed();
        state = "JFR has stopped: " + why;
        host.say(paused ? Severity.INFO : Severity.WARN, "perf_agent.jfr.stopped", "hot paths: " + state);
    }

    /** Another profiler is to have the signal that samples of CPU time need; JFR takes them without it from now on. */
    static void leaveSignalToAnother() {
        HotWatch watch = only;
        if (watch != null) {
            watch.leaveSignal();
        }
    }

    private void leaveSignal() {
        place.leaveSignal();
        JfrStream running = stream;
        if (running != null) {
            running.leaveSignal();
        }
    }

    /** What was changed while it runs; told by the thread of the stream. */
    @Override
    public void accept(String change) {
        changes.add(change);
    }

    /** A line and the most important, or nothing where it is not wanted. */
    public static String status() {
        HotWatch watch = only;
        return watch == null ? "" : watch.text();
    }

    /** The answer to the request {@code hot}, which may have {@code pause} or {@code resume} on a line of its own. */
    public static String answer(String request) {
        HotWatch watch = only;
        return switch (request) {
            case "hot" -> report(watch);
            case "hot\npause" -> watch == null ? ABSENT : watch.pause();
            case "hot\nresume" -> watch == null ? ABSENT : watch.resume();
            default -> "unknown request\n";
        };
    }

    private String pause() {
        paused = true;
        return "JFR stops within a second or two, until it is resumed\n";
    }

    private String resume() {
        paused = false;
        return "JFR starts again within a second or two, or when there is room for it\n";
    }

    private String text() {
        StringBuilder out = new StringBuilder("hot paths: ");
        out.append(state);
        JfrStream running = stream;
        if (running != null) {
            out.append(", ").append(place.text()).append("; threads of the JDK for it: ");
            out.append(String.join(", ", threads.names()));
        }
        out.append('\n');
        for (String change : changes.toArray(new String[0])) {
            out.append("  ").append(change).append('\n');
        }
        if (running != null && running.unreadable() > 0) {
            out.append("  ").append(running.unreadable()).append(" events could not be read\n");
        }
        if (measured) {
            out.append(HotReport.brief(hot));
        }
        return out.toString();
    }

    /** The whole report. */
    private static String report(@Nullable HotWatch watch) {
        if (watch == null) {
            return ABSENT;
        }
        String first = "hot paths: " + watch.state + '\n';
        return watch.measured ? first + HotReport.of(watch.hot) : first;
    }

    @Override
    public String structure() {
        return "hot_paths";
    }

    @Override
    public long heldBytes() {
        return hot.heldBytes();
    }

    private static final class Report implements HotPathsMXBean {
        private final HotWatch watch;

        Report(HotWatch watch) {
            this.watch = watch;
        }

        @Override
        public String getText() {
            return report(watch);
        }

        @Override
        public boolean isRunning() {
            return watch.stream != null;
        }

        @Override
        public void pause() {
            watch.pause();
        }

        @Override
        public void resume() {
            watch.resume();
        }
    }
}
