package io.perfagent.start.watch;

import io.perfagent.coldstart.Anchors;
import io.perfagent.coldstart.PhaseTimes;
import io.perfagent.coldstart.Point;
import io.perfagent.coldstart.ProcessStart;
import io.perfagent.coldstart.TargetPhase;
import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.StartRecord;
import io.perfagent.coldstart.record.StartRecorder;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.start.host.Host;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Says of each phase that runs longer than its time-out that it does, once, with the stack of the thread on the critical
 * path. Interrupts nothing. Looks every {@value #LOOK_NANOS} ns until the application is ready: what runs from then on
 * waits for a request.
 */
final class TargetWatch extends Thread {
    private static final long LOOK_NANOS = 10_000_000;
    private static final int MAX_FRAMES = 64;

    /** From thread to thread; threads that seem to wait for each other end here. */
    private static final int MAX_HOPS = 8;

    private final Host host;
    private final List<TargetPhase> waiting;
    private final long mainThread;
    private final Map<String, Integer> timeouts = new LinkedHashMap<>(); // guarded by itself
    private volatile boolean over;

    TargetWatch(Host host, List<TargetPhase> phases, long mainThread) {
        super(null, null, "perf-agent-targets", 0, false);
        this.host = host;
        this.waiting = new ArrayList<>(phases);
        this.mainThread = mainThread;
        setDaemon(true);
        setContextClassLoader(null);
    }

    @Override
    public void run() {
        try {
            long processNanos = ProcessStart.nanos(StartWatch.points(host));
            while (!over && !waiting.isEmpty()) {
                Anchors anchors = StartWatch.points(host);
                anchors.set(Point.PROCESS, processNanos);
                if (anchors.has(Point.READY)) {
                    return;
                }
                look(anchors, System.nanoTime());
                Thread.interrupted(); // or it would never rest again
                LockSupport.parkNanos(LOOK_NANOS);
            }
        } catch (RuntimeException | LinkageError e) {
            host.problems.add("the phases of the start are no longer watched: " + e);
        }
    }

    /** There is nothing more to watch. */
    void end() {
        over = true;
    }

    /** How many time-outs each phase has had, by its name; those that had none are left out. */
    Map<String, Integer> timeouts() {
        synchronized (timeouts) {
            return new LinkedHashMap<>(timeouts);
        }
    }

    private void look(Anchors anchors, long nowNanos) {
        StartRecord[] records = StartRecorder.SHARED.records();
        for (int i = waiting.size() - 1; i >= 0; i--) {
            TargetPhase phase = waiting.get(i);
            PhaseTimes.Time time = PhaseTimes.of(phase, anchors, records, mainThread, nowNanos);
            if (time != null && time.running() && time.nanos() > phase.timeoutMillis() * 1_000_000) {
                waiting.remove(i);
                synchronized (timeouts) {
                    timeouts.put(phase.name(), 1);
                }
                say(phase, time, records);
            }
        }
    }

    private void say(TargetPhase phase, PhaseTimes.Time time, StartRecord[] records) {
        Thread busy = busy(records);
        StackTraceElement[] stack = busy == null ? new StackTraceElement[0] : busy.getStackTrace();
        StringBuilder line = new StringBuilder(200);
        line.append("start phase '").append(phase.name()).append("' (").append(phase.priority().title);
        line.append(") still runs after ").append(time.nanos() / 1_000_000);
        line.append(" ms, its time-out is ").append(phase.timeoutMillis()).append(" ms; it is not interrupted");
        AttributeBytes attributes = StartTargets.attributes(phase);
        attributes.put("perf_agent.startup.phase.time", time.nanos() / 1e9);
        attributes.put("perf_agent.startup.phase.timeout", phase.timeoutMillis() / 1e3);
        if (busy != null && stack.length > 0) {
            StartRecord piece = innermost(records, busy.getId());
            line.append("; ").append(busy.getName());
            line.append(piece == null ? " is" : " is in " + Kind.name(piece.kind) + " " + piece.name + ",");
            line.append(" at ").append(stack[0]).append(own(stack));
            String held = held(busy);
            if (held != null) {
                line.append("; ").append(held);
                attributes.put("perf_agent.startup.lock", held);
            }
            attributes.put("thread.name", busy.getName());
            attributes.put("code.stacktrace", text(stack));
        }
        StartTargets.say(host, phase, false, "perf_agent.startup.timeout", line.toString(), attributes);
    }

    /** Who holds what a thread waits for; the JVM is asked only about one that waits. */
    private @Nullable String held(Thread thread) {
        Thread.State state = thread.getState();
        if (state == Thread.State.BLOCKED || state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING) {
            try {
                return LockOwners.sentence(thread.getId());
            } catch (RuntimeException | LinkageError e) {
                host.problems.add("who holds a lock was not told: " + e);
            }
        }
        return null;
    }

    /** The first frame that is not the JDK's: where to look in the application. */
    private static String own(StackTraceElement[] stack) {
        for (int i = 1; i < stack.length && isJdk(stack[0]); i++) {
            if (!isJdk(stack[i])) {
                return ", called by " + stack[i];
            }
        }
        return "";
    }

    private static boolean isJdk(StackTraceElement frame) {
        String module = frame.getModuleName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }

    private static String text(StackTraceElement[] stack) {
        StringBuilder text = new StringBuilder(1024);
        for (int i = 0; i < Math.min(stack.length, MAX_FRAMES); i++) {
            text.append("\tat ").append(stack[i]).append('\n');
        }
        return text.toString();
    }

    /** The main thread, or the one that runs the task, or is the thread, that it waits for; null if main has ended. */
    private @Nullable Thread busy(StartRecord[] records) {
        long id = mainThread;
        for (int hop = 0; hop < MAX_HOPS; hop++) {
            StartRecord wait = innermost(records, id);
            StartRecord task = wait == null || wait.kind != Kind.WAIT ? null : taskOf(records, wait);
            if (task == null) {
                break;
            }
            id = task.threadId;
        }
        Thread found = thread(id);
        return found == null ? thread(mainThread) : found;
    }

    private static @Nullable StartRecord taskOf(StartRecord[] records, StartRecord wait) {
        for (StartRecord one : records) {
            if (one.kind == Kind.TASK
                    && one.endNanos == 0
                    && wait.subject != 0
                    && one.subject == wait.subject
                    && one.threadId != wait.threadId) {
                return one;
            }
        }
        return null;
    }

    /** What a thread has begun last and not ended. */
    private static @Nullable StartRecord innermost(StartRecord[] records, long threadId) {
        StartRecord last = null;
        for (StartRecord one : records) {
            if (one.threadId == threadId
                    && one.endNanos == 0
                    && one.kind != Kind.RELEASE
                    && (last == null || one.startNanos - last.startNanos >= 0)) {
                last = one;
            }
        }
        return last;
    }

    private static @Nullable Thread thread(long id) {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        for (ThreadGroup up = root; up != null; up = up.getParent()) {
            root = up;
        }
        Thread[] threads = new Thread[root.activeCount() + 16];
        int count = root.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i].getId() == id) {
                return threads[i];
            }
        }
        return null;
    }
}
