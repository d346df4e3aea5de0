package io.perfagent.it.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * One start of the service.
 *
 * @param jdk feature release
 * @param variant what it was started with
 * @param round from 1
 * @param wallMillis from the process being asked for to the first answer of 200
 * @param cpuFirstMillis CPU time of the process until then
 * @param cpuSettledMillis CPU time of the process until it had been idle for a while (10 s)
 * @param rssKib resident memory at that moment
 * @param threads live threads at that moment
 * @param agentThreads live threads of perf-agent at that moment
 * @param agentCpuMillis CPU time of these until then
 */
record StartRun(
        int jdk,
        Variant variant,
        int round,
        double wallMillis,
        double cpuFirstMillis,
        double cpuSettledMillis,
        long rssKib,
        int threads,
        int agentThreads,
        double agentCpuMillis) {

    /** One quantity of a run. */
    @FunctionalInterface
    interface Quantity {
        double of(StartRun run);
    }

    /** A quantity over all runs of a variant on a JDK. */
    static Sample sample(List<StartRun> runs, int jdk, Variant variant, Quantity quantity) {
        List<Double> values = new ArrayList<>();
        for (StartRun run : runs) {
            if (run.jdk == jdk && run.variant == variant) {
                values.add(quantity.of(run));
            }
        }
        return new Sample(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
