package io.perfagent.it.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The checker of promise P3 finds each fault that was planted, and none where there is none. */
class TrackedCheckerIT {
    private static final long MILLIS = 10_000;
    private static final int READERS = 2;

    @Test
    void eachPlantedFaultIsFound() throws Exception {
        long seed = System.nanoTime();
        try (GuardedRedis redis = GuardedRedis.start()) {
            for (boolean trouble : new boolean[] {true, false}) { // of which the others would hear, too
                together(redis.port(), seed, trouble);
            }
        }
    }

    private static void together(int port, long seed, boolean trouble) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<FaultyTracking.Fault> faults = new ArrayList<>();
            List<Future<String>> found = new ArrayList<>();
            for (FaultyTracking.Fault fault : FaultyTracking.Fault.values()) {
                if (fault.withTrouble == trouble) {
                    faults.add(fault);
                    found.add(threads.submit(() -> run(port, fault, seed)));
                }
            }
            for (int i = 0; i < faults.size(); i++) {
                String line = found.get(i).get();
                assertThat(line.startsWith("violations=0 "))
                        .as("%s: %s", faults.get(i), line)
                        .isEqualTo(faults.get(i) == FaultyTracking.Fault.NONE);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static String run(int port, FaultyTracking.Fault fault, long seed) throws Exception {
        String prefix = fault + ":";
        FaultyTracking tracking = new FaultyTracking(port, GuardedRedis.PASSWORD, prefix, fault);
        try {
            return new TrackedRedis(port, GuardedRedis.PASSWORD, prefix, false, tracking::open)
                    .run(READERS, MILLIS, seed, fault.withTrouble);
        } finally {
            tracking.end();
        }
    }
}
