package io.perfagent.start;

import io.perfagent.weave.Moment;
import io.perfagent.weave.SiteTable;
import org.jspecify.annotations.Nullable;

/** Tracing agents beside which ours weaves nothing: every call would be seen twice. */
final class OtherAgents {
    private static final String[] CLASSES = {
        "io.opentelemetry.javaagent.OpenTelemetryAgent",
        "datadog.trace.bootstrap.AgentBootstrap",
        "co.elastic.apm.agent.premain.AgentMain",
        "com.newrelic.bootstrap.BootstrapAgent",
        "org.apache.skywalking.apm.agent.SkyWalkingAgent",
        "com.navercorp.pinpoint.bootstrap.PinpointBootStrap",
        "org.glowroot.agent.AgentPremain"
    };
    private static final String[] NAMES = {
        "OpenTelemetry's agent",
        "Datadog's agent",
        "Elastic's agent",
        "New Relic's agent",
        "SkyWalking's agent",
        "Pinpoint's agent",
        "Glowroot"
    };

    private OtherAgents() {}

    /** The name of one that was given before ours on the command line, or null. */
    static @Nullable String present() {
        ClassLoader system = ClassLoader.getSystemClassLoader();
        for (int i = 0; i < CLASSES.length; i++) {
            try {
                Class.forName(CLASSES[i], false, system);
                return NAMES[i];
            } catch (ClassNotFoundException | LinkageError e) {
                continue;
            }
        }
        return null;
    }

    /** Lets the table tell when one is loaded after ours. */
    static void mark(SiteTable table) {
        for (String name : CLASSES) {
            table.mark(name.replace('.', '/'), Moment.OTHER_AGENT);
        }
    }
}
