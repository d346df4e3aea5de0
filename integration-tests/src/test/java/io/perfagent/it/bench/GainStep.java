package io.perfagent.it.bench;

import io.perfagent.it.gain.Shop;
import java.io.IOException;
import java.util.Random;

/**
 * What one rate, held for a while, has shown of a service.
 *
 * @param hitPercent of the reads; NaN where nothing tells
 * @param eligiblePercent of the reads that the agent could serve; NaN where it does not say
 * @param serviceMicros CPU per request, as the two that follow
 */
record GainStep(
        double perSecond,
        boolean passed,
        double p50Millis,
        double p99Millis,
        long requests,
        long errors,
        double latePercent,
        double hitPercent,
        double eligiblePercent,
        double serviceMicros,
        double databaseMicros,
        double generatorMicros) {
    private static final long TIMEOUT_NANOS = 2_000_000_000L;

    /** The load of all steps of one service: what was written is remembered. For one thread. */
    static final class Runner {
        private final GainShape shape;
        private final GainService service;
        private final GainStores stores;
        private final GainArrivals.Keys keys;
        private final Random random;
        private final String[] targets;
        private final ProcessStat own;
        final VersionCheck check;

        Runner(GainShape shape, GainService service, GainStores stores, GainArrivals.Keys keys, long seed)
                throws IOException {
            this.shape = shape;
            this.service = service;
            this.stores = stores;
            this.keys = keys;
            random = new Random(seed);
            targets = GainArrivals.targets(shape);
            own = new ProcessStat(ProcessHandle.current().pid(), ProcessStat.clockTickMillis());
            check = new VersionCheck(Shop.ITEMS);
        }

        /**
         * Sends requests for a while.
         *
         * @param judged whether answers carry their row's version
         */
        GainStep run(double perSecond, double leadInSeconds, double blockSeconds, boolean judged) throws IOException {
            CacheFigures before = service.figures();
            double serviceBefore = service.cpuMillis();
            double databaseBefore = stores.cpuMillis();
            double ownBefore = own.cpuMillis();
            GainArrivals arrivals = new GainArrivals(
                    shape,
                    keys,
                    random,
                    judged ? check : null,
                    perSecond,
                    System.nanoTime(),
                    (long) (leadInSeconds * 1e9),
                    (long) (blockSeconds * 1e9));
            try (OpenLoad load = new OpenLoad(service.port(), TIMEOUT_NANOS)) {
                load.run(targets, arrivals, arrivals);
            }
            double requests = Math.max(1, arrivals.answered());
            double ownMillis = own.cpuMillis() - ownBefore;
            double serviceMillis = service.cpuMillis() - serviceBefore;
            double databaseMillis = stores.cpuMillis() - databaseBefore;
            CacheFigures after = service.figures();
            return new GainStep(
                    perSecond,
                    arrivals.hasPassed(),
                    arrivals.percentileMillis(50),
                    arrivals.percentileMillis(99),
                    arrivals.answered(),
                    arrivals.errors(),
                    arrivals.latePercent(),
                    after.hitPercentSince(before),
                    after.eligiblePercent(),
                    1000 * serviceMillis / requests,
                    1000 * databaseMillis / requests,
                    1000 * ownMillis / requests);
        }
    }
}
