package io.perfagent.start;

import io.perfagent.config.AgentSettings;
import io.perfagent.metric.runtime.RuntimeMetrics;

/** Starts what reads the JVM itself; loads JMX, so not before the application is up. */
final class RuntimeTelemetry {
    private RuntimeTelemetry() {}

    static void start(Agent agent) {
        if (agent.config.bool(AgentSettings.RUNTIME_METRICS)) {
            agent.telemetry().metrics.add(RuntimeMetrics.start(agent.telemetry().metrics.settings()));
        }
    }
}
