package io.perfagent.start;

import io.perfagent.coldstart.archive.ArchivePlaces;
import io.perfagent.coldstart.record.StartRecorder;
import io.perfagent.start.host.ProcessFacts;
import io.perfagent.start.host.RequestFolder;
import io.perfagent.start.host.ResourceAttributes;
import io.perfagent.start.watch.StartReports;
import io.perfagent.start.watch.StartWatch;
import io.perfagent.weave.Moment;
import io.perfagent.weave.cache.AtomicFile;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The agent's part in a start that {@code prepare} makes: tells how far the application has come, weaves when it is asked to
 * and not before, and names the classes that were loaded. Nothing is exported.
 *
 * <p>A start that records an AOT cache weaves nothing: a class of the JVM's own that was woven, such as
 * {@code java.lang.VirtualThread}, would be missing in the cache, and assembling it crashes. Its classes are woven in the
 * next start, out of the cache.
 */
final class Training {
    /** The value of {@code PERF_AGENT_WEAVE} in such a start. */
    static final String MODE = "training";

    static final String PREFIX = "training ";
    private static final int FIRST_WITH_AOT_CACHE = 24;
    private static final int FEW_CLASSES = 50;

    /** A program without a server that loads hardly any class for so long may be waiting for something, or be ready. */
    private static final int QUIET_SECONDS = 10;

    private static final long POLL_NANOS = 50_000_000L;

    /** Shorter than any application needs from the begin of its main to a socket. */
    private static final long POLL_BEFORE_MAIN_NANOS = 5_000_000L;

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final Agent agent;
    private volatile boolean listening;
    private volatile boolean ready;
    private boolean woven;

    Training(Agent agent) {
        this.agent = agent;
    }

    /** Answers requests until the JVM ends; on the agent's main thread. */
    void run() {
        agent.openRequests();
        long nextSecond = System.nanoTime() + SECOND_NANOS;
        int before = 0;
        int quiet = 0;
        Set<String> jvmsOwn = Set.of(); // JMX and the debugger listen before main
        boolean inMain = false;
        StartWatch watch = agent.startWatch;
        while (true) {
            agent.answerRequest();
            if (watch != null) {
                watch.look();
            }
            Thread.interrupted(); // or it would never rest again
            LockSupport.parkNanos(inMain ? POLL_NANOS : POLL_BEFORE_MAIN_NANOS);
            if (!inMain) {
                inMain = isInMain();
                jvmsOwn = ListeningSockets.open();
            }
            if (System.nanoTime() - nextSecond >= 0) {
                nextSecond += SECOND_NANOS;
                int seen = agent.weaving.seen();
                boolean few = seen - before < FEW_CLASSES && !StartRecorder.SHARED.isStarting();
                quiet = few ? quiet + 1 : 0;
                before = seen;
                boolean isSettled = !ready && quiet >= QUIET_SECONDS;
                ready |= quiet >= QUIET_SECONDS || (listening && quiet > 0);
                if (isSettled && !listening && watch != null) {
                    watch.settled(System.nanoTime());
                }
            }
            if (!listening) {
                listening = agent.progress.has(Moment.LISTENING) || !jvmsOwn.containsAll(ListeningSockets.open());
            }
        }
    }

    String answer(String request) throws IOException {
        switch (request) {
            case "progress":
                return progress();
            case "weave":
                weave();
                return status();
            case "classes":
                return classes();
            case "report":
                return report();
            default:
                return "unknown request\n";
        }
    }

    /** Of an analysed start: makes the report. @return where it is, or empty */
    private String report() {
        StartWatch watch = agent.startWatch;
        if (watch == null) {
            return "";
        }
        agent.started(watch);
        File file = new StartReports(agent.data).text(new ResourceAttributes(agent.config).serviceName());
        return agent.startText.isEmpty() || file == null ? "" : file.getPath();
    }

    private String progress() {
        return (isInMain() ? "main " : "") + (listening ? "listening " : "") + (ready ? "ready " : "");
    }

    /** Whether {@code main} has been entered: the lowest frame of its thread tells, or that the thread has ended. */
    private static boolean isInMain() {
        for (Map.Entry<Thread, StackTraceElement[]> one :
                Thread.getAllStackTraces().entrySet()) {
            StackTraceElement[] stack = one.getValue();
            if (one.getKey().getId() == 1 && stack.length > 0) {
                return stack[stack.length - 1].getMethodName().equals("main");
            }
        }
        return true;
    }

    private synchronized void weave() {
        if (!woven) {
            woven = true;
            MainLoop.firstPass(agent, agent.warm);
        } else {
            agent.works.pass();
            agent.storeCache();
        }
    }

    private String status() {
        return "hits " + agent.weaving.cache().hits() + " misses "
                + agent.weaving.cache().misses() + " objection " + agent.cacheObjection;
    }

    private synchronized String classes() {
        return ProcessFacts.loaded(agent);
    }

    /** The application ends by itself, or was told to: what was not asked for yet is left in the folder. */
    void atExit() throws IOException {
        report();
        RequestFolder folder = agent.requests();
        if (folder == null) {
            return;
        }
        boolean records = Runtime.version().feature() >= FIRST_WITH_AOT_CACHE
                && agent.config.systemProperty(ArchivePlaces.PROPERTY) == null;
        if (!records) {
            weave();
        }
        AtomicFile.replace(
                new File(folder.path(), RequestFolder.LEFT), classes().getBytes(StandardCharsets.UTF_8));
    }
}
