package io.perfagent.start.adapting;

import io.perfagent.export.Severity;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.limit.LimitReport;
import io.perfagent.limit.LimitResource;
import io.perfagent.limit.policy.OverloadEpisodes.Episode;
import io.perfagent.start.host.Host;

/** Tells what a limit was good for, once an overload is over: a line, and an event with figures. On the agent's main thread. */
final class OverloadTelling {
    private static final String EVENT = "perf_agent.limit.overload";
    private static final int MAX_ATTRIBUTE_BYTES = 2 * 1024;

    private final Host host;

    OverloadTelling(Host host) {
        this.host = host;
    }

    void second(LimitResource[] resources) {
        for (LimitResource resource : resources) {
            Episode overload = resource.takeOverload();
            if (overload != null) {
                host.say(
                        Severity.WARN,
                        EVENT,
                        "limits: " + LimitReport.text(resource.name(), overload),
                        attributes(resource.name(), overload));
            }
        }
    }

    private static AttributeBytes attributes(String resource, Episode overload) {
        return new AttributeBytes(MAX_ATTRIBUTE_BYTES)
                .put("perf_agent.limit.resource", resource)
                .put(EVENT + ".over", overload.isOver())
                .put(EVENT + ".duration", overload.seconds())
                .put(EVENT + ".served", overload.served())
                .put(EVENT + ".turned_away", overload.turnedAway())
                .put(EVENT + ".wait", overload.waitSeconds())
                .put(EVENT + ".model.wait", overload.modelWaitSeconds())
                .put(EVENT + ".model.longest_wait", overload.modelLongestSeconds());
    }
}
