package io.perfagent.it.bench;

import java.util.List;
import java.util.StringJoiner;

/**
 * An overload experiment of a service with 200 threads and a pool of 10 connections: what arrives, and how long the
 * database takes, phase by phase.
 *
 * @param name as in the research notes, E2 and on
 * @param law of the time a connection is held: {@code exponential} or {@code heavy}
 * @param attempts how often a client tries, each time at once when it was not answered well
 */
record OverloadExperiment(String name, String law, int attempts, List<Phase> phases) {

    /**
     * @param perSecond arrivals that need the database
     * @param staticPerSecond arrivals that need nothing
     * @param holdMillis mean time of a connection; without meaning for the heavy law
     */
    record Phase(String name, int seconds, double perSecond, double staticPerSecond, double holdMillis) {}

    private static final int WARM_UP = 20;
    private static final int LONG = 40;

    /** @param divisor 1; more makes all phases shorter, to see that the harness works */
    static List<OverloadExperiment> all(int divisor) {
        return List.of(
                of("E2", "exponential", 1, divisor, LONG, new double[] {400, 1000, 400}, 0, new double[] {20, 20, 20}),
                of("E4", "exponential", 1, divisor, LONG, new double[] {400, 400, 400}, 0, new double[] {20, 60, 20}),
                of("E6", "heavy", 1, divisor, LONG, new double[] {350, 525, 350}, 0, new double[] {19, 19, 19}),
                of("E7", "exponential", 1, divisor, LONG, new double[] {300, 300, 300}, 1500, new double[] {20, 200, 20
                }),
                of("E9", "exponential", 4, divisor, WARM_UP, new double[] {400, 400, 400}, 0, new double[] {20, 60, 20
                }));
    }

    private static OverloadExperiment of(
            String name,
            String law,
            int attempts,
            int divisor,
            int disturbance,
            double[] perSecond,
            double staticPerSecond,
            double[] holds) {
        return new OverloadExperiment(
                name,
                law,
                attempts,
                List.of(
                        new Phase("warm-up", WARM_UP / divisor, perSecond[0], staticPerSecond, holds[0]),
                        new Phase("before", LONG / divisor, perSecond[0], staticPerSecond, holds[0]),
                        new Phase("during", disturbance / divisor, perSecond[1], staticPerSecond, holds[1]),
                        new Phase("after", LONG / divisor, perSecond[2], staticPerSecond, holds[2])));
    }

    /** As the service's property {@code service.holds} has it. */
    String holds() {
        StringJoiner all = new StringJoiner(",");
        int second = 0;
        for (Phase phase : phases) {
            all.add(phase.holdMillis() + "@" + second);
            second += phase.seconds();
        }
        return all.toString();
    }
}
