package io.perfagent.profile.jfr;

import java.util.Set;

/**
 * How JFR is used.
 *
 * @param groups which events
 * @param cpuTime whether samples are taken by CPU time (jdk.CPUTimeSample) where the JDK has that
 * @param samplePeriodMillis between samples of one thread
 * @param diskBytes of chunks on disk at most
 * @param liveIntervalNanos between looks at long-lived objects while the heap grows
 */
public record JfrOptions(
        Set<EventGroup> groups, boolean cpuTime, long samplePeriodMillis, long diskBytes, long liveIntervalNanos) {}
