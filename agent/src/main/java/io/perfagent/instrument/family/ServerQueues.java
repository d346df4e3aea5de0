package io.perfagent.instrument.family;

import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.metric.DurationMetric;
import io.perfagent.metric.DurationPoint;
import io.perfagent.metric.Metrics;

/**
 * {@code perf_agent.server.queue.duration}, in seconds: how long a server's connections with something to read waited for a
 * thread. Not part of any request's span or duration, which begin on that thread. The semantic conventions have no name for
 * it. Safe for all threads.
 */
public final class ServerQueues {
    private static final double[] BOUNDS_SECONDS = {0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10};

    private final DurationMetric wait;

    ServerQueues(Metrics metrics) {
        wait = metrics.addDuration(
                "io.perfagent.server-queue",
                "perf_agent.server.queue.duration",
                "The time that a connection with something to read waited for a thread of its server.",
                BOUNDS_SECONDS);
    }

    /** Where the waits of a connector are recorded, to be kept by the caller. */
    public DurationPoint of(String connector) {
        AttributeBytes attributes = new AttributeBytes();
        attributes.put("perf_agent.server.connector.name", connector);
        return wait.point(attributes.array(), attributes.size());
    }
}
