package io.perfagent.it.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * One measured block of load.
 *
 * @param jdk feature release
 * @param endpoint {@code /plain} or {@code /full}
 * @param variant what the service was started with
 * @param round from 1
 * @param seconds length of the block
 * @param requests answered in it
 * @param cpuMicros CPU time of the whole process per request
 * @param allocatedBytes bytes allocated by the whole process per request
 * @param spans spans per request that reached the sink; NaN where they are not counted
 */
record RequestRun(
        int jdk,
        String endpoint,
        Variant variant,
        int round,
        double seconds,
        long requests,
        double cpuMicros,
        double allocatedBytes,
        double spans) {

    /** One quantity of a block. */
    @FunctionalInterface
    interface Quantity {
        double of(RequestRun run);
    }

    /** A quantity over all blocks of an endpoint and a variant on a JDK. */
    static Sample sample(List<RequestRun> runs, int jdk, String endpoint, Variant variant, Quantity quantity) {
        List<Double> values = new ArrayList<>();
        for (RequestRun run : runs) {
            if (run.jdk == jdk && run.endpoint.equals(endpoint) && run.variant == variant) {
                values.add(quantity.of(run));
            }
        }
        return new Sample(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
