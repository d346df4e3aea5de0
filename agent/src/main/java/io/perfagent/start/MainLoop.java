package io.perfagent.start;

import io.perfagent.bootstrap.Seam;
import io.perfagent.coldstart.record.StartRecorder;
import io.perfagent.config.AgentSettings;
import io.perfagent.export.Pipeline;
import io.perfagent.export.Severity;
import io.perfagent.start.adapting.Adapting;
import io.perfagent.start.profiling.HotWatch;
import io.perfagent.start.profiling.Profiling;
import io.perfagent.start.watch.StartWatch;
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.UnixTime;
import io.perfagent.weave.Moment;
import io.perfagent.weave.WeaveStatus;
import java.util.concurrent.locks.LockSupport;

/**
 * The agent's one thread for everything but export: weaves once the application has answered, opens the seam, starts the
 * export, and then looks after what is periodic.
 */
final class MainLoop extends Thread {
    private static final long SECOND_NANOS = 1_000_000_000L;

    /** From the response's first byte being prepared to its being sent. */
    private static final long RESPONSE_GRACE_NANOS = SECOND_NANOS / 4;

    private static final long TICK_NANOS = 10 * SECOND_NANOS;
    private static final long QUIET_NANOS = 10 * SECOND_NANOS;

    /** In a row without memory, until this thread gives up. */
    private static final int STARVED_SECONDS = 60;

    /** JFR, what changes the application, profiles. */
    private static final int PARTS = 3;

    private final Agent agent;
    private final boolean warm;
    private final long applicationThread;
    private long lastWork;
    private long nextTick;
    private boolean engine = true;

    /** @param applicationThread the number of the thread that runs {@code main}; 0 if its start is not to be followed */
    MainLoop(Agent agent, boolean warm, long applicationThread) {
        super(null, null, "perf-agent-main", 0, false);
        this.agent = agent;
        this.warm = warm;
        this.applicationThread = applicationThread;
        setDaemon(true);
        setContextClassLoader(null);
    }

    @Override
    public void run() {
        try {
            Training training = agent.training;
            boolean analysed = training != null && StartWatch.isAnalysed(agent.config);
            if (applicationThread != 0 && (training == null || analysed)) {
                agent.startWatch = new StartWatch(agent, warm, applicationThread);
            }
            if (training != null) {
                training.run();
                return;
            }
            agent.startGoesOn();
            awaitTurn();
            StartWatch watch = agent.startWatch;
            if (watch != null) {
                watch.endAnalysis();
            }
            agent.absence.end();
            agent.startIsOver();
            if (agent.progress.has(Moment.OTHER_AGENT)) {
                return;
            }
            ThreadState.ignoreThisThread();
            if (!firstPass()) {
                return;
            }
            agent.pipeline();
            for (String problem : agent.config.problems(agent.weaving.table().instrumentations())) {
                agent.console.line(problem);
            }
            RuntimeTelemetry runtime = new RuntimeTelemetry(agent);
            agent.adapting = Adapting.start(agent, agent.weaving.table());
            agent.profiling = Profiling.start(agent);
            attend(runtime);
        } catch (Throwable t) {
            Seam.close();
            agent.stopped = true;
            endParts();
            StackTraceElement[] stack = t.getStackTrace();
            agent.console.line("stopped in the background, the application runs on: " + t
                    + (stack.length == 0 ? "" : " at " + stack[0]));
        }
    }

    /** What only this thread looks after ends with it; what cannot end for want of memory gets another minute. */
    private void endParts() {
        boolean[] ended = new boolean[PARTS];
        for (int tries = 0; tries < STARVED_SECONDS; tries++) {
            boolean all = true;
            for (int part = 0; part < PARTS; part++) {
                ended[part] = ended[part] || end(part);
                all &= ended[part];
            }
            if (all) {
                return;
            }
            LockSupport.parkNanos(SECOND_NANOS);
        }
    }

    /** JFR first: the JVM ends where its disk is full, and nobody would look at that any more. */
    private boolean end(int part) {
        try {
            Profiling profiling = agent.profiling;
            Adapting adapting = agent.adapting;
            if (part == 0) {
                HotWatch.end();
            } else if (part == 1 && adapting != null) {
                adapting.switchOff("a failure of the agent");
            } else if (part == 2 && profiling != null) {
                profiling.close();
            }
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        } catch (Throwable t) {
            return true; // it would fail again
        }
    }

    /** Until the application has answered, or has been ready for a while: it listens, or its start seems over. */
    private void awaitTurn() {
        if (agent.config.text(AgentSettings.WEAVE).equals("eager")) {
            return;
        }
        long delayNanos = agent.config.millis(AgentSettings.WEAVE_DELAY) * 1_000_000L;
        Readiness readiness = new Readiness();
        long nextSecond = System.nanoTime() + SECOND_NANOS;
        long readyNanos = agent.launch.premainNanos;
        boolean ready = agent.launch.attached;
        if (ready) {
            readyNanos -= delayNanos; // it has run for a while
        }
        while (true) {
            look();
            long now = System.nanoTime();
            long until;
            if (agent.progress.has(Moment.RESPONSE)) {
                until = agent.progress.responseNanos() + RESPONSE_GRACE_NANOS;
            } else if (agent.progress.has(Moment.LISTENING)) {
                until = agent.progress.listeningNanos() + delayNanos;
            } else if (ready) {
                until = readyNanos + delayNanos;
            } else {
                if (now - nextSecond >= 0) {
                    nextSecond += SECOND_NANOS;
                    ready = readiness.second(agent.absence.loaded(), StartRecorder.SHARED.isStarting());
                    readyNanos = now;
                    if (ready && agent.startWatch != null) {
                        agent.startWatch.settled(now);
                    }
                    continue;
                }
                agent.absence.park(nextSecond - now);
                continue;
            }
            if (now - until >= 0) {
                return;
            }
            agent.absence.park(until - now);
        }
    }

    private void look() {
        StartWatch watch = agent.startWatch;
        if (watch != null) {
            watch.look();
        }
    }

    private boolean firstPass() {
        return firstPass(agent, warm);
    }

    /**
     * Weaves what is loaded, and without a cache what may be; opens the seam; writes the cache.
     *
     * @return false if another tracing agent has come meanwhile
     */
    static boolean firstPass(Agent agent, boolean warm) {
        long start = System.nanoTime();
        agent.telemetry();
        agent.openRequests();
        while (agent.works.pass() > 0) {
            continue; // classes that were loaded meanwhile
        }
        agent.works.unwatched(false);
        if (!warm) {
            agent.works.ahead();
        }
        Seam.open();
        if (agent.progress.has(Moment.OTHER_AGENT)) {
            Seam.close();
            return false;
        }
        agent.firstPassDoneNanos = System.nanoTime();
        int woven = agent.weaving.status().count(WeaveStatus.Outcome.WOVEN);
        if (!warm) {
            long millis = (System.nanoTime() - start) / 1_000_000;
            agent.say(
                    Severity.INFO,
                    "perf_agent.weaving.done",
                    "weaving done: " + woven + " classes woven late, in " + millis
                            + " ms; calls are seen from now on, and from the first at the next start");
        }
        agent.rememberWoven();
        agent.storeCache();
        return true;
    }

    /**
     * Once a second for as long as the application runs. One that lacks memory gives up no second but those it lacks it in: the
     * kill switch is looked at here.
     */
    private void attend(RuntimeTelemetry runtime) {
        lastWork = System.nanoTime();
        nextTick = lastWork + TICK_NANOS;
        int starved = 0;
        while (true) {
            Thread.interrupted(); // somebody has interrupted all threads of the group: it would never rest again
            LockSupport.parkNanos(SECOND_NANOS);
            try {
                runtime.guard();
                second(runtime);
                starved = 0;
            } catch (OutOfMemoryError e) {
                if (++starved == STARVED_SECONDS) {
                    throw e;
                }
            }
        }
    }

    /** Late classes, windows of statistics, the clock, and letting go of the engine once nothing has come for a while. */
    private void second(RuntimeTelemetry runtime) {
        long now = System.nanoTime();
        look();
        StartWatch watch = agent.startWatch;
        if (watch != null && watch.isOver(now)) {
            agent.startWatch = null;
            agent.started(watch);
        }
        if (agent.weaving.pendingCount() > 0 || agent.takeLearned()) {
            if (agent.works.pass() > 0) {
                agent.storeCache();
            }
            lastWork = System.nanoTime();
            engine = true;
        } else if (engine && now - lastWork > QUIET_NANOS) {
            agent.storeCache();
            agent.works.release();
            engine = false;
        }
        agent.answerRequest();
        runtime.second(now);
        Adapting adapting = agent.adapting;
        if (adapting != null) {
            adapting.second();
        }
        Profiling profiling = agent.profiling;
        if (profiling != null) {
            profiling.second(now);
        }
        Pipeline exporting = agent.pipelineIfStarted();
        if (exporting != null) {
            exporting.expire();
        }
        if (now - nextTick >= 0) {
            agent.telemetry().metrics.operations().tick(now);
            UnixTime.correct();
            nextTick += TICK_NANOS;
        }
    }
}
