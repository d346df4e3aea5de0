package io.perfagent.start;

import io.perfagent.metric.Window;
import io.perfagent.metric.summary.Summary;

/** The compact account at exit: operations, and what the agent did and cost. */
final class ExitSummary {
    private ExitSummary() {}

    static void print(Agent agent) {
        StringBuilder out = new StringBuilder(4096);
        out.append("\nperf-agent: summary of this run\n");
        out.append(Summary.render(agent.telemetry().metrics.operations().snapshots(Window.SINCE_START)));
        out.append('\n').append(Status.text(agent));
        System.err.print(out);
    }
}
