package io.perfagent.start;

import io.perfagent.config.AgentSettings;
import io.perfagent.start.adapting.Adapting;
import io.perfagent.start.profiling.Profiling;
import io.perfagent.start.watch.StartWatch;
import io.perfagent.trace.ThreadState;
import io.perfagent.weave.Moment;

/** Sends what is left, within a bound, keeps what was woven, and prints the summary if it is wanted. */
final class ShutdownHook extends Thread {
    private static final long FLUSH_NANOS = 3_000_000_000L;

    private final Agent agent;

    ShutdownHook(Agent agent) {
        super(null, null, "perf-agent-shutdown", 0, false);
        this.agent = agent;
        setContextClassLoader(null);
    }

    @Override
    public void run() {
        try {
            agent.startIsOver();
            if (agent.training != null) {
                agent.training.atExit();
                return;
            }
            if (agent.stopped || agent.telemetryIfMade() == null || agent.progress.has(Moment.OTHER_AGENT)) {
                return;
            }
            ThreadState.ignoreThisThread();
            Profiling profiling = agent.profiling;
            if (profiling != null) {
                profiling.close();
            }
            agent.closeRequests();
            StartWatch watch = agent.startWatch;
            if (watch != null) { // a run that was over before its start was told of
                agent.started(watch);
            }
            Adapting adapting = agent.adapting;
            if (adapting != null) {
                adapting.close();
            }
            agent.pipeline().shutdown(FLUSH_NANOS);
            agent.storeCache();
            if (agent.config.bool(AgentSettings.SUMMARY)) {
                ExitSummary.print(agent);
            }
        } catch (Throwable t) {
            agent.console.line("the last telemetry was not sent: " + t);
        }
    }
}
