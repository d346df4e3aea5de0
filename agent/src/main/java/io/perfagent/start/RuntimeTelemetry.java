package io.perfagent.start;

import io.perfagent.bootstrap.Seam;
import io.perfagent.config.AgentSettings;
import io.perfagent.export.Severity;
import io.perfagent.instrument.family.Admission;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.metric.Metrics;
import io.perfagent.metric.runtime.RuntimeMetrics;
import io.perfagent.metric.system.SystemMetrics;
import io.perfagent.start.host.StressWatch;
import io.perfagent.start.profiling.HotWatch;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/** What reads the JVM itself; loads JMX, so not before the application is up. */
final class RuntimeTelemetry {
    private final @Nullable StressWatch stress;
    private final @Nullable HotWatch hot;

    RuntimeTelemetry(Agent agent) {
        Metrics metrics = agent.telemetry().metrics;
        if (agent.config.bool(AgentSettings.RUNTIME_METRICS)) {
            RuntimeMetrics runtime = RuntimeMetrics.start(metrics.settings());
            metrics.add(runtime);
            agent.notMeasured.addAll(runtime.missing());
        }
        if (agent.config.bool(AgentSettings.SYSTEM_METRICS)) {
            SystemMetrics system =
                    SystemMetrics.start(metrics.settings(), String.valueOf(agent.config.systemProperty("os.name")));
            metrics.add(system);
            agent.notMeasured.addAll(system.missing());
        }
        HeldParts.list(agent, agent.telemetry());
        if (agent.config.bool(AgentSettings.OWN_METRICS)) {
            metrics.add(new OwnMetrics(agent));
        }
        boolean said = agent.managed != null && agent.managed.objection() != null;
        String lost = said ? null : lostSharing(agent);
        if (lost != null) {
            agent.say(Severity.WARN, "perf_agent.sharing.lost", lost);
        }
        stress = agent.config.bool(AgentSettings.STRESS)
                ? new StressWatch(agent.telemetry().tracing, agent, new Gates(agent.telemetry()))
                : null;
        hot = HotWatch.of(agent);
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(
                            new StandardMBean(new Report(agent), StatusMXBean.class, true),
                            new ObjectName("io.perfagent:type=Status"));
        } catch (JMException | RuntimeException e) {
            agent.problems.add("no status over JMX: " + e);
        }
    }

    /** Why classes are not shared any more, or null; nobody can tell in an image without {@code java.management}. */
    private static @Nullable String lostSharing(Agent agent) {
        try {
            return LostSharing.cause(agent.instrumentation);
        } catch (LinkageError e) {
            return null;
        }
    }

    private static final class Gates implements StressWatch.Limits {
        private final Telemetry telemetry;

        Gates(Telemetry telemetry) {
            this.telemetry = telemetry;
        }

        @Override
        public boolean isHolding() {
            Admission admission = telemetry.admission;
            return admission != null && admission.isHolding();
        }
    }

    /** First in each second. */
    void guard() {
        if (hot != null) {
            hot.guard();
        }
    }

    void second(long nowNanos) {
        if (stress != null) {
            stress.second(nowNanos);
        }
        if (hot != null) {
            hot.second(nowNanos, stress);
        }
    }

    private static final class Report implements StatusMXBean {
        private final Agent agent;

        Report(Agent agent) {
            this.agent = agent;
        }

        @Override
        public String getText() {
            return Status.text(agent);
        }

        @Override
        public boolean isRecording() {
            return Seam.isOpen() && !agent.telemetry().tracing.isPaused();
        }
    }
}
