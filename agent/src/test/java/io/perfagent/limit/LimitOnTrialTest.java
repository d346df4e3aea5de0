package io.perfagent.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.control.trial.Latency;
import io.perfagent.control.trial.NoHarmTrial;
import io.perfagent.instrument.family.PathPatterns;
import java.util.ArrayDeque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A limit on trial while the load goes to more than the pool can take and back, in simulated time. */
class LimitOnTrialTest {
    private static final double MEAN_SECONDS = 0.02;
    private static final int POOL = 10;

    /** The service as it is with the limit in effect or not; nobody waits at the gate. */
    private static final class Service {
        final LimitResource resource;
        private final Random random;
        private final long startNanos = System.nanoTime();
        private final PriorityQueue<double[]> inUse = new PriorityQueue<>((a, b) -> Double.compare(a[0], b[0]));
        private final ArrayDeque<Double> queue = new ArrayDeque<>();
        private double now;
        private double nextArrival;
        long requests;
        long bad;

        Service(long seed) {
            random = new Random(seed);
            Requests all = new Requests(new PathPatterns(List.of()));
            assertThat(all.pool("main", POOL)).isNotNull();
            resource = all.resources()[0];
        }

        private double exponential(double mean) {
            return -mean * Math.log(1 - random.nextDouble());
        }

        void second(double perSecond) {
            for (int step = 0; step < 4; step++) {
                run(now + 0.25, perSecond);
                resource.step(startNanos + (long) (now * 1e9), 0);
            }
        }

        private void run(double until, double perSecond) {
            nextArrival = Math.max(nextArrival, now);
            while (true) {
                double done = inUse.isEmpty() ? until : inUse.peek()[0];
                now = Math.min(until, Math.min(done, nextArrival));
                if (now == until) {
                    return;
                }
                if (now == done) {
                    done(inUse.poll());
                } else {
                    nextArrival = now + exponential(1 / perSecond);
                    arrive();
                }
            }
        }

        private void arrive() {
            if (!resource.gate().tryEnter() && resource.gate().enter(false, 0, 0) != Gate.ADMITTED) {
                requests++;
                bad++;
            } else if (inUse.size() < POOL) {
                use(now);
            } else {
                queue.add(now);
            }
        }

        private void use(double asked) {
            resource.waited((long) ((now - asked) * 1e9));
            inUse.add(new double[] {now + exponential(MEAN_SECONDS), now});
        }

        private void done(double[] request) {
            requests++;
            resource.gate().leave();
            resource.ended((long) ((now - request[1]) * 1e9), 0, 0);
            if (!queue.isEmpty()) {
                use(queue.poll());
            }
        }
    }

    @Test
    void in_an_overload_it_stays_in_effect_and_that_it_turns_requests_away_is_no_harm() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int run = 0; run < 10; run++) {
            Service service = new Service(random.nextLong());
            NoHarmTrial trial = new NoHarmTrial(random.nextLong(), false);
            int from = 60 + random.nextInt(60);
            for (int second = 0; second < from + 100; second++) {
                boolean overload = second >= from && second < from + 60;
                service.second(overload ? 1000 : 300);
                NoHarmTrial.Order order = trial.second(new NoHarmTrial.Reading(
                        service.requests,
                        service.bad,
                        List.of(new Latency("GET /", 1000, 50_000_000)),
                        service.resource.isOverloaded(1)));
                String what = "seed " + seed + ", run " + run + ", second " + second + " of an overload from " + from;
                assertThat(order).as(what).isIn(NoHarmTrial.Order.ON, NoHarmTrial.Order.OFF);
                if (overload && second > from + 1) {
                    assertThat(order).as(what).isEqualTo(NoHarmTrial.Order.ON);
                }
                if (order == NoHarmTrial.Order.ON) {
                    service.resource.hold();
                } else {
                    service.resource.open();
                }
            }
        }
    }

    @Test
    void what_is_turned_away_while_nobody_waits_for_the_resource_is_no_overload() {
        Service service = new Service(1);
        service.resource.hold();
        service.second(400);
        service.resource.gate().hold(2, 0); // far too low
        service.second(400);

        assertThat(service.bad).isPositive();
        assertThat(service.resource.isOverloaded(1)).isFalse();
    }
}
